import GeoCore

/// A feature as it waits in the scratch space.
struct IndexRecord {
    var id: Int64
    var paths: [GridPath]
    /// MVT `Value` messages; empty for null.
    var values: [ArraySlice<UInt8>]

    /// Where a record lies in the bytes of a group.
    struct Located {
        var place: UInt32
        var visibleFrom: Int
        var range: Range<Int>
    }

    /// A record's bytes: id, paths with coordinates as differences, values.
    static func encode(id: Int64, paths: [GridPath], values: [FieldValue]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + 6 * paths.reduce(0) { $0 + $1.positions.count } + 12 * values.count)
        bytes.appendNumber(UInt64(bitPattern: id))
        bytes.appendVarint(paths.count)
        var x = 0, y = 0
        for path in paths {
            bytes.appendVarint(path.positions.count << 1 | (path.beginsPart ? 1 : 0))
            for position in path.positions {
                bytes.appendVarint(Int(ZigZag.encode(Int(position.x) - x)))
                bytes.appendVarint(Int(ZigZag.encode(Int(position.y) - y)))
                (x, y) = (Int(position.x), Int(position.y))
            }
        }
        for value in values {
            let message = value.tileValue ?? []
            bytes.appendVarint(message.count)
            bytes += message
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8], at range: Range<Int>, schema: TileIndexSchema) -> IndexRecord {
        var reader = ByteReader(bytes, at: range.lowerBound)
        var record = IndexRecord(id: Int64(bitPattern: reader.readUInt64()), paths: [], values: [])
        var x: Int64 = 0, y: Int64 = 0
        for _ in 0..<reader.readVarint() {
            let header = reader.readVarint()
            var positions: [GridPosition] = []
            positions.reserveCapacity(Int(header >> 1))
            for _ in 0..<(header >> 1) {
                x += ZigZag.decode(reader.readVarint())
                y += ZigZag.decode(reader.readVarint())
                positions.append(GridPosition(x: UInt32(truncatingIfNeeded: x), y: UInt32(truncatingIfNeeded: y)))
            }
            record.paths.append(GridPath(positions: positions, zooms: [], beginsPart: header & 1 == 1))
        }
        for _ in schema.fields { record.values.append(reader.readSlice(Int(reader.readVarint()))) }
        return record
    }

    /// What precedes a record in a group.
    static func header(place: Int, visibleFrom: UInt8, bytes: Int) -> [UInt8] {
        var header: [UInt8] = []
        header.appendNumber(UInt64(place) << 8 | UInt64(visibleFrom))
        header.appendNumber(UInt64(bytes))
        return header
    }

    /// The records of a group in the index's order.
    static func locate(in bytes: [UInt8]) -> [Located] {
        var reader = ByteReader(bytes)
        var result: [Located] = []
        while !reader.isAtEnd {
            let header = reader.readUInt64()
            let length = Int(reader.readUInt64())
            let start = reader.position
            _ = reader.readSlice(length)
            result.append(
                Located(
                    place: UInt32(truncatingIfNeeded: header >> 8), visibleFrom: Int(header & 0xFF),
                    range: start..<reader.position))
        }
        return result.sorted { $0.place < $1.place }
    }
}
