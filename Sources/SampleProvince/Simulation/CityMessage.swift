package import GeoCore
package import LiveMap

/// What the city's devices and citizens send, in the words of the layers of the demo.
package enum CityMessage: Hashable, Sendable {
    /// Of a device of a layer, such as `buses`.
    case reading(layer: String, DeviceReading)
    case report(SimulatedReport)

    /// When it was measured or written, which here is when it arrives.
    package var time: Instant {
        switch self {
        case .reading(_, let reading): reading.fix.time
        case .report(let report): report.time
        }
    }
}

/// What a citizen reports.
package struct SimulatedReport: Hashable, Sendable {
    /// From 1 on.
    package var number: Int
    package var time: Instant
    package var place: Coordinate
    /// `nil` where the place was set by hand.
    package var accuracyMeters: Double?
    /// A code of the layer `reports`.
    package var category: String
    package var isUrgent: Bool
    package var text: String
    /// A code of the layer `reports`.
    package var channel: String
    /// The report that tells of the same thing, for scoring how duplicates are found.
    package var duplicateOf: Int?
}

/// What is really wrong in the city, for scoring alerts.
package struct CityTruth: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A gauge above its first alarm level.
        case flood
        /// A controller with broken lamps.
        case brokenLamps = "broken-lamps"
        /// Fine dust above 50 µg/m³.
        case dust
        /// A device that sends nothing for hours.
        case silence
    }

    package var kind: Kind
    package var layer: String
    package var device: ObjectID
    package var start: Instant
    package var end: Instant
}
