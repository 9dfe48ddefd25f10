import GeoCore

/// A staged record without its contents, which lie in the payload file.
struct StagedEntry: Comparable, BitwiseCopyable, Sendable {
    /// What identifies the feature: the hash of its key's values, or of its contents where it has no key.
    var key: ContentHash
    var contents: ContentHash
    var record: Int64
    /// Where the contents begin in the payload file: the values, then the geometry.
    var offset: Int64
    var valuesLength: UInt32
    var geometryLength: UInt32
    /// In m²; NaN where there is none.
    var area: Double
    /// The place along the Hilbert curve; the greatest where there is no geometry.
    var order: UInt64

    static func < (left: StagedEntry, right: StagedEntry) -> Bool {
        left.key != right.key ? left.key < right.key : left.record < right.record
    }
}
