/// 128 bits that tell one row's contents, or one key, from another: MurmurHash3, x64 variant, seed 0.
///
/// It is not cryptographic; it answers "is this the same as before", not "can I trust this".
struct ContentHash: Hashable, Sendable, BitwiseCopyable, Comparable {
    var high: UInt64
    var low: UInt64

    static func < (left: ContentHash, right: ContentHash) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

extension ContentHash {
    private static let multiplier1: UInt64 = 0x87c3_7b91_1142_53d5
    private static let multiplier2: UInt64 = 0x4cf5_ad43_2745_937f

    init(of bytes: UnsafeRawBufferPointer) {
        var first: UInt64 = 0
        var second: UInt64 = 0
        let blocks = bytes.count / 16
        for block in 0..<blocks {
            let word1: UInt64 = unsafe bytes.littleEndian(at: block * 16)
            let word2: UInt64 = unsafe bytes.littleEndian(at: block * 16 + 8)
            first ^= Self.mixFirst(word1)
            first = (Self.rotate(first, 27) &+ second) &* 5 &+ 0x52dc_e729
            second ^= Self.mixSecond(word2)
            second = (Self.rotate(second, 31) &+ first) &* 5 &+ 0x3849_5ab5
        }
        let (tail1, tail2) = unsafe Self.tail(bytes, from: blocks * 16)
        first ^= Self.mixFirst(tail1)
        second ^= Self.mixSecond(tail2)
        (high, low) = Self.finish(first, second, count: UInt64(bytes.count))
    }

    init(of bytes: [UInt8]) {
        self = unsafe bytes.withUnsafeBytes { unsafe ContentHash(of: $0) }
    }

    private static func tail(_ bytes: UnsafeRawBufferPointer, from start: Int) -> (UInt64, UInt64) {
        var words: (UInt64, UInt64) = (0, 0)
        for offset in start..<bytes.count {
            let position = offset - start
            let byte = UInt64(unsafe bytes[offset])
            if position < 8 { words.0 |= byte << (8 * position) } else { words.1 |= byte << (8 * (position - 8)) }
        }
        return words
    }

    private static func finish(_ first: UInt64, _ second: UInt64, count: UInt64) -> (UInt64, UInt64) {
        var first = first ^ count
        var second = second ^ count
        first &+= second
        second &+= first
        first = avalanche(first)
        second = avalanche(second)
        first &+= second
        second &+= first
        return (first, second)
    }

    private static func mixFirst(_ word: UInt64) -> UInt64 { rotate(word &* multiplier1, 31) &* multiplier2 }

    private static func mixSecond(_ word: UInt64) -> UInt64 { rotate(word &* multiplier2, 33) &* multiplier1 }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }

    private static func avalanche(_ word: UInt64) -> UInt64 {
        var word = word
        word ^= word >> 33
        word = word &* 0xff51_afd7_ed55_8ccd
        word ^= word >> 33
        word = word &* 0xc4ce_b9fe_1a85_ec53
        word ^= word >> 33
        return word
    }
}

extension ContentHash {
    /// The sixteen bytes that the store keeps; they sort as the hash does.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(16)
        result.appendLittleEndian(high.byteSwapped)
        result.appendLittleEndian(low.byteSwapped)
        return result
    }

    /// Lends the stored form.
    func withStoredBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        let words = (high.bigEndian, low.bigEndian)
        return try unsafe withUnsafeBytes(of: words, body)
    }

    /// Reads the stored form; `nil` where there are not sixteen bytes.
    init?(stored bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self = unsafe ContentHash(high: bytes.bigEndian(at: 0), low: bytes.bigEndian(at: 8))
    }
}
