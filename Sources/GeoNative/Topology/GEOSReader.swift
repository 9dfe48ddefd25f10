import CGEOS
import GeoCore

/// Turns GEOS geometries into plain ones, copying whole vertex arrays at a time.
struct GEOSReader {
    let context: GEOSContext

    /// One geometry for each kind that the handle holds; empty members are left out.
    func parts(_ handle: OpaquePointer) throws(NativeError) -> [Geometry] {
        let members = try unsafe flatten(handle)
        return GeometryKind.allCases.compactMap { kind in GeometryParts.join(members.filter { $0.kind == kind }) }
    }

    /// The vertices of a sequence that stays the property of its owner.
    func coordinates(ofSequence sequence: OpaquePointer) throws(NativeError) -> [Coordinate] {
        var count: UInt32 = 0
        guard unsafe GEOSCoordSeq_getSize_r(context.handle, sequence, &count) != 0 else {
            throw GEOSGeometry.failure(context, "GEOSCoordSeq_getSize")
        }
        return unsafe [Coordinate](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            let numbers = unsafe base.assumingMemoryBound(to: Double.self)
            let copied = unsafe GEOSCoordSeq_copyToBuffer_r(context.handle, sequence, numbers, 0, 0)
            filled = copied == 0 ? 0 : Int(count)
        }
    }
}

extension GEOSReader {
    private func flatten(_ handle: OpaquePointer) throws(NativeError) -> [Geometry] {
        guard unsafe GEOSisEmpty_r(context.handle, handle) == 0 else { return [] }
        switch unsafe GEOSGeomTypeId_r(context.handle, handle) {
        case Int32(GEOS_POINT.rawValue): return [.point(try unsafe coordinates(handle)[0])]
        case Int32(GEOS_LINESTRING.rawValue), Int32(GEOS_LINEARRING.rawValue):
            return [.lineString(try unsafe coordinates(handle))]
        case Int32(GEOS_POLYGON.rawValue): return [.polygon(try unsafe polygon(handle))]
        default: return try unsafe members(handle)
        }
    }

    private func members(_ handle: OpaquePointer) throws(NativeError) -> [Geometry] {
        var result: [Geometry] = []
        for index in 0..<(unsafe GEOSGetNumGeometries_r(context.handle, handle)) {
            let member = unsafe GEOSGetGeometryN_r(context.handle, handle, index)
            result += try unsafe flatten(
                try GEOSGeometry.require(member, in: context, function: "GEOSGetGeometryN"))
        }
        return result
    }

    private func coordinates(_ handle: OpaquePointer) throws(NativeError) -> [Coordinate] {
        let sequence = unsafe GEOSGeom_getCoordSeq_r(context.handle, handle)
        return try unsafe coordinates(
            ofSequence: try GEOSGeometry.require(sequence, in: context, function: "GEOSGeom_getCoordSeq"))
    }

    private func polygon(_ handle: OpaquePointer) throws(NativeError) -> Polygon {
        let shell = unsafe GEOSGetExteriorRing_r(context.handle, handle)
        var rings = [
            try unsafe coordinates(try GEOSGeometry.require(shell, in: context, function: "GEOSGetExteriorRing"))
        ]
        for index in 0..<(unsafe GEOSGetNumInteriorRings_r(context.handle, handle)) {
            let hole = unsafe GEOSGetInteriorRingN_r(context.handle, handle, index)
            rings.append(
                try unsafe coordinates(try GEOSGeometry.require(hole, in: context, function: "GEOSGetInteriorRingN")))
        }
        return Polygon(rings: rings)
    }
}
