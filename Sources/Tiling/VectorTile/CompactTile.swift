/// Writes a vector tile again so that it compresses better: the same layers, features, geometries and values in another
/// order.
///
/// Features follow their ids, so that neighbours in a source stay neighbours; their tags begin with the keys of fewest
/// values, which one feature mostly shares with the next; values are numbered key by key. For archives, which are made
/// once; a tile made on request is sent as it comes.
package enum CompactTile {
    /// The bytes of the tile in their new order.
    ///
    /// - Throws: `.invalidTile` where the bytes are no tile or a tag names a key or value that is not there.
    package static func reordered(_ tile: [UInt8]) throws(TilingError) -> [UInt8] {
        var reader = ProtobufReader(tile)
        var writer = ProtobufWriter()
        while !reader.isAtEnd {
            guard case (3, .bytes) = try reader.readKey() else { throw invalid("a field does not belong in a tile") }
            let layer = try CompactLayer(tile, in: try reader.readRange())
            writer.writeBytes(layer.bytes(of: tile), field: 3)
        }
        return writer.bytes
    }

    static func invalid(_ what: String) -> TilingError {
        TilingError(.invalidTile, "The vector tile cannot be written again: \(what).")
    }
}

/// A layer's parts as ranges of the tile's bytes.
private struct CompactLayer {
    private struct Feature {
        var id: UInt64?
        var type: UInt64 = 0
        /// Pairs of key and value.
        var tags: [(key: Int, value: Int)] = []
        var geometry = 0..<0
    }

    private var version: UInt64 = 2
    private var extent: UInt64 = 4096
    private var name = 0..<0
    private var keys: [Range<Int>] = []
    private var values: [Range<Int>] = []
    private var features: [Feature] = []

    init(_ tile: [UInt8], in range: Range<Int>) throws(TilingError) {
        var reader = ProtobufReader(tile, in: range)
        while !reader.isAtEnd {
            switch try reader.readKey() {
            case (1, .bytes): name = try reader.readRange()
            case (2, .bytes): features.append(try Self.feature(tile, in: try reader.readRange()))
            case (3, .bytes): keys.append(try reader.readRange())
            case (4, .bytes): values.append(try reader.readRange())
            case (5, .varint): extent = try reader.readVarint()
            case (15, .varint): version = try reader.readVarint()
            case (let field, _): throw CompactTile.invalid("field \(field) of a layer is unknown")
            }
        }
        let isWhole = features.allSatisfy { $0.tags.allSatisfy { $0.key < keys.count && $0.value < values.count } }
        guard isWhole else { throw CompactTile.invalid("a tag names what is not there") }
        features.sort { ($0.id ?? 0) < ($1.id ?? 0) }
    }

    private static func feature(_ tile: [UInt8], in range: Range<Int>) throws(TilingError) -> Feature {
        var reader = ProtobufReader(tile, in: range)
        var feature = Feature()
        while !reader.isAtEnd {
            switch try reader.readKey() {
            case (1, .varint): feature.id = try reader.readVarint()
            case (2, .bytes): feature.tags = try tags(try reader.readPacked())
            case (3, .varint): feature.type = try reader.readVarint()
            case (4, .bytes): feature.geometry = try reader.readRange()
            case (let field, _): throw CompactTile.invalid("field \(field) of a feature is unknown")
            }
        }
        return feature
    }

    private static func tags(_ numbers: [UInt64]) throws(TilingError) -> [(key: Int, value: Int)] {
        guard numbers.count.isMultiple(of: 2), numbers.allSatisfy({ $0 <= UInt64(UInt32.max) }) else {
            throw CompactTile.invalid("a feature's tags are damaged")
        }
        return stride(from: 0, to: numbers.count, by: 2).map { (Int(numbers[$0]), Int(numbers[$0 + 1])) }
    }
}

extension CompactLayer {
    /// New numbers for keys and values.
    private struct Numbering {
        /// The old numbers of the keys in their new order, and of the values that are used.
        var keys: [Int]
        var values: [Int] = []
        /// The new numbers by the old ones.
        var newKey: [Int]
        var newValue: [Int]
    }

    private var isOfPoints: Bool { features.first?.type == 1 }

    func bytes(of tile: [UInt8]) -> [UInt8] {
        let numbering = numbering(tile)
        var writer = ProtobufWriter()
        writer.writeVarint(version, field: 15)
        writer.writeBytes(tile[name], field: 1)
        for feature in features { writer.writeBytes(bytes(of: feature, tile, numbering), field: 2) }
        for key in numbering.keys { writer.writeBytes(tile[keys[key]], field: 3) }
        for value in numbering.values { writer.writeBytes(tile[values[value]], field: 4) }
        writer.writeVarint(extent, field: 5)
        return writer.bytes
    }

    /// The fields in the order in which they compress best; a message's fields may come in any.
    private func bytes(of feature: Feature, _ tile: [UInt8], _ numbering: Numbering) -> [UInt8] {
        let tags = feature.tags
            .map { (numbering.newKey[$0.key], numbering.newValue[$0.value]) }
            .sorted { $0.0 < $1.0 }
            .flatMap { [UInt32($0.0), UInt32($0.1)] }
        var writer = ProtobufWriter()
        if isOfPoints, !tags.isEmpty { writer.writePacked(tags, field: 2) }
        if isOfPoints, let id = feature.id { writer.writeVarint(id, field: 1) }
        writer.writeVarint(feature.type, field: 3)
        if !isOfPoints, !tags.isEmpty { writer.writePacked(tags, field: 2) }
        writer.writeBytes(tile[feature.geometry], field: 4)
        if !isOfPoints, let id = feature.id { writer.writeVarint(id, field: 1) }
        return writer.bytes
    }

    private func numbering(_ tile: [UInt8]) -> Numbering {
        let used = valuesByKey()
        let order = used.indices.sorted { (used[$0].count, $0) < (used[$1].count, $1) }
        var result = Numbering(
            keys: order, newKey: [Int](repeating: 0, count: keys.count),
            newValue: [Int](repeating: -1, count: values.count))
        for (number, key) in order.enumerated() {
            result.newKey[key] = number
            for value in isOfPoints ? used[key] : sorted(used[key], tile) where result.newValue[value] < 0 {
                result.newValue[value] = result.values.count
                result.values.append(value)
            }
        }
        return result
    }

    /// The values of each key, each once, in the order of the features.
    private func valuesByKey() -> [[Int]] {
        var found = [Set<Int>](repeating: [], count: keys.count)
        var result = [[Int]](repeating: [], count: keys.count)
        for feature in features {
            for tag in feature.tags where found[tag.key].insert(tag.value).inserted {
                result[tag.key].append(tag.value)
            }
        }
        return result
    }

    /// Short values first, those of one length by their last bytes, where numbers have what is greatest in them.
    private func sorted(_ numbers: [Int], _ tile: [UInt8]) -> [Int] {
        numbers.sorted { first, second in
            let left = tile[values[first]], right = tile[values[second]]
            guard left.count == right.count else { return left.count < right.count }
            return left.reversed().lexicographicallyPrecedes(right.reversed())
        }
    }
}
