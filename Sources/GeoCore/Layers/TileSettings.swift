/// How a layer appears in vector tiles.
package struct TileSettings: Hashable, Sendable {
    package var minZoom: Int
    package var maxZoom: Int
    /// The fields shipped in tiles; empty ships none.
    package var fields: [String]
    /// The field that labels a feature.
    package var label: String?
    /// From this zoom every feature is present; below it tiles are thinned to `featureLimit`.
    package var fullZoom: Int
    /// The most features that a tile below `fullZoom` holds.
    package var featureLimit: Int
    /// Points nearer than this many pixels are clustered below `fullZoom`; `nil` never clusters.
    package var clusterRadius: Int?
    /// Features are never left out at any zoom, and their labels never dropped: the archipelagos.
    package var always: Bool

    package init(
        minZoom: Int = 0, maxZoom: Int = 20, fields: [String] = [], label: String? = nil, fullZoom: Int = 13,
        featureLimit: Int = 8_000, clusterRadius: Int? = nil, always: Bool = false
    ) {
        self.minZoom = minZoom
        self.maxZoom = maxZoom
        self.fields = fields
        self.label = label
        self.fullZoom = fullZoom
        self.featureLimit = featureLimit
        self.clusterRadius = clusterRadius
        self.always = always
    }
}
