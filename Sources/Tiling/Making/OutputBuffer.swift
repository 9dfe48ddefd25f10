/// Bytes that grow at their end, with one check of the room for many writes.
///
/// A pointer, because appending to an array checks its uniqueness and room for every byte, which was half of the time
/// of a tile; here `reserve` does both once for a whole feature. The owner frees it.
@safe
struct OutputBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        unsafe base.deallocate()
    }

    mutating func removeAll() {
        count = 0
    }

    /// Makes room for that many bytes more.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        let wanted = max(capacity * 2, count + more)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        unsafe grown.update(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = grown
        capacity = wanted
    }

    /// Writes a byte into reserved room.
    @inline(__always)
    mutating func put(_ byte: UInt8) {
        assert(count < capacity, "room was not reserved")
        unsafe base[count] = byte
        count += 1
    }

    /// Writes a varint, of at most ten bytes, into reserved room.
    @inline(__always)
    mutating func putVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            put(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes bytes into reserved room.
    @inline(__always)
    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        assert(count + bytes.count <= capacity, "room was not reserved")
        guard let source = bytes.baseAddress else { return }
        unsafe UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Writes all bytes of another buffer into reserved room.
    @inline(__always)
    mutating func put(_ other: borrowing OutputBuffer) {
        unsafe put(UnsafeRawBufferPointer(start: other.base, count: other.count))
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        reserve(bytes.count)
        for byte in bytes { put(byte) }
    }

    /// Whether the bytes from an offset on begin with the given ones.
    func matches(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        guard offset + bytes.count <= count else { return false }
        return unsafe UnsafeRawBufferPointer(start: base + offset, count: bytes.count).elementsEqual(bytes)
    }

    /// Adds everything to an array.
    borrowing func copy(to bytes: inout [UInt8]) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
    }

    /// How many bytes a varint takes.
    @inline(__always)
    static func varintSize(_ value: Int) -> Int {
        value < 0x80 ? 1 : (UInt64.bitWidth - UInt64(value).leadingZeroBitCount + 6) / 7
    }
}
