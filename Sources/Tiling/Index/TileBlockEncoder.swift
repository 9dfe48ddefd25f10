import GeoCore

/// Gathers features and packs them into one block after another.
struct TileBlockEncoder {
    private let schema: TileIndexSchema
    private let fullCount: Int
    private(set) var visibleFrom = 0
    private var ids: [Int64] = []
    private var boxes: [GridBox] = []
    private var labels: [GridPosition] = []
    private var safeZooms: [UInt8] = []
    private var geometry: [UInt8] = []
    private var geometryEnds: [UInt32] = []
    private var columns: [ColumnEncoder]

    init(schema: TileIndexSchema, fullCount: Int = TileBlock.usualCount) {
        self.schema = schema
        self.fullCount = fullCount
        columns = schema.fields.map { _ in ColumnEncoder() }
    }

    var isEmpty: Bool { ids.isEmpty }
    var isFull: Bool { ids.count >= fullCount || geometry.count >= TileBlock.usualBytes }

    /// Adds an entry; all entries of a block have the `visibleFrom` of its first.
    mutating func add(_ entry: TileIndexEntry) throws(TilingError) {
        guard let box = entry.box, entry.geometry.kind == schema.geometry, entry.values.count == schema.fields.count
        else {
            throw TilingError(
                .invalidInput, "Feature \(entry.id) is empty or does not fit the schema of \(schema.layer).")
        }
        add(id: entry.id, visibleFrom: entry.visibleFrom, box: box, label: entry.label, paths: entry.geometry.paths)
        for (column, value) in entry.values.enumerated() { columns[column].append(value.tileValue?[...]) }
    }

    /// Adds a feature whose values are MVT `Value` messages already, `nil` or empty for null.
    mutating func add(
        id: Int64, visibleFrom: Int, box: GridBox, label: GridPosition?, paths: [GridPath],
        tileValues: [ArraySlice<UInt8>]
    ) {
        add(id: id, visibleFrom: visibleFrom, box: box, label: label, paths: paths)
        for (column, value) in tileValues.enumerated() { columns[column].append(value.isEmpty ? nil : value) }
    }

    private mutating func add(id: Int64, visibleFrom: Int, box: GridBox, label: GridPosition?, paths: [GridPath]) {
        precondition(ids.count < TileBlock.greatestCount, "a block holds at most 255 features")
        self.visibleFrom = visibleFrom
        ids.append(id)
        boxes.append(box)
        labels.append(label ?? box.center)
        if schema.geometry == .polygon { safeZooms.append(RingClearance.safeZoom(of: paths)) }
        append(paths, box)
        geometryEnds.append(UInt32(geometry.count))
    }

    /// The block of everything added since the last call.
    mutating func finish() -> TileBlock {
        precondition(!isEmpty, "a block holds at least one feature")
        let block = TileBlock(
            box: boxes.dropFirst().reduce(boxes[0]) { $0.union($1) }, visibleFrom: visibleFrom,
            featureCount: ids.count, ids: (ids.min() ?? 0)...(ids.max() ?? 0), data: bytes())
        self = TileBlockEncoder(schema: schema, fullCount: fullCount)
        return block
    }
}

extension TileBlockEncoder {
    private mutating func append(_ paths: [GridPath], _ box: GridBox) {
        let isWide = box.x1 - box.x0 > 0xFFFF || box.y1 - box.y0 > 0xFFFF
        geometry.append(isWide ? BlockFormat.wideFlag : 0)
        geometry.appendVarint(paths.count)
        for path in paths { geometry.appendVarint(path.positions.count << 1 | (path.beginsPart ? 1 : 0)) }
        for path in paths {
            for position in path.positions { append(position, box, isWide) }
        }
        guard schema.geometry != .point else { return }
        for path in paths { geometry += path.zooms }
    }

    private mutating func append(_ position: GridPosition, _ box: GridBox, _ isWide: Bool) {
        let x = position.x - box.x0, y = position.y - box.y0
        if isWide {
            geometry.appendNumber(x)
            geometry.appendNumber(y)
        } else {
            geometry.appendNumber(y << 16 | x)
        }
    }

    private func bytes() -> [UInt8] {
        let columnBytes = columns.map(\.bytes)
        let fixed = BlockFormat.headerSize + ids.count * (8 + 16 + 4 + (schema.geometry == .polygon ? 9 : 0))
        let geometryStart = fixed + columns.count * 4
        let geometryEnd = geometryStart + geometry.count
        let length = columnBytes.reduce(geometryEnd) { $0 + $1.count }
        var data: [UInt8] = []
        data.reserveCapacity(length)
        appendHeader(to: &data, length: length, geometryStart: geometryStart, geometryEnd: geometryEnd)
        for id in ids { data.appendNumber(UInt64(bitPattern: id)) }
        for box in boxes { for side in [box.x0, box.y0, box.x1, box.y1] { data.appendNumber(side) } }
        if schema.geometry == .polygon {
            for label in labels { for side in [label.x, label.y] { data.appendNumber(side) } }
        }
        data += safeZooms
        for end in geometryEnds { data.appendNumber(end) }
        var start = geometryEnd
        for column in columnBytes {
            data.appendNumber(UInt32(start))
            start += column.count
        }
        data += geometry
        for column in columnBytes { data += column }
        return data
    }

    private func appendHeader(to data: inout [UInt8], length: Int, geometryStart: Int, geometryEnd: Int) {
        data += [BlockFormat.version, schema.geometry.blockCode, UInt8(ids.count), UInt8(columns.count)]
        data += [UInt8(visibleFrom), 0, 0, 0]
        for number in [length, geometryStart, geometryEnd, 0] { data.appendNumber(UInt32(number)) }
    }
}

/// One column of a block that is being packed.
private struct ColumnEncoder {
    private var hashes: [UInt64] = []
    private var ends: [UInt32] = []
    private var values: [UInt8] = []
    private var indices: [UInt8] = []

    mutating func append(_ value: ArraySlice<UInt8>?) {
        guard let value else {
            indices.append(0)
            return
        }
        let hash = StableHash.hash(value)
        indices.append(UInt8(find(value, hash) ?? insert(value, hash)))
    }

    private func find(_ value: ArraySlice<UInt8>, _ hash: UInt64) -> Int? {
        var from = hashes.startIndex
        while let index = hashes[from...].firstIndex(of: hash) {
            let start = index == 0 ? 0 : Int(ends[index - 1])
            if values[start..<Int(ends[index])].elementsEqual(value) { return index + 1 }
            from = index + 1
        }
        return nil
    }

    private mutating func insert(_ value: ArraySlice<UInt8>, _ hash: UInt64) -> Int {
        hashes.append(hash)
        values += value
        ends.append(UInt32(values.count))
        return hashes.count
    }

    var bytes: [UInt8] {
        var result: [UInt8] = [UInt8(hashes.count)]
        for hash in hashes { result.appendNumber(hash) }
        for end in ends { result.appendNumber(end) }
        return result + indices + values
    }
}

extension GeometryKind {
    /// How blocks write the kind; MVT's own numbers.
    var blockCode: UInt8 {
        switch self {
        case .point: 1
        case .line: 2
        case .polygon: 3
        }
    }
}

extension [UInt8] {
    /// Appends a number, least significant byte first.
    @inline(__always)
    mutating func appendNumber(_ number: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: number.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Appends a number of at least 0 in groups of seven bits.
    @inline(__always)
    mutating func appendVarint(_ number: Int) {
        var rest = UInt(number)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}
