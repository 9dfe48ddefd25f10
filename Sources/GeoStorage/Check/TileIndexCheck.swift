import GRDB
import GeoCore
import Tiling

/// Compares a layer's tile index with its rows, feature by feature; vertex zooms are not compared.
struct TileIndexCheck {
    private let table: LayerTable
    private let inputs: TileIndexInputs

    init(_ table: LayerTable) {
        self.table = table
        inputs = TileIndexInputs(table.tileSchema)
    }

    /// Calls the closure with every feature that the index lacks, has in vain, or has otherwise.
    func run(in db: Database, _ found: (Int64) -> Void) throws {
        let rows = try SQLStatement(
            "SELECT \(inputs.columns) FROM \(LayerTable.quoted(table.live.rows)) AS r WHERE r.fid = ?", in: db)
        let blocks = try SQLStatement("SELECT id FROM \(LayerTable.quoted(table.live.blocks)) ORDER BY id", in: db)
        let editor = try BlockEditor(BlockTable(table.live), in: db)
        var seen: Set<Int64> = []
        while try blocks.step() {
            for entry in try editor.entries(of: blocks.int64(0), schema: inputs.schema) {
                if try !seen.insert(entry.id).inserted || !holds(entry, rows) { found(entry.id) }
            }
        }
        try findMissing(seen, in: db, found)
    }

    private func holds(_ entry: TileIndexEntry, _ rows: borrowing SQLStatement) throws -> Bool {
        defer { rows.reset() }
        rows.bind(entry.id, at: 1)
        guard try rows.step(), let input = try inputs.input(rows),
            let expected = try TileIndexEntry(input, schema: inputs.schema, visibleFrom: entry.visibleFrom)
        else { return false }
        return entry.values == expected.values
            && entry.geometry.paths.map(\.positions) == expected.geometry.paths.map(\.positions)
    }

    private func findMissing(_ seen: Set<Int64>, in db: Database, _ found: (Int64) -> Void) throws {
        let rows = try SQLStatement(
            "SELECT \(inputs.columns) FROM \(LayerTable.quoted(table.live.rows)) AS r ORDER BY r.fid", in: db)
        while try rows.step() {
            if seen.contains(rows.int64(0)) { continue }
            if let input = try inputs.input(rows), try GridGeometry(input.geometry) != nil { found(rows.int64(0)) }
        }
    }
}
