/// Why well-known binary was refused, and where.
package struct WKBError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    package enum Code: Hashable, Sendable {
        /// The bytes end inside a geometry, or a count promises more than follow.
        case truncated
        /// The type is none that a layer can hold: a collection, a curve, a surface.
        case unsupportedType
        /// The bytes are not well-known binary.
        case malformed
        /// There are more vertices than the limit.
        case tooLarge
    }

    package var code: Code
    /// The position of the fault in bytes from the beginning.
    package var offset: Int
    /// A sentence without its full stop.
    package var message: String

    package var description: String { "\(message) (byte \(offset))" }
}

/// Reads well-known binary: OGC's and ISO's with Z and M dropped, PostGIS's with its SRID, in both byte orders.
///
/// A count is compared with the bytes that follow before anything is allocated. An empty point becomes an empty multipoint.
package struct WKBReader {
    private let bytes: [UInt8]
    private let maxVertices: Int
    private var offset = 0
    private var vertices = 0
    /// The SRID that the geometry was marked with, or `nil`.
    package private(set) var srid: Int?

    /// Reads a geometry that takes up all the bytes.
    ///
    /// - Throws: `WKBError` with the place of the fault.
    package static func geometry(
        from bytes: [UInt8], maxVertices: Int = 10_000_000
    ) throws(WKBError) -> Geometry {
        var reader = WKBReader(bytes, maxVertices: maxVertices)
        return try reader.geometry()
    }

    package init(_ bytes: [UInt8], maxVertices: Int = 10_000_000) {
        self.bytes = bytes
        self.maxVertices = maxVertices
    }

    /// Reads the geometry and fills `srid`.
    ///
    /// - Throws: `WKBError` with the place of the fault, also where bytes are left over.
    package mutating func geometry() throws(WKBError) -> Geometry {
        let header = try header()
        let geometry = try body(header)
        guard offset == bytes.count else { throw error(.malformed, "\(bytes.count - offset) bytes are left over") }
        return geometry
    }

    private struct Header {
        var type: UInt32
        var isLittle: Bool
        var ordinates: Int
        var positionBytes: Int { ordinates * 8 }
    }

    private mutating func header() throws(WKBError) -> Header {
        try require(5)
        let order = bytes[offset]
        guard order <= 1 else { throw error(.malformed, "the byte order is \(order), neither 0 nor 1") }
        offset += 1
        let word = UInt32(truncatingIfNeeded: word(order == 1, bytes: 4))
        if word & 0x2000_0000 != 0 {
            try require(4)
            srid = Int(Int32(truncatingIfNeeded: self.word(order == 1, bytes: 4)))
        }
        let base = word & 0x1FFF_FFFF
        let dimension = base / 1_000
        guard dimension <= 3 else { throw error(.malformed, "\(base) is no type of geometry") }
        let hasZ = word & 0x8000_0000 != 0 || dimension == 1 || dimension == 3
        let hasM = word & 0x4000_0000 != 0 || dimension >= 2
        return Header(type: base % 1_000, isLittle: order == 1, ordinates: 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0))
    }

    private mutating func body(_ header: Header) throws(WKBError) -> Geometry {
        switch header.type {
        case 1:
            let point = try point(header)
            return point.x.isNaN && point.y.isNaN ? .multiPoint([]) : .point(point)
        case 2: return .lineString(try path(header))
        case 3: return .polygon(try polygon(header))
        case 4: return .multiPoint(try points(header))
        case 5:
            return .multiLineString(
                try parts(header, of: 2, least: 9) { reader, part throws(WKBError) in try reader.path(part) })
        case 6:
            return .multiPolygon(
                try parts(header, of: 3, least: 9) { reader, part throws(WKBError) in try reader.polygon(part) })
        case 7...17: throw error(.unsupportedType, "type \(header.type) is not a point, line or polygon")
        default: throw error(.malformed, "\(header.type) is no type of geometry")
        }
    }

    /// An empty point among others is nothing.
    private mutating func points(_ header: Header) throws(WKBError) -> [Coordinate] {
        try parts(header, of: 1, least: 21) { reader, part throws(WKBError) in try reader.point(part) }
            .filter { !$0.x.isNaN || !$0.y.isNaN }
    }

    private mutating func parts<Part>(
        _ header: Header, of type: UInt32, least: Int,
        _ body: (inout WKBReader, Header) throws(WKBError) -> Part
    ) throws(WKBError) -> [Part] {
        let count = try count(header, bytesEach: least)
        var parts: [Part] = []
        parts.reserveCapacity(count)
        for _ in 0..<count {
            let part = try self.header()
            guard part.type == type else { throw error(.malformed, "a part has type \(part.type), not \(type)") }
            parts.append(try body(&self, part))
        }
        return parts
    }

    private mutating func polygon(_ header: Header) throws(WKBError) -> Polygon {
        let count = try count(header, bytesEach: 4)
        var rings: [[Coordinate]] = []
        rings.reserveCapacity(count)
        for _ in 0..<count { rings.append(try path(header)) }
        return Polygon(rings: rings)
    }

    private mutating func path(_ header: Header) throws(WKBError) -> [Coordinate] {
        let count = try count(header, bytesEach: header.positionBytes)
        try spend(count)
        var path: [Coordinate] = []
        path.reserveCapacity(count)
        for _ in 0..<count { path.append(position(header)) }
        return path
    }

    private mutating func point(_ header: Header) throws(WKBError) -> Coordinate {
        try require(header.positionBytes)
        try spend(1)
        return position(header)
    }

    /// The caller has checked that the bytes are there.
    private mutating func position(_ header: Header) -> Coordinate {
        let x = Double(bitPattern: word(header.isLittle, bytes: 8))
        let y = Double(bitPattern: word(header.isLittle, bytes: 8))
        offset += header.positionBytes - 16
        return Coordinate(x: x, y: y)
    }

    private mutating func count(_ header: Header, bytesEach: Int) throws(WKBError) -> Int {
        try require(4)
        let count = Int(word(header.isLittle, bytes: 4))
        guard count <= (bytes.count - offset) / bytesEach else {
            throw error(.truncated, "\(count) parts are promised, and only \(bytes.count - offset) bytes follow")
        }
        return count
    }

    private mutating func spend(_ count: Int) throws(WKBError) {
        vertices += count
        guard vertices <= maxVertices else { throw error(.tooLarge, "there are more than \(maxVertices) vertices") }
    }

    private func require(_ count: Int) throws(WKBError) {
        guard bytes.count - offset >= count else { throw error(.truncated, "the bytes end inside a geometry") }
    }

    private mutating func word(_ isLittle: Bool, bytes count: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(bytes[offset + index]) << UInt64(index * 8) }
        offset += count
        return isLittle ? word : word.byteSwapped >> UInt64(64 - count * 8)
    }

    private func error(_ code: WKBError.Code, _ message: String) -> WKBError {
        WKBError(code: code, offset: offset, message: message)
    }
}
