import CGEOS
import GeoCore

/// Builds GEOS geometries from plain ones, copying whole vertex arrays at a time.
///
/// What it returns belongs to the caller; what it had built when something failed is freed.
struct GEOSBuilder {
    let context: GEOSContext

    func build(_ geometry: Geometry) throws(NativeError) -> OpaquePointer {
        switch geometry {
        case .point(let point): try unsafe self.point(point)
        case .multiPoint(let points):
            try unsafe join(points, GEOS_MULTIPOINT) { point throws(NativeError) in try unsafe self.point(point) }
        case .lineString(let line): try unsafe self.line(line)
        case .multiLineString(let lines):
            try unsafe join(lines, GEOS_MULTILINESTRING) { line throws(NativeError) in try unsafe self.line(line) }
        case .polygon(let polygon): try unsafe self.polygon(polygon)
        case .multiPolygon(let polygons):
            try unsafe join(polygons, GEOS_MULTIPOLYGON) { polygon throws(NativeError) in
                try unsafe self.polygon(polygon)
            }
        }
    }

    func collect(_ geometries: [Geometry]) throws(NativeError) -> OpaquePointer {
        try unsafe join(geometries, GEOS_GEOMETRYCOLLECTION) { geometry throws(NativeError) in
            try unsafe build(geometry)
        }
    }
}

extension GEOSBuilder {
    /// `Coordinate` is two doubles, so GEOS reads x and y straight from the array.
    private func sequence(_ coordinates: [Coordinate]) throws(NativeError) -> OpaquePointer {
        let made = unsafe coordinates.withUnsafeBytes { bytes in
            let numbers = unsafe bytes.baseAddress?.assumingMemoryBound(to: Double.self)
            return unsafe numbers.flatMap { numbers in
                unsafe GEOSCoordSeq_copyFromBuffer_r(context.handle, numbers, UInt32(coordinates.count), 0, 0)
            } ?? GEOSCoordSeq_create_r(context.handle, 0, 2)
        }
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSCoordSeq_copyFromBuffer")
    }

    private func point(_ coordinate: Coordinate) throws(NativeError) -> OpaquePointer {
        let made = unsafe GEOSGeom_createPointFromXY_r(context.handle, coordinate.x, coordinate.y)
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSGeom_createPointFromXY")
    }

    /// GEOS takes the sequence, also where it fails.
    private func line(_ coordinates: [Coordinate]) throws(NativeError) -> OpaquePointer {
        let made = unsafe GEOSGeom_createLineString_r(context.handle, try sequence(coordinates))
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSGeom_createLineString")
    }

    private func ring(_ coordinates: [Coordinate]) throws(NativeError) -> OpaquePointer {
        let made = unsafe GEOSGeom_createLinearRing_r(context.handle, try sequence(coordinates))
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSGeom_createLinearRing")
    }

    private func polygon(_ polygon: Polygon) throws(NativeError) -> OpaquePointer {
        var rings = try unsafe members(polygon.rings) { ring throws(NativeError) in try unsafe self.ring(ring) }
        guard unsafe !rings.isEmpty else {
            let empty = unsafe GEOSGeom_createEmptyPolygon_r(context.handle)
            return try unsafe GEOSGeometry.require(empty, in: context, function: "GEOSGeom_createEmptyPolygon")
        }
        let shell = unsafe rings.removeFirst()
        let count = unsafe UInt32(rings.count)
        let made = unsafe rings.withUnsafeMutableBufferPointer { holes in
            unsafe GEOSGeom_createPolygon_r(context.handle, shell, holes.baseAddress, count)
        }
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSGeom_createPolygon")
    }

    private func join<Member>(
        _ sources: [Member], _ type: GEOSGeomTypes, _ build: (Member) throws(NativeError) -> OpaquePointer
    ) throws(NativeError) -> OpaquePointer {
        var members = try unsafe members(sources, build)
        let count = unsafe UInt32(members.count)
        let made = unsafe members.withUnsafeMutableBufferPointer { buffer in
            unsafe GEOSGeom_createCollection_r(context.handle, Int32(type.rawValue), buffer.baseAddress, count)
        }
        return try unsafe GEOSGeometry.require(made, in: context, function: "GEOSGeom_createCollection")
    }

    private func members<Member>(
        _ sources: [Member], _ build: (Member) throws(NativeError) -> OpaquePointer
    ) throws(NativeError) -> [OpaquePointer?] {
        var result: [OpaquePointer?] = unsafe []
        do {
            for source in sources { unsafe result.append(try build(source)) }
        } catch {
            unsafe result.forEach { unsafe GEOSGeom_destroy_r(context.handle, $0) }
            throw error
        }
        return unsafe result
    }
}
