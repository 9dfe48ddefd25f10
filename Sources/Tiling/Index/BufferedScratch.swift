/// A scratch space with a buffer of 64 KiB before each bucket, so that small appends stay cheap.
///
/// Not generic: what a vertex costs must not depend on whether the compiler specialises another target's code.
struct BufferedScratch {
    private static let pieceSize = 64 << 10

    private var scratch: any ScratchSpace
    private var pieces: [[UInt8]] = []

    init(_ scratch: any ScratchSpace) {
        self.scratch = scratch
    }

    mutating func append(_ bytes: some Collection<UInt8>, to bucket: Int) throws {
        prepare(bucket)
        pieces[bucket].append(contentsOf: bytes)
        try flushIfFull(bucket)
    }

    /// Appends two numbers.
    @inline(__always)
    mutating func append(_ first: UInt64, _ second: UInt64, to bucket: Int) throws {
        prepare(bucket)
        pieces[bucket].appendNumber(first)
        pieces[bucket].appendNumber(second)
        try flushIfFull(bucket)
    }

    /// All bytes of a bucket, which is empty afterwards.
    mutating func take(_ bucket: Int) throws -> [UInt8] {
        prepare(bucket)
        let rest = pieces[bucket]
        pieces[bucket] = []
        return try scratch.take(bucket) + rest
    }

    private mutating func prepare(_ bucket: Int) {
        while pieces.count <= bucket { pieces.append([]) }
    }

    private mutating func flushIfFull(_ bucket: Int) throws {
        guard pieces[bucket].count >= Self.pieceSize else { return }
        try scratch.append(pieces[bucket], to: bucket)
        pieces[bucket].removeAll(keepingCapacity: true)
    }
}

/// Reads numbers from bytes that the builder wrote itself.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    var isAtEnd: Bool { position >= bytes.count }

    @inline(__always)
    mutating func readUInt64() -> UInt64 {
        // One load instead of eight checked bytes: a build reads six million vertices.
        precondition(position + 8 <= bytes.count, "the scratch space gave back fewer bytes than were written")
        let result = unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
        position += 8
        return UInt64(littleEndian: result)
    }

    @inline(__always)
    mutating func readVarint() -> UInt64 {
        var result: UInt64 = 0, shift: UInt64 = 0
        while true {
            let byte = bytes[position]
            position += 1
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    /// The next bytes, which this moves past.
    mutating func readSlice(_ count: Int) -> ArraySlice<UInt8> {
        position += count
        return bytes[(position - count)..<position]
    }
}
