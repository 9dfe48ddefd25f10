/// Encodes tiles given as values (MVT 2.1).
///
/// For small tiles and tests; tiles of many features are made from index blocks by `VectorTileMaker`.
package struct VectorTileEncoder: Sendable {
    package init() {}

    /// The bytes of a tile. Layers without features are left out (MVT 2.1, 4.1: a layer should hold at least one).
    package func encode(_ tile: VectorTile) throws(TilingError) -> [UInt8] {
        var writer = ProtobufWriter()
        for layer in tile.layers where !layer.features.isEmpty {
            writer.writeBytes(try encode(layer), field: 3)
        }
        return writer.bytes
    }

    private func encode(_ layer: VectorTile.Layer) throws(TilingError) -> [UInt8] {
        var writer = ProtobufWriter()
        var dictionary = TagDictionary()
        writer.writeVarint(UInt64(layer.version), field: 15)
        writer.writeBytes(layer.name.utf8, field: 1)
        for feature in layer.features { writer.writeBytes(try encode(feature, &dictionary), field: 2) }
        for key in dictionary.keys { writer.writeBytes(key.utf8, field: 3) }
        for value in dictionary.values { writer.writeBytes(value.encoded, field: 4) }
        writer.writeVarint(UInt64(layer.extent), field: 5)
        return writer.bytes
    }

    private func encode(
        _ feature: VectorTile.Feature, _ dictionary: inout TagDictionary
    ) throws(TilingError) -> [UInt8] {
        var writer = ProtobufWriter()
        if let id = feature.id { writer.writeVarint(id, field: 1) }
        let tags = feature.properties.flatMap { [dictionary.index(ofKey: $0.key), dictionary.index(of: $0.value)] }
        if !tags.isEmpty { writer.writePacked(tags, field: 2) }
        var commands = CommandWriter()
        writer.writeVarint(try commands.write(feature.geometry), field: 3)
        writer.writePacked(commands.numbers, field: 4)
        return writer.bytes
    }
}

/// The keys and values of a layer in the order of their first use.
private struct TagDictionary {
    private(set) var keys: [String] = []
    private(set) var values: [VectorTile.Value] = []
    private var keyIndices: [String: UInt32] = [:]
    private var valueIndices: [VectorTile.Value: UInt32] = [:]

    mutating func index(ofKey key: String) -> UInt32 {
        if let index = keyIndices[key] { return index }
        keys.append(key)
        keyIndices[key] = UInt32(keys.count - 1)
        return UInt32(keys.count - 1)
    }

    mutating func index(of value: VectorTile.Value) -> UInt32 {
        if let index = valueIndices[value] { return index }
        values.append(value)
        valueIndices[value] = UInt32(values.count - 1)
        return UInt32(values.count - 1)
    }
}

extension VectorTile.Value {
    /// The value as an MVT `Value` message, without its length.
    var encoded: [UInt8] {
        var writer = ProtobufWriter()
        switch self {
        case .text(let text): writer.writeBytes(text.utf8, field: 1)
        case .float(let number): writer.writeFixed32(number.bitPattern, field: 2)
        case .double(let number): writer.writeFixed64(number.bitPattern, field: 3)
        case .integer(let number): writer.writeVarint(UInt64(bitPattern: number), field: 4)
        case .unsigned(let number): writer.writeVarint(number, field: 5)
        case .signed(let number): writer.writeVarint(ZigZag.encode(Int(number)), field: 6)
        case .boolean(let flag): writer.writeVarint(flag ? 1 : 0, field: 7)
        }
        return writer.bytes
    }
}

/// Writes the commands of one geometry (MVT 2.1, 4.3).
struct CommandWriter {
    private(set) var numbers: [UInt32] = []
    private var cursor = TilePoint(x: 0, y: 0)

    /// Writes the geometry and returns its MVT type; positions must lie within 31 bits of each other.
    mutating func write(_ geometry: TileGeometry) throws(TilingError) -> UInt64 {
        switch geometry {
        case .unknown:
            throw TilingError(.invalidInput, "A geometry of unknown type cannot be encoded; give it a type.")
        case .points(let points):
            try moveTo(points[...])
            return 1
        case .lines(let lines):
            for line in lines { try path(line, least: 2) }
            return 2
        case .polygons(let polygons):
            for ring in polygons.joined() {
                try path(ring, least: 3)
                numbers.append(1 << 3 | 7)
            }
            return 3
        }
    }

    private mutating func path(_ points: [TilePoint], least: Int) throws(TilingError) {
        guard points.count >= least else {
            throw TilingError(.invalidInput, "A path of \(points.count) vertices cannot be encoded; it needs \(least).")
        }
        try moveTo(points.prefix(1))
        numbers.append(UInt32(points.count - 1) << 3 | 2)
        for point in points.dropFirst() { try delta(to: point) }
    }

    private mutating func moveTo(_ points: ArraySlice<TilePoint>) throws(TilingError) {
        numbers.append(UInt32(points.count) << 3 | 1)
        for point in points { try delta(to: point) }
    }

    private mutating func delta(to point: TilePoint) throws(TilingError) {
        let limit = Int(Int32.max)
        guard abs(point.x - cursor.x) <= limit, abs(point.y - cursor.y) <= limit else {
            throw TilingError(.invalidInput, "A step of a geometry has more than 31 bits; clip it to its tile first.")
        }
        numbers.append(UInt32(truncatingIfNeeded: ZigZag.encode(point.x - cursor.x)))
        numbers.append(UInt32(truncatingIfNeeded: ZigZag.encode(point.y - cursor.y)))
        cursor = point
    }
}
