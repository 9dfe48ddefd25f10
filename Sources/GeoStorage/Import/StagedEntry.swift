import GeoCore

/// A staged record without its contents, which lie in the payload file.
struct StagedEntry: SpillingRecord {
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
    /// The number of the source that a restored row came from; 0 for rows of this import.
    var source: Int64 = 0
    /// The place along the Hilbert curve; the greatest where there is no geometry.
    var order: UInt64

    var sortPrefix: UInt64 { key.high }

    static func < (left: StagedEntry, right: StagedEntry) -> Bool {
        left.key != right.key ? left.key < right.key : left.record < right.record
    }
}

extension StagedEntry {
    /// Contents that lie in the payload file.
    init(_ contents: RowContents, record: Int64, offset: Int64, length: Int, area: Double) {
        self.init(
            key: contents.key, contents: contents.hash, record: record, offset: offset,
            valuesLength: UInt32(contents.valuesLength), geometryLength: UInt32(length - contents.valuesLength),
            area: area, order: contents.box.map(SpatialOrder.place) ?? .max)
    }

    /// A feature that goes.
    init(goneWith contents: ContentHash) {
        self.init(
            key: contents, contents: contents, record: 0, offset: 0, valuesLength: 0, geometryLength: 0, area: .nan,
            order: .max)
    }
}
