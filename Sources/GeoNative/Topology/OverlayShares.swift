package import GeoCore

/// How a polygon's area is shared among others.
package struct OverlayShares: Hashable, Sendable {
    /// Square units of the subject.
    package var total: Double
    /// Square units that each of the others shares with it, in their order; those that overlap count each.
    package var areas: [Double]
    /// Square units that none of the others covers.
    package var uncovered: Double
}

extension Topology {
    /// The area of a polygon by the polygons that lie over it.
    package func shares(of subject: Geometry, among others: [Geometry]) throws(NativeError) -> OverlayShares {
        let total = try area(of: subject)
        var areas: [Double] = []
        for other in others { areas.append(try intersectionArea(subject, other)) }
        let covers = try union(others).first { $0.kind == .polygon }
        let covered = try covers.map { cover throws(NativeError) in try intersectionArea(subject, cover) } ?? 0
        return OverlayShares(total: total, areas: areas, uncovered: max(0, total - covered))
    }
}
