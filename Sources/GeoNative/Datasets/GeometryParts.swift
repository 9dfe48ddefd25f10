import GeoCore

/// Joins geometries of one kind into one.
enum GeometryParts {
    /// `nil` where there are none; a single one stays as it is.
    static func join(_ members: [Geometry]) -> Geometry? {
        guard let first = members.first, members.count > 1 else { return members.first }
        switch first.kind {
        case .point: return .multiPoint(members.flatMap { $0.paths.flatMap { $0 } })
        case .line: return .multiLineString(members.flatMap(\.paths))
        case .polygon: return .multiPolygon(members.flatMap(polygons))
        }
    }

    /// The polygons of a polygonal geometry; none of any other.
    static func polygons(_ geometry: Geometry) -> [Polygon] {
        switch geometry {
        case .polygon(let polygon): [polygon]
        case .multiPolygon(let polygons): polygons
        case .point, .multiPoint, .lineString, .multiLineString: []
        }
    }
}
