/// Decodes vector tiles strictly: whatever breaks a rule of MVT 2.1 is refused with the reason.
///
/// Work and memory are bounded by the length of the bytes: counts inside them are checked before anything is reserved.
package struct VectorTileDecoder: Sendable {
    package init() {}

    /// The tile's layers; no bytes are a tile without layers.
    package func decode(_ bytes: [UInt8]) throws(TilingError) -> VectorTile {
        var reader = ProtobufReader(bytes)
        var tile = VectorTile()
        var names: Set<String> = []
        while !reader.isAtEnd {
            let (field, type) = try reader.readKey()
            guard field == 3, type == .bytes else { throw Self.invalid("field \(field) does not belong in a tile") }
            let layer = try LayerDecoder.decode(try reader.readMessage())
            guard names.insert(layer.name).inserted else { throw Self.invalid("two layers are named \(layer.name)") }
            tile.layers.append(layer)
        }
        return tile
    }

    static func invalid(_ what: String) -> TilingError {
        TilingError(.invalidTile, "The vector tile breaks MVT 2.1: \(what).")
    }
}

/// A layer's fields as they come, put together once all are known, since keys may follow features.
private struct LayerDecoder {
    private var name: String?
    private var version: UInt64?
    private var extent: UInt64 = 4096
    private var keys: [String] = []
    private var values: [VectorTile.Value] = []
    private var features: [ProtobufReader] = []

    static func decode(_ source: ProtobufReader) throws(TilingError) -> VectorTile.Layer {
        var reader = source
        var decoder = LayerDecoder()
        while !reader.isAtEnd { try decoder.readField(&reader) }
        return try decoder.layer()
    }

    private mutating func readField(_ reader: inout ProtobufReader) throws(TilingError) {
        switch try reader.readKey() {
        case (1, .bytes): name = try reader.readString()
        case (2, .bytes): features.append(try reader.readMessage())
        case (3, .bytes): keys.append(try reader.readString())
        case (4, .bytes): values.append(try ValueDecoder.decode(try reader.readMessage()))
        case (5, .varint): extent = try reader.readVarint()
        case (15, .varint): version = try reader.readVarint()
        case (let field, _): throw VectorTileDecoder.invalid("field \(field) of a layer is unknown or of a wrong type")
        }
    }

    private func layer() throws(TilingError) -> VectorTile.Layer {
        guard let name, !name.isEmpty else { throw VectorTileDecoder.invalid("a layer has no name") }
        guard let version, (1...2).contains(version) else {
            throw VectorTileDecoder.invalid("layer \(name) has no version 1 or 2")
        }
        guard (1...UInt64(Int32.max)).contains(extent) else {
            throw VectorTileDecoder.invalid("layer \(name) has an impossible extent")
        }
        var layer = VectorTile.Layer(name: name, version: Int(version), extent: Int(extent))
        for feature in features {
            layer.features.append(try FeatureDecoder.decode(feature, keys: keys, values: values, version: version))
        }
        return layer
    }
}

/// One value message: exactly one field of a known type.
enum ValueDecoder {
    static func decode(_ source: ProtobufReader) throws(TilingError) -> VectorTile.Value {
        var reader = source
        guard !reader.isAtEnd else { throw VectorTileDecoder.invalid("a value is empty") }
        let value = try read(&reader)
        guard reader.isAtEnd else { throw VectorTileDecoder.invalid("a value holds more than one type") }
        return value
    }

    private static func read(_ reader: inout ProtobufReader) throws(TilingError) -> VectorTile.Value {
        switch try reader.readKey() {
        case (1, .bytes): .text(try reader.readString())
        case (2, .fixed32): .float(Float(bitPattern: try reader.readFixed32()))
        case (3, .fixed64): .double(Double(bitPattern: try reader.readFixed64()))
        case (4, .varint): .integer(Int64(bitPattern: try reader.readVarint()))
        case (5, .varint): .unsigned(try reader.readVarint())
        case (6, .varint): .signed(ZigZag.decode(try reader.readVarint()))
        case (7, .varint): .boolean(try reader.readVarint() != 0)
        case (let field, _): throw VectorTileDecoder.invalid("value field \(field) is unknown or of a wrong type")
        }
    }
}

/// A feature's fields, then its tags and its geometry.
private struct FeatureDecoder {
    private var id: UInt64?
    private var tags: [UInt64]?
    private var type: UInt64?
    private var commands: [UInt64]?

    static func decode(
        _ source: ProtobufReader, keys: [String], values: [VectorTile.Value], version: UInt64
    ) throws(TilingError) -> VectorTile.Feature {
        var reader = source
        var decoder = FeatureDecoder()
        while !reader.isAtEnd { try decoder.readField(&reader) }
        let properties = try decoder.properties(keys: keys, values: values)
        let geometry = try decoder.geometry(version: version)
        return VectorTile.Feature(id: decoder.id, geometry: geometry, properties: properties)
    }

    private mutating func readField(_ reader: inout ProtobufReader) throws(TilingError) {
        switch try reader.readKey() {
        case (1, .varint): id = try reader.readVarint()
        case (2, .bytes):
            guard tags == nil else { throw VectorTileDecoder.invalid("a feature has two lists of tags") }
            tags = try reader.readPacked()
        case (3, .varint): type = try reader.readVarint()
        case (4, .bytes):
            guard commands == nil else { throw VectorTileDecoder.invalid("a feature has two geometries") }
            commands = try reader.readPacked()
        case (let field, _): throw VectorTileDecoder.invalid("feature field \(field) is unknown or of a wrong type")
        }
    }

    private func properties(
        keys: [String], values: [VectorTile.Value]
    ) throws(TilingError) -> [VectorTile.Property] {
        let tags = tags ?? []
        guard tags.count.isMultiple(of: 2) else {
            throw VectorTileDecoder.invalid("a feature has an odd number of tags")
        }
        var seen: Set<UInt64> = []
        var result: [VectorTile.Property] = []
        for index in stride(from: 0, to: tags.count, by: 2) {
            guard tags[index] < UInt64(keys.count), tags[index + 1] < UInt64(values.count) else {
                throw VectorTileDecoder.invalid("a tag points to a key or value that the layer does not have")
            }
            guard seen.insert(tags[index]).inserted else {
                throw VectorTileDecoder.invalid("a feature has a key twice")
            }
            result.append(VectorTile.Property(key: keys[Int(tags[index])], value: values[Int(tags[index + 1])]))
        }
        return result
    }

    private func geometry(version: UInt64) throws(TilingError) -> TileGeometry {
        guard let type else { throw VectorTileDecoder.invalid("a feature has no geometry type") }
        guard let commands, !commands.isEmpty else { throw VectorTileDecoder.invalid("a feature has no geometry") }
        var reader = CommandReader(commands)
        switch type {
        case 0: return .unknown
        case 1: return .points(try reader.readPoints())
        case 2: return .lines(try reader.readLines())
        case 3: return .polygons(try reader.readPolygons(version: version))
        default: throw VectorTileDecoder.invalid("geometry type \(type) does not exist")
        }
    }
}
