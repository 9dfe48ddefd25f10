package import GeoCore

/// Makes the vector tile of one layer out of index blocks, given one after the other in any order.
///
/// Blocks that lie outside the tile or appear deeper cost little. No geometry library and no floating point but at the
/// tile's edge: vertices are filtered by their zoom, shifted to tile units and written.
package struct VectorTileMaker: ~Copyable {
    private let schema: TileIndexSchema
    private let frame: TileFrame
    private var columns: [ColumnTags]
    private var labelColumn: ColumnTags?
    private var layer: LayerBuffer
    private var labels: LayerBuffer
    private var shapes: ShapeWriter
    private var tags = OutputBuffer(capacity: 1024)
    private var labelTags = OutputBuffer(capacity: 64)
    private var labelGeometry = GeometryBuffer()
    /// `nil` where the caller sees every row.
    private var filter: RowFilter?
    private var omitted = 0

    /// A maker for one tile.
    ///
    /// - Parameters:
    ///   - visibleFields: The fields that the caller may see; `nil` for all. A label field that is not among them is left
    ///     out of the label points, too.
    ///   - rows: The rows that the caller may see; `nil` for all. The others are not counted as omitted either.
    /// - Returns: `nil` beyond zoom 20, for which there are no vector tiles.
    package init?(
        tile: TileCoordinate, schema: TileIndexSchema, visibleFields: Set<String>? = nil, rows: RowScope? = nil
    ) {
        guard let frame = TileFrame(tile) else { return nil }
        func isVisible(_ field: TileIndexSchema.Field) -> Bool { visibleFields?.contains(field.name) ?? true }
        self.schema = schema
        self.frame = frame
        filter = rows.map { RowFilter($0, schema: schema) }
        layer = LayerBuffer(name: schema.layer, capacity: 64 << 10)
        labels = LayerBuffer(name: schema.labelLayer, capacity: schema.geometry == .polygon ? 16 << 10 : 64)
        shapes = ShapeWriter(frame: frame)
        columns = schema.fields.indices
            .filter { schema.fields[$0].isShipped && isVisible(schema.fields[$0]) }
            .map { ColumnTags(column: $0, name: schema.fields[$0].name) }
        labelColumn = schema.label
            .flatMap { isVisible(schema.fields[$0]) ? ColumnTags(column: $0, name: schema.fields[$0].name) : nil }
    }

    /// Adds the features of a block that the tile shows; the bytes are not needed afterwards.
    ///
    /// - Throws: `.invalidBlock` where the bytes are damaged or made for another schema.
    package mutating func add(_ block: [UInt8]) throws(TilingError) {
        let result = unsafe block.withUnsafeBytes { bytes -> TilingError? in
            do throws(TilingError) {
                try unsafe add(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let result { throw result }
    }

    /// Adds the features of a block in memory that someone else owns, such as a database's row.
    package mutating func add(_ block: UnsafeRawBufferPointer) throws(TilingError) {
        let view = try unsafe BlockView(block)
        guard view.columnCount == schema.fields.count, view.kind == schema.geometry else { throw BlockView.damaged }
        let isVisible = view.visibleFrom <= frame.tile.z
        if isVisible { try beginBlock(view) }
        try filter?.begin(view)
        for feature in 0..<view.count {
            if let filter, !filter.admits(feature, of: view) { continue }
            let relation = frame.relation(to: view.box(of: feature))
            if relation == .outside { continue }
            if isVisible {
                try add(feature, of: view, relation)
            } else {
                omitted += 1
            }
        }
    }

    /// The tile, or `nil` where it shows nothing.
    package consuming func finish() -> MadeTile? {
        guard layer.featureCount > 0 else { return nil }
        var bytes: [UInt8] = []
        layer.write(to: &bytes)
        if labels.featureCount > 0 { labels.write(to: &bytes) }
        return MadeTile(bytes: bytes, featureCount: layer.featureCount, omittedCount: omitted)
    }
}

extension VectorTileMaker {
    private mutating func beginBlock(_ view: BlockView) throws(TilingError) {
        for index in columns.indices { try columns[index].begin(view) }
        try labelColumn?.begin(view)
    }

    @inline(__always)
    private mutating func add(
        _ feature: Int, of view: BlockView, _ relation: TileFrame.Relation
    ) throws(TilingError) {
        guard try shapes.write(feature, of: view, isInside: relation == .inside) else {
            // Of one that crosses the tile's edge it may be only the box that touches the tile.
            if relation == .inside { omitted += 1 }
            return
        }
        tags.removeAll()
        tags.reserve(20 * columns.count)
        for index in columns.indices { try columns[index].write(feature, view, to: &tags, &layer) }
        layer.writeFeature(
            id: view.id(of: feature), type: view.kind.blockCode, tags: tags, geometry: shapes.geometry.bytes)
        if view.kind == .polygon { try addLabel(feature, of: view) }
    }

    /// Label points go into every tile with the polygon. Those farther off than clients can take are left out:
    /// MapLibre stores positions in 15 bits at twice this extent and would pull them nearer.
    @inline(__always)
    private mutating func addLabel(_ feature: Int, of view: BlockView) throws(TilingError) {
        let point = frame.point(view.label(of: feature))
        guard abs(point.x) < 8_192, abs(point.y) < 8_192 else { return }
        labelTags.removeAll()
        labelTags.reserve(20)
        try labelColumn?.write(feature, view, to: &labelTags, &labels)
        labelGeometry.begin()
        labelGeometry.writePoint(point)
        labels.writeFeature(id: view.id(of: feature), type: 1, tags: labelTags, geometry: labelGeometry.bytes)
    }
}

/// One column of the blocks as tags of a layer.
private struct ColumnTags {
    private static let unknown = UInt32.max

    private let column: Int
    private let name: String
    private var key: UInt64?
    private var view = BlockView.ColumnView(distinct: 0, hashes: 0, ends: 0, indices: 0, values: 0, end: 0)
    /// The numbers in the layer of this block's values, found when first met.
    private var numbers = [UInt32](repeating: unknown, count: 256)

    init(column: Int, name: String) {
        self.column = column
        self.name = name
    }

    mutating func begin(_ block: BlockView) throws(TilingError) {
        view = try block.column(column)
        for index in 0...view.distinct { numbers[index] = Self.unknown }
    }

    /// Writes key and value of a feature into reserved room, or nothing where it has none.
    @inline(__always)
    mutating func write(
        _ feature: Int, _ block: BlockView, to tags: inout OutputBuffer, _ layer: inout LayerBuffer
    ) throws(TilingError) {
        let index = Int(block.load(view.indices + feature, UInt8.self))
        guard index > 0 else { return }
        if numbers[index] == Self.unknown { try findNumber(index, block, &layer) }
        tags.putVarint(key ?? 0)
        tags.putVarint(UInt64(numbers[index]))
    }

    private mutating func findNumber(_ index: Int, _ block: BlockView, _ layer: inout LayerBuffer) throws(TilingError) {
        if key == nil { key = layer.addKey(name) }
        let (hash, range) = try block.value(index - 1, of: view)
        numbers[index] = unsafe layer.index(ofValue: block.bytes(range), hash: hash)
    }
}
