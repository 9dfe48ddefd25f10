import GeoCore

/// Gives the entries of a block back.
struct TileBlockDecoder {
    let schema: TileIndexSchema

    static func featureIDs(of data: [UInt8]) throws(TilingError) -> [Int64] {
        try withView(of: data) { view throws(TilingError) in
            (0..<view.count).map { Int64(bitPattern: view.id(of: $0)) }
        }
    }

    func entries(of data: [UInt8]) throws(TilingError) -> [TileIndexEntry] {
        try Self.withView(of: data) { view throws(TilingError) in
            guard view.columnCount == schema.fields.count, view.kind == schema.geometry else { throw BlockView.damaged }
            var entries: [TileIndexEntry] = []
            for feature in 0..<view.count { entries.append(try entry(feature, view)) }
            return entries
        }
    }

    private static func withView<Result>(
        of data: [UInt8], _ body: (BlockView) throws(TilingError) -> Result
    ) throws(TilingError) -> Result {
        // An array's closure takes untyped errors only, hence the result carried out of it.
        let outcome = unsafe data.withUnsafeBytes { bytes -> Swift.Result<Result, TilingError> in
            do throws(TilingError) {
                return .success(try body(try unsafe BlockView(bytes)))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    private func entry(_ feature: Int, _ view: BlockView) throws(TilingError) -> TileIndexEntry {
        var values: [FieldValue] = []
        for column in 0..<view.columnCount { values.append(try value(feature, try view.column(column), view)) }
        return TileIndexEntry(
            id: Int64(bitPattern: view.id(of: feature)),
            geometry: GridGeometry(kind: view.kind, paths: try paths(feature, view)), visibleFrom: view.visibleFrom,
            label: view.kind == .polygon ? view.label(of: feature) : nil, values: values)
    }

    private func paths(_ feature: Int, _ view: BlockView) throws(TilingError) -> [GridPath] {
        let geometry = try view.geometry(of: feature)
        let box = view.box(of: feature)
        var paths: [GridPath] = []
        var headers = geometry.headers
        var vertex = 0
        for _ in 0..<geometry.pathCount {
            let header = view.pathHeader(&headers)
            var path = GridPath(positions: [], beginsPart: header & 1 == 1)
            for _ in 0..<(header >> 1) {
                let (x, y) = view.vertex(vertex, of: geometry)
                path.positions.append(GridPosition(x: box.x0 &+ x, y: box.y0 &+ y))
                path.zooms.append(view.kind == .point ? 0 : view.load(geometry.zooms + vertex, UInt8.self))
                vertex += 1
            }
            paths.append(path)
        }
        return paths
    }

    private func value(
        _ feature: Int, _ column: BlockView.ColumnView, _ view: BlockView
    ) throws(TilingError) -> FieldValue {
        let index = Int(view.load(column.indices + feature, UInt8.self))
        guard index > 0 else { return .null }
        let range = try view.value(index - 1, of: column).range
        return try FieldValue(tileValue: unsafe [UInt8](view.bytes(range)))
    }
}
