/// Reads bytes in order, checking every length against the bytes that are there.
///
/// It is safe inside the closure that lends the bytes, which it must not leave.
@safe struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var offset: Int
    private let failure: StorageError

    /// - Parameter failure: what is thrown where the bytes end too early.
    init(_ bytes: UnsafeRawBufferPointer, from offset: Int = 0, failure: StorageError) {
        unsafe self.bytes = bytes
        self.offset = offset
        self.failure = failure
    }

    var remaining: Int { unsafe bytes.count - offset }

    mutating func byte() throws(StorageError) -> UInt8 {
        guard remaining >= 1 else { throw failure }
        defer { offset += 1 }
        return unsafe bytes[offset]
    }

    mutating func littleEndian<Value: FixedWidthInteger>(_ type: Value.Type) throws(StorageError) -> Value {
        guard remaining >= MemoryLayout<Value>.size else { throw failure }
        defer { offset += MemoryLayout<Value>.size }
        return unsafe bytes.littleEndian(at: offset)
    }

    mutating func double() throws(StorageError) -> Double {
        Double(bitPattern: try littleEndian(UInt64.self))
    }

    /// An unsigned integer in groups of seven bits, the lowest first.
    mutating func varint() throws(StorageError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw failure
    }

    /// A signed integer, its sign in the lowest bit of a varint.
    mutating func zigzag() throws(StorageError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A count of things of at least `unitSize` bytes each, all of which must be there.
    mutating func count(unitSize: Int) throws(StorageError) -> Int {
        let count = Int(try littleEndian(Int32.self))
        guard count >= 0, count <= remaining / unitSize else { throw failure }
        return count
    }

    /// The next bytes, lent.
    mutating func slice(_ count: UInt64) throws(StorageError) -> UnsafeRawBufferPointer {
        guard count <= UInt64(remaining) else { throw failure }
        defer { offset += Int(count) }
        return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(count)])
    }
}
