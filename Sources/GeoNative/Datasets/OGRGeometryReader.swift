import CGDAL
import GeoCore

/// Turns OGR geometries into plain two-dimensional ones, copying whole vertex arrays at a time.
struct OGRGeometryReader {
    /// What has been changed in the geometry read last.
    private(set) var changes: GeometryChanges = []
    private var vertexCount = 0
    private var firstBadVertex: Int?

    /// Reads a geometry that stays the property of its feature.
    mutating func read(_ handle: OGRGeometryH?) -> SourceGeometry {
        changes = []
        vertexCount = 0
        firstBadVertex = nil
        guard let handle = unsafe handle, unsafe OGR_G_IsEmpty(handle) == 0 else { return .absent }
        let result = unsafe convert(handle)
        if let firstBadVertex { return .unusable(.notFinite(vertex: firstBadVertex)) }
        return result
    }
}

extension OGRGeometryReader {
    private mutating func convert(_ handle: OGRGeometryH) -> SourceGeometry {
        let type = unsafe OGR_G_GetGeometryType(handle)
        noteDimensions(type)
        guard OGR_GT_IsNonLinear(type) == 0 else { return unsafe linearize(handle) }
        switch OGR_GT_Flatten(type) {
        case wkbPoint: return unsafe point(handle)
        case wkbLineString: return .whole(.lineString(unsafe line(handle)))
        case wkbPolygon, wkbTriangle: return .whole(.polygon(unsafe polygon(handle)))
        case wkbMultiPoint: return .whole(.multiPoint(unsafe points(handle)))
        case wkbMultiLineString: return .whole(.multiLineString(unsafe children(handle).map { unsafe line($0) }))
        case wkbMultiPolygon: return .whole(.multiPolygon(unsafe children(handle).map { unsafe polygon($0) }))
        case wkbPolyhedralSurface, wkbTIN: return unsafe surface(handle)
        case wkbGeometryCollection: return unsafe collection(handle)
        default: return .unusable(.unsupported(unsafe String(cString: OGRGeometryTypeToName(type))))
        }
    }

    private mutating func noteDimensions(_ type: OGRwkbGeometryType) {
        if OGR_GT_HasZ(type) != 0 { changes.insert(.droppedZ) }
        if OGR_GT_HasM(type) != 0 { changes.insert(.droppedM) }
    }

    /// Arcs are cut into steps of 4 degrees, GDAL's default.
    private mutating func linearize(_ handle: OGRGeometryH) -> SourceGeometry {
        guard let linear = unsafe OGR_G_GetLinearGeometry(handle, 0, nil) else {
            return .unusable(.unreadable("a curve could not be made into segments"))
        }
        defer { unsafe OGR_G_DestroyGeometry(linear) }
        changes.insert(.linearized)
        return unsafe convert(linear)
    }

    private mutating func point(_ handle: OGRGeometryH) -> SourceGeometry {
        let coordinates = unsafe line(handle)
        guard let first = coordinates.first else { return .absent }
        return .whole(.point(first))
    }

    private mutating func points(_ handle: OGRGeometryH) -> [Coordinate] {
        var result: [Coordinate] = []
        for index in 0..<(unsafe OGR_G_GetGeometryCount(handle)) {
            if let child = unsafe OGR_G_GetGeometryRef(handle, index) { result += unsafe line(child) }
        }
        return result
    }

    /// `Coordinate` is two doubles, so GDAL writes x and y straight into the array.
    private mutating func line(_ handle: OGRGeometryH) -> [Coordinate] {
        let count = Int(unsafe OGR_G_GetPointCount(handle))
        let stride = Int32(MemoryLayout<Coordinate>.stride)
        let coordinates = unsafe [Coordinate](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let base = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
            let y = unsafe base + MemoryLayout<Double>.size
            filled = unsafe Int(OGR_G_GetPoints(handle, base, stride, y, stride, nil, 0))
        }
        check(coordinates)
        return coordinates
    }

    /// A sum is finite exactly where no term is infinite or no number, but for overflow, which the search then refutes.
    private mutating func check(_ coordinates: [Coordinate]) {
        var sum = 0.0
        for coordinate in coordinates { sum += coordinate.x + coordinate.y }
        if !sum.isFinite, firstBadVertex == nil, let index = coordinates.firstIndex(where: { !$0.isFinite }) {
            firstBadVertex = vertexCount + index
        }
        vertexCount += coordinates.count
    }

    private mutating func polygon(_ handle: OGRGeometryH) -> Polygon {
        var rings: [[Coordinate]] = []
        let count = unsafe OGR_G_GetGeometryCount(handle)
        rings.reserveCapacity(Int(count))
        for index in 0..<count {
            guard let child = unsafe OGR_G_GetGeometryRef(handle, index) else { continue }
            var ring = unsafe line(child)
            if let first = ring.first, ring[ring.count - 1] != first {
                ring.append(first)
                changes.insert(.closedRing)
            }
            if !ring.isEmpty { rings.append(ring) }
        }
        return Polygon(rings: rings)
    }

    private mutating func surface(_ handle: OGRGeometryH) -> SourceGeometry {
        changes.insert(.joinedPatches)
        return .whole(.multiPolygon(unsafe children(handle).map { unsafe polygon($0) }))
    }

    private mutating func collection(_ handle: OGRGeometryH) -> SourceGeometry {
        changes.insert(.splitCollection)
        var members: [Geometry] = []
        for index in 0..<(unsafe OGR_G_GetGeometryCount(handle)) {
            guard let child = unsafe OGR_G_GetGeometryRef(handle, index), unsafe OGR_G_IsEmpty(child) == 0 else {
                continue
            }
            switch unsafe convert(child) {
            case .absent: continue
            case .whole(let geometry): members.append(geometry)
            case .mixed(let parts): members += parts
            case .unusable(let problem): return .unusable(problem)
            }
        }
        let parts = GeometryKind.allCases.compactMap { kind in GeometryParts.join(members.filter { $0.kind == kind }) }
        return parts.isEmpty ? .absent : parts.count == 1 ? .whole(parts[0]) : .mixed(parts)
    }

    private func children(_ handle: OGRGeometryH) -> [OGRGeometryH] {
        let count = unsafe OGR_G_GetGeometryCount(handle)
        return unsafe (0..<count).compactMap { unsafe OGR_G_GetGeometryRef(handle, $0) }
    }
}
