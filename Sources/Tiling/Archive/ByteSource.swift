/// Where an archive's bytes are read from: a file, an object store, an array.
package protocol ByteSource: Sendable {
    /// The bytes from an offset on; fewer than asked for only where the source ends there.
    func read(at offset: UInt64, count: Int) async throws -> [UInt8]
}

/// Bytes in memory as a source.
package struct ArrayByteSource: ByteSource {
    private let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        guard offset < UInt64(bytes.count) else { return [] }
        let start = Int(offset)
        return Array(bytes[start..<min(bytes.count, start + count)])
    }
}

/// Where an archive is written to, from its first byte to its last.
package protocol ByteSink {
    /// Adds bytes at the end.
    mutating func write(_ bytes: [UInt8]) throws
}

/// A sink in memory.
package struct ArrayByteSink: ByteSink, Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ bytes: [UInt8]) {
        self.bytes += bytes
    }
}
