package import GeoCore

/// What a tileset holds, as TileJSON tells it.
package struct Tileset: Sendable {
    package var name: String
    package var attribution: String?
    package var minZoom: Int
    package var maxZoom: Int
    package var bounds: BoundingBox
    package var layers: [Layer]
    package var isRaster = false
    package var isTerrain = false
    /// `mvt`, `png`, `jpg` or `webp`.
    package var ending = "mvt"

    package init(
        name: String, attribution: String?, minZoom: Int, maxZoom: Int, bounds: BoundingBox, layers: [Layer]
    ) {
        self.name = name
        self.attribution = attribution
        self.minZoom = minZoom
        self.maxZoom = maxZoom
        self.bounds = bounds
        self.layers = layers
    }

    package var center: Coordinate { bounds.center }

    /// Within the zoom range, and near enough to show the bounds whole.
    package var centerZoom: Int {
        let width = max(bounds.east - bounds.west, 0.000_1)
        var zoom = 0
        while zoom < maxZoom, 360 / Double(1 << (zoom + 1)) > width { zoom += 1 }
        return max(minZoom, min(maxZoom, zoom))
    }

    /// One tile layer.
    package struct Layer: Sendable {
        package var id: String
        package var description: String?
        package var minZoom: Int
        package var maxZoom: Int
        package var fields: [Field]

        package init(id: String, description: String?, minZoom: Int, maxZoom: Int, fields: [Field]) {
            self.id = id
            self.description = description
            self.minZoom = minZoom
            self.maxZoom = maxZoom
            self.fields = fields
        }
    }

    /// A field and its type: `Number`, `Boolean` or `String` (MBTiles 1.3).
    package struct Field: Sendable {
        package var name: String
        package var type: String

        package init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }
}
