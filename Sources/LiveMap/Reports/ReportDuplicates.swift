package import GeoCore

/// What tells reports of one thing from reports of two.
package struct DuplicateCriteria: Hashable, Sendable {
    /// Not negative.
    package var radiusMeters: Double
    /// Not negative.
    package var hours: Double

    package init(radiusMeters: Double, hours: Double) {
        self.radiusMeters = radiusMeters
        self.hours = hours
    }
}

/// A report as it is compared with others.
package struct ReportSighting: Hashable, Sendable {
    package var id: Int64
    package var place: Coordinate
    /// The radius in metres within which the place is believed; 0 where unknown.
    package var accuracyMeters: Double
    package var category: String
    package var received: Instant

    package init(id: Int64, place: Coordinate, accuracyMeters: Double, category: String, received: Instant) {
        self.id = id
        self.place = place
        self.accuracyMeters = accuracyMeters
        self.category = category
        self.received = received
    }
}

extension DuplicateCriteria {
    /// Those of the same category, near in place and time, that a report probably repeats; the nearest first.
    ///
    /// Two vague places may be one: the greater of the two accuracies is added to the radius, up to 100 m of it.
    package func duplicates(of report: ReportSighting, among others: some Sequence<ReportSighting>) -> [ReportSighting]
    {
        let origin = GeodesicOrigin(report.place)
        let near = others.compactMap { other -> (distance: Double, other: ReportSighting)? in
            guard other.id != report.id, other.category == report.category,
                abs(other.received.seconds(since: report.received)) <= hours * 3_600
            else { return nil }
            let distance = origin.distance(to: other.place)
            return distance <= reach(report, other) ? (distance, other) : nil
        }
        return near.sorted { ($0.distance, $0.other.id) < ($1.distance, $1.other.id) }.map(\.other)
    }

    /// The distance within which any report could be a duplicate of this one.
    package func searchRadiusMeters(of report: ReportSighting) -> Double { radiusMeters + Self.mostAccuracy }

    private func reach(_ first: ReportSighting, _ second: ReportSighting) -> Double {
        radiusMeters + min(Self.mostAccuracy, max(0, first.accuracyMeters, second.accuracyMeters))
    }

    private static let mostAccuracy = 100.0
}
