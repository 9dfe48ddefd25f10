import GeoCore
import GeoNative
import Tiling

extension RecordConverter {
    /// A geometry ready to store, with its area in the source's own plane.
    struct Shape {
        var geometry: Geometry?
        var area: Double?
    }

    /// Converts a batch and hands over what was found.
    mutating func convert(_ records: [SourceRecord], in context: inout GeoContext) -> ConvertedBatch {
        let (refusedBefore, repairedBefore) = (refused, repaired)
        let features = records.compactMap { convert($0, in: &context) }
        return ConvertedBatch(
            features: features, read: records.count, refused: refused - refusedBefore,
            repaired: repaired - repairedBefore, issues: takeIssues())
    }

    /// The geometry of a record: of the layer's kind, oriented, valid, in CRS84; or `nil` where it must be refused.
    mutating func shape(of record: SourceRecord, in context: inout GeoContext) -> Shape? {
        guard let raw = rawGeometry(of: record, in: &context) else { return nil }
        let oriented = plan.areAxesSwapped ? raw.mapCoordinates { Coordinate(x: $0.y, y: $0.x) } : raw
        guard let valid = valid(oriented, of: record, in: &context) else { return nil }
        guard let geographic = transformed(valid, of: record) else { return nil }
        return Shape(geometry: geographic, area: area(of: valid, geographic))
    }

    private mutating func rawGeometry(of record: SourceRecord, in context: inout GeoContext) -> Geometry? {
        if let positions {
            guard let position = positions.position(record) else {
                note(.noGeometry, .refused, record, "Its coordinate columns hold no two numbers.")
                return nil
            }
            return .point(position)
        }
        switch record.geometry {
        case .absent:
            note(.noGeometry, .refused, record, "It has no geometry.")
            return nil
        case .unusable(let problem):
            note(.brokenGeometry, .refused, record, problem.sentence)
            return nil
        case .mixed, .whole:
            noteChanges(record)
            return fitting(record, in: &context)
        }
    }

    /// A closed line becomes a polygon, a polygon a point inside it, where the layer wants that.
    private mutating func fitting(_ record: SourceRecord, in context: inout GeoContext) -> Geometry? {
        let kind = plan.definition.geometry
        if let geometry = record.geometry.geometry(of: kind) { return geometry }
        guard let other = record.geometry.whole else {
            note(.wrongGeometry, .refused, record, "It holds no \(kind.rawValue).")
            return nil
        }
        if kind == .polygon, let rings = other.closedRings {
            note(.wrongGeometry, .repaired, record, "Its closed line was taken as the border of a polygon.")
            return rings
        }
        if kind == .point, other.kind == .polygon, let point = GeometryMending.pointInside(other, in: &context) {
            note(.wrongGeometry, .repaired, record, "It is an area; a point inside it was taken.")
            return .point(point)
        }
        note(.wrongGeometry, .refused, record, "It is a \(other.kind.rawValue), the layer takes \(kind.rawValue)s.")
        return nil
    }

    /// Provably valid geometries pass at once; the others are judged and repaired by GEOS.
    private mutating func valid(
        _ geometry: Geometry, of record: SourceRecord, in context: inout GeoContext
    ) -> Geometry? {
        if Self.ringCheck.check(geometry) == .valid { return geometry }
        switch GeometryMending.mend(geometry, in: &context) {
        case .valid: return geometry
        case .repaired(let mended, let reason):
            note(.invalidGeometry, .repaired, record, reason)
            return mended
        case .beyondRepair(let reason):
            note(.invalidGeometry, .refused, record, reason)
            return nil
        }
    }

    private mutating func transformed(_ geometry: Geometry, of record: SourceRecord) -> Geometry? {
        do {
            let result = try transformer.toCRS84(geometry, remembering: &vertices)
            let isOnEarth = result.paths.joined().allSatisfy { abs($0.x) <= 180 && abs($0.y) <= 90 }
            if isOnEarth { return result }
            note(.outOfRange, .refused, record, "Its coordinates are no longitudes and latitudes.")
        } catch {
            note(.outOfRange, .refused, record, error.message)
        }
        return nil
    }

    /// On the source's plane where it has one, since legal areas are; else on the ellipsoid.
    private func area(of source: Geometry, _ geographic: Geometry) -> Double? {
        guard source.kind == .polygon else { return nil }
        return plan.isProjected ? source.planarArea : Geodesic.area(of: geographic)
    }

    private mutating func noteChanges(_ record: SourceRecord) {
        if record.changes.contains(.linearized) {
            note(.droppedDimension, .repaired, record, "Its arcs became chains of segments.")
        }
        if record.changes.contains(.joinedPatches) {
            note(.droppedDimension, .repaired, record, "The patches of its surface were joined into polygons.")
        }
        if record.changes.contains(.closedRing) {
            note(.invalidGeometry, .repaired, record, "A ring that did not end where it began was closed.")
        }
    }
}

extension GeometryProblem {
    /// A sentence for the report.
    fileprivate var sentence: String {
        switch self {
        case .notFinite(let vertex): "Vertex \(vertex) of its geometry is no number."
        case .unreadable(let message): "Its geometry cannot be read: \(message)."
        case .unsupported(let type): "Its geometry is a \(type), which has no plain form."
        }
    }
}

extension Geometry {
    /// The polygons that closed lines bound; `nil` where a line is open or has no area.
    fileprivate var closedRings: Geometry? {
        let lines: [[Coordinate]]
        switch self {
        case .lineString(let line): lines = [line]
        case .multiLineString(let several): lines = several
        case .point, .multiPoint, .polygon, .multiPolygon: return nil
        }
        guard lines.allSatisfy({ $0.count >= 4 && $0.first == $0.last }) else { return nil }
        let polygons = lines.map { Polygon(rings: [$0]) }
        return polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(polygons)
    }

    /// The area on the plane, holes taken off.
    fileprivate var planarArea: Double {
        let polygons: [Polygon]
        switch self {
        case .polygon(let polygon): polygons = [polygon]
        case .multiPolygon(let several): polygons = several
        case .point, .multiPoint, .lineString, .multiLineString: return 0
        }
        return polygons.reduce(0) { sum, polygon in
            let holes = polygon.holes.reduce(0) { $0 + abs($1.signedArea) / 2 }
            return sum + abs(polygon.exterior.signedArea) / 2 - holes
        }
    }
}
