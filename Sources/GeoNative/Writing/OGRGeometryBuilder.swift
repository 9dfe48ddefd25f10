import CGDAL
import GeoCore

/// Builds OGR geometries from plain ones, copying whole vertex arrays at a time.
enum OGRGeometryBuilder {
    /// A geometry owned by the caller, multi-part where the layer's type is.
    static func build(_ geometry: Geometry, as target: TargetGeometry) -> OGRGeometryH? {
        switch (geometry, target) {
        case (.point(let point), .multiPoint): unsafe points([point])
        case (.lineString(let line), .multiLineString): unsafe lines([line])
        case (.polygon(let polygon), .multiPolygon): unsafe polygons([polygon])
        default: unsafe build(geometry)
        }
    }

    private static func build(_ geometry: Geometry) -> OGRGeometryH? {
        switch geometry {
        case .point(let point): unsafe path([point], wkbPoint)
        case .multiPoint(let coordinates): unsafe points(coordinates)
        case .lineString(let line): unsafe path(line, wkbLineString)
        case .multiLineString(let paths): unsafe lines(paths)
        case .polygon(let source): unsafe polygon(source)
        case .multiPolygon(let sources): unsafe polygons(sources)
        }
    }

    private static func path(_ coordinates: [Coordinate], _ type: OGRwkbGeometryType) -> OGRGeometryH? {
        guard let handle = unsafe OGR_G_CreateGeometry(type) else { return nil }
        let stride = Int32(MemoryLayout<Coordinate>.stride)
        unsafe coordinates.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            let y = unsafe base + MemoryLayout<Double>.size
            unsafe OGR_G_SetPoints(handle, Int32(coordinates.count), base, stride, y, stride, nil, 0)
        }
        return unsafe handle
    }

    private static func polygon(_ source: Polygon) -> OGRGeometryH? {
        unsafe join(source.rings.map { unsafe path($0, wkbLinearRing) }, wkbPolygon)
    }

    private static func points(_ coordinates: [Coordinate]) -> OGRGeometryH? {
        unsafe join(coordinates.map { unsafe path([$0], wkbPoint) }, wkbMultiPoint)
    }

    private static func lines(_ paths: [[Coordinate]]) -> OGRGeometryH? {
        unsafe join(paths.map { unsafe path($0, wkbLineString) }, wkbMultiLineString)
    }

    private static func polygons(_ sources: [Polygon]) -> OGRGeometryH? {
        unsafe join(sources.map { unsafe polygon($0) }, wkbMultiPolygon)
    }

    private static func join(_ members: [OGRGeometryH?], _ type: OGRwkbGeometryType) -> OGRGeometryH? {
        guard let handle = unsafe OGR_G_CreateGeometry(type) else { return nil }
        unsafe members.forEach { unsafe OGR_G_AddGeometryDirectly(handle, $0) }
        return unsafe handle
    }
}

extension TargetGeometry {
    var native: OGRwkbGeometryType {
        switch self {
        case .none: wkbNone
        case .any: wkbUnknown
        case .point: wkbPoint
        case .multiPoint: wkbMultiPoint
        case .lineString: wkbLineString
        case .multiLineString: wkbMultiLineString
        case .polygon: wkbPolygon
        case .multiPolygon: wkbMultiPolygon
        }
    }
}
