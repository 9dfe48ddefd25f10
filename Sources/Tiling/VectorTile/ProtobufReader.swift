/// Reads protocol buffer fields from a part of an array; every length is checked before anything is read or reserved.
struct ProtobufReader {
    /// The wire types that MVT uses; groups (3, 4) are refused.
    enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case bytes = 2
        case fixed32 = 5
    }

    private let bytes: [UInt8]
    private(set) var position: Int
    private let end: Int

    init(_ bytes: [UInt8]) {
        self.init(bytes, in: 0..<bytes.count)
    }

    init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range lies outside the bytes")
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position >= end }
    var remaining: Int { end - position }

    /// The next field's number and wire type.
    mutating func readKey() throws(TilingError) -> (field: UInt64, type: WireType) {
        let key = try readVarint()
        guard key >> 3 > 0, let type = WireType(rawValue: key & 7) else {
            throw damaged("a field has an unknown wire type")
        }
        return (key >> 3, type)
    }

    mutating func readVarint() throws(TilingError) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard position < end else { throw damaged("a number is cut off") }
            let byte = bytes[position]
            position += 1
            if shift == 63, byte > 1 { throw damaged("a number has more than 64 bits") }
            result |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return result }
        }
        throw damaged("a number has more than ten bytes")
    }

    mutating func readFixed32() throws(TilingError) -> UInt32 {
        UInt32(try readLittleEndian(count: 4))
    }

    mutating func readFixed64() throws(TilingError) -> UInt64 {
        try readLittleEndian(count: 8)
    }

    /// The range of a length-delimited field, which this moves past.
    mutating func readRange() throws(TilingError) -> Range<Int> {
        let length = try readVarint()
        guard length <= UInt64(remaining) else { throw damaged("a field is longer than what holds it") }
        let start = position
        position += Int(length)
        return start..<position
    }

    mutating func readMessage() throws(TilingError) -> ProtobufReader {
        ProtobufReader(bytes, in: try readRange())
    }

    mutating func readString() throws(TilingError) -> String {
        let range = try readRange()
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw damaged("a text is not UTF-8") }
        return text
    }

    /// Every number of a packed field.
    mutating func readPacked() throws(TilingError) -> [UInt64] {
        var reader = try readMessage()
        var numbers: [UInt64] = []
        numbers.reserveCapacity(reader.remaining)
        while !reader.isAtEnd { numbers.append(try reader.readVarint()) }
        return numbers
    }

    private mutating func readLittleEndian(count: Int) throws(TilingError) -> UInt64 {
        guard remaining >= count else { throw damaged("a fixed number is cut off") }
        var result: UInt64 = 0
        for index in 0..<count { result |= UInt64(bytes[position + index]) << UInt64(8 * index) }
        position += count
        return result
    }

    private func damaged(_ what: String) -> TilingError {
        TilingError(.invalidTile, "The tile is damaged at byte \(position): \(what).")
    }
}
