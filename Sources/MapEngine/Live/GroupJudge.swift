import GeoCore
import GeoStorage
import LiveMap

/// Looks for what several vessels do together, over the stretch of event time in which fixes have come since the last look.
///
/// What is found is a function of the fixes: whole stretches are judged again and held against what was kept.
struct GroupJudge: Sendable {
    private let rules: GroupRuleBook
    private let sanity: FixSanity
    private let chart: SeaChart
    private let harbours: VicinityIndex
    private let anchorages: VicinityIndex
    private let shore: VicinityIndex

    /// The kinds of violations that are found here.
    static let kinds: Set<ViolationKind> = [.gathering, .encounter, .loitering, .carriedDevice]
    /// Within 10 km of an anchorage a meeting is ordinary, within 20 nautical miles of the shore so is hanging about (Global
    /// Fishing Watch).
    private static let anchorageMeters = 10_000.0
    private static let shoreMeters = 37_040.0
    /// Hours of track before and after a stretch that a rule may have to see.
    private static let marginHours = 12.0
    /// Hours of fixes that are looked at in one go.
    private static let pieceHours = 72.0

    /// - Parameter land: Polygons of the land; empty where no unit layer has any.
    init(rules: GroupRuleBook, sanity: FixSanity, chart: SeaChart, land: [Geometry]) {
        self.rules = rules
        self.sanity = sanity
        self.chart = chart
        harbours = VicinityIndex(chart.harbours, reachMeters: 500)
        anchorages = VicinityIndex(chart.harbours, reachMeters: Self.anchorageMeters)
        shore = VicinityIndex(land, reachMeters: Self.shoreMeters)
    }

    /// A time in pieces to be looked at one after another, so that memory does not grow with it; a group that goes on beyond a
    /// piece is taken up again with the next.
    static func pieces(of times: ClosedRange<Instant>) -> [ClosedRange<Instant>] {
        var pieces: [ClosedRange<Instant>] = []
        var start = times.lowerBound
        while start.adding(hours: pieceHours) < times.upperBound {
            pieces.append(start...start.adding(hours: pieceHours))
            start = start.adding(hours: pieceHours)
        }
        return pieces + [start...times.upperBound]
    }

    /// The stretch to look at: where fixes have come, widened to the groups that were found there before.
    func stretch(of times: ClosedRange<Instant>, kept: [Violation]) -> ClosedRange<Instant> {
        var stretch =
            times.lowerBound.adding(hours: -Self.marginHours)...times.upperBound.adding(hours: Self.marginHours)
        for violation in kept.sorted(by: { $0.opened > $1.opened }) where violation.touches(stretch) {
            let end = max(stretch.upperBound, violation.closed ?? stretch.upperBound)
            stretch = min(stretch.lowerBound, violation.opened)...end
        }
        return stretch
    }

    /// The time of the fixes that judging a stretch needs, with what tells the boats of a gathering apart.
    func span(of stretch: ClosedRange<Instant>) -> Range<Instant> {
        stretch.lowerBound.adding(
            hours: -Self.marginHours - GatheringDetector.companyHours)..<stretch.upperBound.adding(
                hours: Self.marginHours)
    }

    /// The tracks in fixes, in order of their vessels; fixes that cannot be are left out.
    ///
    /// - Parameter fixes: Of each vessel all that are to be looked at, in any order.
    func tracks(in fixes: [Fix]) -> [VesselTrack] {
        let believed = Dictionary(grouping: fixes, by: \.object).values.flatMap { track in
            let ordered = track.sorted { $0.precedes($1) }
            return zip(ordered, sanity.doubts(along: ordered)).filter { $0.1.isEmpty }.map(\.0)
        }
        return VesselTrack.tracks(believed)
    }

    /// The groups that touch a stretch.
    ///
    /// - Parameters:
    ///   - tracks: Of `span(of:)`, in order of their vessels.
    ///   - kept: What was found before: suspicions that devices are carried hold on beyond their own stretch.
    ///   - now: Up to when fixes are complete.
    func findings(
        in stretch: ClosedRange<Instant>, tracks: [VesselTrack], kept: [Violation] = [], until now: Instant
    ) -> [Violation] {
        let carried = carriedDevices(tracks, now)
        let suspicions = carried + kept.filter { $0.kind == .carriedDevice && !$0.touches(stretch) }
        let found =
            gatherings(stretch, tracks, suspicions, now) + encounters(tracks, carried, now)
            + loitering(tracks, carried, now) + carried
        return found.filter { $0.touches(stretch) }
    }

    private func gatherings(
        _ stretch: ClosedRange<Instant>, _ tracks: [VesselTrack], _ carried: [Violation], _ now: Instant
    ) -> [Violation] {
        guard let series = rules.gathering, let version = series.version(at: stretch.upperBound) else { return [] }
        let detector = GatheringDetector(
            series.reference(version), rule: version.parameters, harbours: harbours,
            carriedDevice: rules.carriedDevice?.version(at: stretch.upperBound)?.parameters)
        return detector.findings(
            in: detector.windows(affectedBy: stretch), horizon: detector.window(of: now), tracks: tracks,
            carried: carried)
    }

    private func encounters(_ tracks: [VesselTrack], _ carried: [Violation], _ now: Instant) -> [Violation] {
        guard let series = rules.encounter, let version = series.version(at: now) else { return [] }
        return EncounterDetector(series.reference(version), rule: version.parameters, anchorages: anchorages)
            .findings(horizon: now, tracks: tracks, carried: carried)
    }

    private func loitering(_ tracks: [VesselTrack], _ carried: [Violation], _ now: Instant) -> [Violation] {
        guard let series = rules.loitering, let version = series.version(at: now) else { return [] }
        return LoiteringDetector(series.reference(version), rule: version.parameters, shore: shore)
            .findings(horizon: now, tracks: tracks, carried: carried)
    }

    private func carriedDevices(_ tracks: [VesselTrack], _ now: Instant) -> [Violation] {
        guard let series = rules.carriedDevice, let version = series.version(at: now) else { return [] }
        return CarriedDeviceDetector(series.reference(version), rule: version.parameters)
            .findings(horizon: now, tracks: tracks)
    }
}

extension Violation {
    /// Whether some of it lies in a stretch of time.
    func touches(_ stretch: ClosedRange<Instant>) -> Bool {
        opened <= stretch.upperBound && closed.map { $0 >= stretch.lowerBound } ?? true
    }
}

extension WorkspaceRules {
    /// What one vessel is judged by.
    func context(_ chart: SeaChart, outages: [Outage] = []) -> JudgingContext {
        JudgingContext(rules: book, zones: ZoneIndex(chart.zones), boundaries: chart.lines, outages: outages)
    }

    /// What is said of fixes on arrival, by the newest rule on tracks.
    var sanity: FixSanity {
        book.track.versions.last.map { FixSanity($0.parameters) } ?? FixSanity(maximumKnots: 40, toleranceMeters: 1_000)
    }

    /// Tells outages of the network from lost boats, by the newest rule; `nil` where there is none.
    var outageDetector: OutageDetector? {
        book.outage.versions.last.map { OutageDetector(rule: book.outage.reference($0), parameters: $0.parameters) }
    }
}
