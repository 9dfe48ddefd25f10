import GeoCore
import LiveMap

/// The vessels of the register during one minute of the past: enough to say where each was at any moment of it.
///
/// The minute is what requests share; within it each gets the answer of its own moment.
struct PastMinute: Sendable {
    private let fields: LiveFields
    private let vessels: [Vessel]
    private let signals: PastSignals

    private struct Vessel: Sendable {
        var feature: Feature
        /// In order of time: the newest before the minute, and those within.
        var sightings: [PastSignals.Sighting]
    }

    /// - Parameter fixes: The newest of each vessel before the minute, then those within, by vessel and time; believable ones only.
    init(_ definition: LayerDefinition, register: VesselRegister, fixes: [Fix], signals: PastSignals) {
        fields = LiveFields(vessels: definition)
        self.signals = signals
        let seen = Dictionary(grouping: fixes.map(signals.sighting), by: \.fix.object)
        vessels = register.features.map { feature in
            Vessel(feature: feature, sightings: register.object(of: feature).flatMap { seen[$0] } ?? [])
        }
    }

    /// The minute that a moment lies in.
    static func span(around instant: Instant) -> Range<Instant> {
        let start = instant.milliseconds - (instant.milliseconds % 60_000 + 60_000) % 60_000
        return Instant(milliseconds: start)..<Instant(milliseconds: start + 60_000)
    }

    /// Each vessel with its newest fix that is not after a moment of the minute; without a place where it had none by then.
    ///
    /// - Parameters:
    ///   - now: Nobody has been silent for longer than until now.
    ///   - box: Leaves out who was elsewhere, or nowhere.
    func features(at instant: Instant, now: Instant, in box: BoundingBox? = nil) -> [Feature] {
        vessels.compactMap { vessel in
            let sighting = vessel.sightings.last { $0.fix.time <= instant }
            if let box, !(sighting.map { box.holds($0.fix.coordinate) } ?? false) { return nil }
            return feature(vessel.feature, sighting, signalAt: min(instant, now))
        }
    }

    /// `nil` for a vessel that nobody knew then.
    private func feature(_ feature: Feature, _ sighting: PastSignals.Sighting?, signalAt moment: Instant) -> Feature? {
        let fix = sighting?.fix
        if fix == nil, let index = fields.registered, feature.values[index] == .boolean(false) { return nil }
        var result = feature
        func set(_ index: Int?, _ value: FieldValue?) { if let index { result.values[index] = value ?? .null } }
        result.geometry = fix.map { .point($0.coordinate) }
        set(fields.time, fix.map { .text($0.time.rfc3339()) })
        set(fields.speed, fix?.speedKnots.map(FieldValue.real))
        set(fields.course, fix?.courseDegrees.map(FieldValue.real))
        set(fields.source, fix.map { .text($0.source.rawValue) })
        let signal = sighting.flatMap { signals.signal(of: $0, at: moment) }
        set(fields.signal, signal.map { .text($0.rawValue) })
        return result
    }
}

extension BoundingBox {
    /// Whether a place lies in it, also where it crosses the antimeridian.
    fileprivate func holds(_ place: Coordinate) -> Bool { parts.contains { $0.contains(place) } }
}
