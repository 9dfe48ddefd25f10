import Crypto

/// The chain of hashes through the log: each entry's stands for it and for everything before it.
enum LogChain {
    static let hashLength = 32
    /// What the first entry of all is chained to.
    static let origin = [UInt8](repeating: 0, count: hashLength)

    /// SHA-256 over the hash before, the entry's number and day (eight bytes each, lowest first) and its bytes.
    static func hash(
        after previous: [UInt8], sequence: Int64, day: Int64, bytes: UnsafeRawBufferPointer
    ) -> [UInt8] {
        var head = previous
        head.appendLittleEndian(sequence)
        head.appendLittleEndian(day)
        var hash = SHA256()
        hash.update(data: head)
        unsafe hash.update(bufferPointer: bytes)
        return [UInt8](hash.finalize())
    }
}
