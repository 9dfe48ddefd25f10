package import GeoCore

/// A feature as the tile index holds it.
package struct TileIndexEntry: Hashable, Sendable {
    package var id: Int64
    package var geometry: GridGeometry
    /// The zoom from which tiles show the feature.
    package var visibleFrom: Int
    /// Where a polygon's label stands, inside its largest part; `nil` for points and lines.
    package var label: GridPosition?
    /// One for each column of the schema.
    package var values: [FieldValue]

    package init(
        id: Int64, geometry: GridGeometry, visibleFrom: Int, label: GridPosition? = nil, values: [FieldValue]
    ) {
        self.id = id
        self.geometry = geometry
        self.visibleFrom = visibleFrom
        self.label = label
        self.values = values
    }

    /// The entry of an input whose vertex zooms are still to be found by `TileIndexUpdate`; `nil` where nothing of its
    /// geometry is left on the grid.
    ///
    /// - Throws: `.invalidInput` where a coordinate is not finite, or the shape or number of values is not the
    /// schema's.
    package init?(_ input: TileIndexInput, schema: TileIndexSchema, visibleFrom: Int) throws(TilingError) {
        try schema.check(input)
        guard let geometry = try GridGeometry(input.geometry) else { return nil }
        self.init(
            id: input.id, geometry: geometry, visibleFrom: visibleFrom, label: LabelPoint.find(in: geometry),
            values: input.values)
    }

    /// The smallest box around the geometry.
    package var box: GridBox? { geometry.box }
}

extension TileIndexSchema {
    /// Refuses an input that does not fit the schema.
    func check(_ input: TileIndexInput) throws(TilingError) {
        guard input.geometry.kind == geometry else {
            throw TilingError(
                .invalidInput,
                "Feature \(input.id) is a \(input.geometry.kind.rawValue), \(layer) takes \(geometry.rawValue)s.")
        }
        guard input.values.count == fields.count else {
            throw TilingError(
                .invalidInput, "Feature \(input.id) has \(input.values.count) values, \(layer) takes \(fields.count).")
        }
    }
}
