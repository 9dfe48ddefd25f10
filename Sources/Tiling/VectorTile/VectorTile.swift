/// A decoded vector tile (MVT 2.1): layers in the order of the bytes.
package struct VectorTile: Hashable, Sendable {
    package var layers: [Layer]

    package init(layers: [Layer] = []) {
        self.layers = layers
    }

    /// The layer of a name, or `nil` where the tile has none.
    package func layer(named name: String) -> Layer? {
        layers.first { $0.name == name }
    }

    /// A tile layer: its features and the square they are drawn in.
    package struct Layer: Hashable, Sendable {
        package var name: String
        /// 1 or 2; made tiles have 2.
        package var version: Int
        /// Units across the tile; 4096 unless the layer says otherwise.
        package var extent: Int
        package var features: [Feature]

        package init(name: String, version: Int = 2, extent: Int = 4096, features: [Feature] = []) {
            self.name = name
            self.version = version
            self.extent = extent
            self.features = features
        }
    }

    /// A feature of a tile layer.
    package struct Feature: Hashable, Sendable {
        package var id: UInt64?
        package var geometry: TileGeometry
        /// In the order of the tags; a key occurs once.
        package var properties: [Property]

        package init(id: UInt64? = nil, geometry: TileGeometry, properties: [Property] = []) {
            self.id = id
            self.geometry = geometry
            self.properties = properties
        }

        /// The value of a key, or `nil` where the feature does not carry it.
        package subscript(key: String) -> Value? {
            properties.first { $0.key == key }?.value
        }
    }

    /// One tag: a key with its value.
    package struct Property: Hashable, Sendable {
        package var key: String
        package var value: Value

        package init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// A value with the type that the tile gave it (MVT 2.1, 4.1: exactly one).
    package enum Value: Hashable, Sendable {
        case text(String)
        case float(Float)
        case double(Double)
        case integer(Int64)
        case unsigned(UInt64)
        case signed(Int64)
        case boolean(Bool)
    }
}

/// A geometry in tile units, y growing southward; values outside 0 ..< extent lie in the buffer.
package enum TileGeometry: Hashable, Sendable {
    /// Type UNKNOWN: the standard lets a tile hold it and says nothing of its shape.
    case unknown
    case points([TilePoint])
    case lines([[TilePoint]])
    /// For each polygon its exterior first, then its holes; the last vertex of a ring does not repeat the first.
    case polygons([[[TilePoint]]])
}

/// A vertex in tile units. Sums of 32-bit deltas can leave 32 bits, hence `Int`.
package struct TilePoint: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}
