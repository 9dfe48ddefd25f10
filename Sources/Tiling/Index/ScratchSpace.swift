/// Room outside the heap for an index that is being built: numbered buckets of bytes.
///
/// A builder appends to some 100 buckets at a time in pieces of at most 64 KiB, and reads each back whole once.
package protocol ScratchSpace {
    /// Adds bytes at the end of a bucket, which needs no making first.
    mutating func append(_ bytes: [UInt8], to bucket: Int) throws
    /// All bytes of a bucket in the order they were appended; empty for one never written. The bucket is empty
    /// afterwards.
    mutating func take(_ bucket: Int) throws -> [UInt8]
}

/// A scratch space in memory, for small layers and tests.
package struct MemoryScratchSpace: ScratchSpace, Sendable {
    private var buckets: [Int: [UInt8]] = [:]

    package init() {}

    package mutating func append(_ bytes: [UInt8], to bucket: Int) {
        buckets[bucket, default: []] += bytes
    }

    package mutating func take(_ bucket: Int) -> [UInt8] {
        buckets.removeValue(forKey: bucket) ?? []
    }
}
