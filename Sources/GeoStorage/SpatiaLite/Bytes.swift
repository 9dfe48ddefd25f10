extension [UInt8] {
    /// Appends an integer, least significant byte first.
    mutating func appendLittleEndian<Value: FixedWidthInteger>(_ value: Value) {
        var value = value.littleEndian
        unsafe Swift.withUnsafeBytes(of: &value) { unsafe append(contentsOf: $0) }
    }

    /// Appends an integer, most significant byte first.
    mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
        appendLittleEndian(value.byteSwapped)
    }

    /// Appends an unsigned integer in groups of seven bits, the lowest first.
    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

extension UnsafeRawBufferPointer {
    /// The integer whose least significant byte lies at the offset. The bytes must be there.
    func littleEndian<Value: FixedWidthInteger>(at offset: Int) -> Value {
        Value(littleEndian: unsafe loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// The integer whose most significant byte lies at the offset. The bytes must be there.
    func bigEndian<Value: FixedWidthInteger>(at offset: Int) -> Value {
        Value(bigEndian: unsafe loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
