/// Appends protocol buffer fields to bytes.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func writeVarint(_ value: UInt64, field: UInt64) {
        writeVarint(field << 3)
        writeVarint(value)
    }

    mutating func writeBytes(_ content: some Collection<UInt8>, field: UInt64) {
        writeVarint(field << 3 | 2)
        writeVarint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    mutating func writePacked(_ values: [UInt32], field: UInt64) {
        var packed = ProtobufWriter()
        for value in values { packed.writeVarint(UInt64(value)) }
        writeBytes(packed.bytes, field: field)
    }

    mutating func writeFixed32(_ value: UInt32, field: UInt64) {
        writeVarint(field << 3 | 5)
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func writeFixed64(_ value: UInt64, field: UInt64) {
        writeVarint(field << 3 | 1)
        for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

/// The zigzag mapping of signed numbers to unsigned ones (protocol buffers; MVT 2.1, 4.3.2).
enum ZigZag {
    @inline(__always)
    static func encode(_ value: Int) -> UInt64 {
        UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))
    }

    @inline(__always)
    static func decode(_ value: UInt64) -> Int64 {
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
}
