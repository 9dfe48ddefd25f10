import GeoCore

/// SpatiaLite's binary geometry, little-endian, XY, SRID 4326 (SpatiaLite cookbook, "BLOB-Geometry").
///
/// `00 01 srid minx miny maxx maxy 7C class … FE`; each part of a collection begins with `69`.
enum GeometryBlob {
    static let srid: Int32 = 4326
    /// Where the class number lies: after the two leading bytes, the SRID, the box and its mark.
    private static let classOffset = 39

    /// Appends the blob of a geometry as a layer's table holds it: POINT, MULTILINESTRING or MULTIPOLYGON.
    ///
    /// Returns the geometry's box, or `nil` (and appends nothing) where the geometry is empty or a table of its kind
    /// cannot hold it: a point layer's rows have one point each.
    static func append(_ geometry: Geometry, to bytes: inout [UInt8]) -> BoundingBox? {
        guard let box = geometry.boundingBox else { return nil }
        switch geometry {
        case .point(let point):
            start(box, classNumber: 1, in: &bytes)
            append(point, to: &bytes)
        case .multiPoint(let points):
            guard points.count == 1 else { return nil }
            start(box, classNumber: 1, in: &bytes)
            append(points[0], to: &bytes)
        case .lineString(let line): appendLines([line], box, to: &bytes)
        case .multiLineString(let lines): appendLines(lines, box, to: &bytes)
        case .polygon(let polygon): appendPolygons([polygon], box, to: &bytes)
        case .multiPolygon(let polygons): appendPolygons(polygons, box, to: &bytes)
        }
        bytes.append(0xFE)
        return box
    }

    private static func start(_ box: BoundingBox, classNumber: Int32, in bytes: inout [UInt8]) {
        bytes.append(0x00)
        bytes.append(0x01)
        bytes.appendLittleEndian(srid)
        for bound in [box.west, box.south, box.east, box.north] { bytes.appendLittleEndian(bound.bitPattern) }
        bytes.append(0x7C)
        bytes.appendLittleEndian(classNumber)
    }

    private static func append(_ coordinate: Coordinate, to bytes: inout [UInt8]) {
        bytes.appendLittleEndian(coordinate.x.bitPattern)
        bytes.appendLittleEndian(coordinate.y.bitPattern)
    }

    private static func append(path: [Coordinate], to bytes: inout [UInt8]) {
        bytes.appendLittleEndian(Int32(path.count))
        unsafe path.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    private static func appendLines(_ lines: [[Coordinate]], _ box: BoundingBox, to bytes: inout [UInt8]) {
        start(box, classNumber: 5, in: &bytes)
        bytes.appendLittleEndian(Int32(lines.count))
        for line in lines {
            bytes.append(0x69)
            bytes.appendLittleEndian(2 as Int32)
            append(path: line, to: &bytes)
        }
    }

    private static func appendPolygons(_ polygons: [Polygon], _ box: BoundingBox, to bytes: inout [UInt8]) {
        start(box, classNumber: 6, in: &bytes)
        bytes.appendLittleEndian(Int32(polygons.count))
        for polygon in polygons {
            bytes.append(0x69)
            bytes.appendLittleEndian(3 as Int32)
            bytes.appendLittleEndian(Int32(polygon.rings.count))
            for ring in polygon.rings { append(path: ring, to: &bytes) }
        }
    }
}

extension GeometryBlob {
    /// The box that the blob's head carries, without reading its vertices; `nil` where the bytes are no geometry.
    static func boundingBox(of bytes: UnsafeRawBufferPointer) -> BoundingBox? {
        guard bytes.count >= classOffset + 4, unsafe bytes[0] == 0, unsafe bytes[1] == 1 else { return nil }
        return unsafe BoundingBox(
            west: Double(bitPattern: bytes.littleEndian(at: 6)), south: Double(bitPattern: bytes.littleEndian(at: 14)),
            east: Double(bitPattern: bytes.littleEndian(at: 22)), north: Double(bitPattern: bytes.littleEndian(at: 30)))
    }

    /// Reads a blob; geometries of one part come back single, as answers carry them.
    ///
    /// Throws `corrupt` for bytes that are not a little-endian XY geometry of a kind that layers hold.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(StorageError) -> Geometry {
        guard bytes.count > classOffset + 4, unsafe bytes[0] == 0, unsafe bytes[1] == 1,
            unsafe bytes[classOffset - 1] == 0x7C
        else { throw unreadable }
        var reader = unsafe ByteReader(bytes, from: classOffset, failure: unreadable)
        switch try reader.littleEndian(Int32.self) {
        case 1: return .point(try coordinate(&reader))
        case 2: return .lineString(try path(&reader))
        case 3: return .polygon(try polygon(&reader))
        case 4: return single(points: try parts(&reader, 1, coordinate))
        case 5: return single(lines: try parts(&reader, 2, path))
        case 6: return single(polygons: try parts(&reader, 3, polygon))
        default: throw unreadable
        }
    }

    private static func coordinate(_ reader: inout ByteReader) throws(StorageError) -> Coordinate {
        Coordinate(x: try reader.double(), y: try reader.double())
    }

    private static func path(_ reader: inout ByteReader) throws(StorageError) -> [Coordinate] {
        let count = try reader.count(unitSize: 16)
        let bytes = try unsafe reader.slice(UInt64(count) * 16)
        return unsafe [Coordinate](unsafeUninitializedCapacity: count) { path, filled in
            unsafe UnsafeMutableRawBufferPointer(path).copyMemory(from: bytes)
            filled = count
        }
    }

    private static func polygon(_ reader: inout ByteReader) throws(StorageError) -> Polygon {
        let count = try reader.count(unitSize: 4)
        var rings: [[Coordinate]] = []
        rings.reserveCapacity(count)
        for _ in 0..<count { rings.append(try path(&reader)) }
        return Polygon(rings: rings)
    }

    private static func parts<Part>(
        _ reader: inout ByteReader, _ classNumber: Int32, _ read: (inout ByteReader) throws(StorageError) -> Part
    ) throws(StorageError) -> [Part] {
        let count = try reader.count(unitSize: 9)
        var parts: [Part] = []
        parts.reserveCapacity(count)
        for _ in 0..<count {
            guard try reader.byte() == 0x69, try reader.littleEndian(Int32.self) == classNumber else {
                throw unreadable
            }
            parts.append(try read(&reader))
        }
        return parts
    }

    private static func single(points: [Coordinate]) -> Geometry {
        points.count == 1 ? .point(points[0]) : .multiPoint(points)
    }

    private static func single(lines: [[Coordinate]]) -> Geometry {
        lines.count == 1 ? .lineString(lines[0]) : .multiLineString(lines)
    }

    private static func single(polygons: [Polygon]) -> Geometry {
        polygons.count == 1 ? .polygon(polygons[0]) : .multiPolygon(polygons)
    }

    private static let unreadable = StorageError(
        .corrupt, "A geometry in the store is not what Bando writes: run `bando check` and import the layer again.")
}
