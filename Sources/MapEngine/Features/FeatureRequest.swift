package import Foundation
package import GeoCore

/// Which features of a layer somebody asks for; every condition holds at once.
package struct FeatureRequest: Sendable {
    package var layer: LayerID
    package var caller: Caller
    /// In CRS84; may cross the antimeridian.
    package var box: BoundingBox?
    package var near: Circle?
    /// The code of an administrative unit of any level.
    package var unit: String?
    package var moment: ValidMoment?
    /// Text that the value of a field must equal, by field name.
    package var equals: [String: String] = [:]
    package var limit: Int
    package var after: PageCursor?
    /// Only these fields; `nil` gives all that the caller may see.
    package var fields: [String]?

    package init(layer: LayerID, caller: Caller, limit: Int) {
        self.layer = layer
        self.caller = caller
        self.limit = limit
    }

    /// The places within a distance of a point on the WGS 84 ellipsoid.
    package struct Circle: Hashable, Sendable {
        package var center: Coordinate
        /// Positive.
        package var radiusMeters: Double

        package init(center: Coordinate, radiusMeters: Double) {
            self.center = center
            self.radiusMeters = radiusMeters
        }
    }
}

/// A day in Vietnam by which features and units are chosen: valid time where a layer has it, else the revision of its end.
package struct ValidMoment: Hashable, Sendable, Comparable {
    /// `2025-07-01`.
    package let day: String
    private let civilDay: CivilDay

    /// Reads `YYYY-MM-DD`, or the date of an RFC 3339 time; `nil` for a day that does not exist.
    package init?(_ text: String) {
        let date = text.prefix { $0 != "T" }
        guard let day = CivilDay(date) else { return nil }
        self.init(day)
    }

    /// The day in Vietnam at an instant.
    package init(at instant: Date) {
        self.init(Instant(instant).day())
    }

    private init(_ day: CivilDay) {
        civilDay = day
        self.day = day.description
    }

    /// The end of the day, +07:00: revisions committed before it count.
    package var end: Date {
        Date(timeIntervalSince1970: Double(civilDay.adding(days: 1).start().milliseconds) / 1_000)
    }

    /// The last millisecond of the day, +07:00.
    package var lastInstant: Instant { Instant(milliseconds: civilDay.adding(days: 1).start().milliseconds - 1) }

    /// Orders by day.
    package static func < (left: ValidMoment, right: ValidMoment) -> Bool { left.civilDay < right.civilDay }
}

/// The place in a result where the next page begins; opaque to those who carry it.
package struct PageCursor: Hashable, Sendable {
    /// The last feature of the page before.
    package var id: Int64
    /// Its distance, where the result is ordered by distance.
    package var distanceMeters: Double?

    package init(id: Int64, distanceMeters: Double? = nil) {
        self.id = id
        self.distanceMeters = distanceMeters
    }

    /// The form in a link.
    package var token: String {
        guard let distanceMeters else { return String(id) }
        return "\(id)~\(String(distanceMeters.bitPattern, radix: 36))"
    }

    /// Reads a token; `nil` for what was not written by `token`.
    package init?(token: String) {
        let parts = token.split(separator: "~", omittingEmptySubsequences: false)
        guard let first = parts.first, let id = Int64(first), parts.count <= 2 else { return nil }
        self.id = id
        if parts.count == 2 {
            guard let bits = UInt64(parts[1], radix: 36) else { return nil }
            distanceMeters = Double(bitPattern: bits)
        }
    }
}

/// A page of features with the schema to read their values by.
package struct FeatureResult: Sendable {
    package var definition: LayerDefinition
    /// Positions in the definition's fields that the caller sees, in order.
    package var visibleFields: [Int]
    package var features: [FoundFeature]
    package var matched: Int?
    package var next: PageCursor?
    /// Other units that once had the code asked for.
    package var alternateUnits: [AdministrativeUnit] = []

    package init(
        definition: LayerDefinition, visibleFields: [Int], features: [FoundFeature], matched: Int?, next: PageCursor?
    ) {
        self.definition = definition
        self.visibleFields = visibleFields
        self.features = features
        self.matched = matched
        self.next = next
    }
}

/// A feature, and how far it is where that was asked.
package struct FoundFeature: Sendable {
    package var feature: Feature
    package var distanceMeters: Double?

    package init(feature: Feature, distanceMeters: Double? = nil) {
        self.feature = feature
        self.distanceMeters = distanceMeters
    }
}
