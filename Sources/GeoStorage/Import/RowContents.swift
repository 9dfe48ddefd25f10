import GeoCore

/// A row's contents as bytes, with what identifies it: the canonical values, then the geometry's blob.
struct RowContents {
    let key: ContentHash
    let hash: ContentHash
    let valuesLength: Int
    let box: BoundingBox?

    struct Refusal: Error {
        let reason: RecordRefusal.Reason
    }

    /// Writes the bytes into `bytes`, in place of what it held.
    static func make(
        _ values: [FieldValue], _ geometry: Geometry?, table: LayerTable, reusing bytes: inout [UInt8]
    ) throws(Refusal) -> RowContents {
        guard values.count == table.layer.fields.count else { throw Refusal(reason: .valueCount) }
        bytes.removeAll(keepingCapacity: true)
        var canonical = values
        for (index, field) in table.layer.fields.enumerated() {
            guard let value = field.canonical(values[index]) else { throw Refusal(reason: .value(field: field.name)) }
            canonical[index] = value
            RowCodec.append(value, to: &bytes)
        }
        let valuesLength = bytes.count
        let box = try append(geometry, kind: table.layer.geometry, to: &bytes)
        let hash = ContentHash(of: bytes)
        return RowContents(
            key: key(of: canonical, table: table) ?? hash, hash: hash, valuesLength: valuesLength, box: box)
    }

    private static func append(
        _ geometry: Geometry?, kind: GeometryKind, to bytes: inout [UInt8]
    ) throws(Refusal) -> BoundingBox? {
        guard let geometry else { return nil }
        guard geometry.kind == kind, let box = GeometryBlob.append(geometry, to: &bytes), isOnEarth(box) else {
            throw Refusal(reason: .geometry)
        }
        return box
    }

    /// Also false for a box with a NaN.
    private static func isOnEarth(_ box: BoundingBox) -> Bool {
        box.west >= -180 && box.east <= 180 && box.south >= -90 && box.north <= 90
    }

    /// The hash of the key's values; `nil` where the layer has no key or all of them are null.
    static func key(of values: [FieldValue], table: LayerTable) -> ContentHash? {
        guard !table.keyIndexes.isEmpty, table.keyIndexes.contains(where: { !values[$0].isNull }) else { return nil }
        var bytes: [UInt8] = []
        for index in table.keyIndexes { RowCodec.append(values[index], to: &bytes) }
        return ContentHash(of: bytes)
    }

    /// The key of a row as a statement has it: `fid`, the fields, the geometry, the hash of its contents.
    static func key(of row: borrowing SQLStatement, reader: RowReader, table: LayerTable) -> ContentHash? {
        if let key = key(of: reader.values(row), table: table) { return key }
        return unsafe row.withBytes(Int32(table.layer.fields.count) + 2) { unsafe ContentHash(stored: $0) }
    }
}
