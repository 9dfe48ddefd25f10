import Foundation
import GRDB
import GeoCore

/// Who makes a revision, when, and from what.
struct RevisionStamp: Sendable {
    /// `import`, `edit`, `rollback`, `create`, `drop`.
    let action: String
    let author: String
    let time: Date
    let source: ImportSource?

    /// Writes where the features come from; returns its number, or `nil` where no file gave them.
    func writeSource(for table: LayerTable, in db: Database) throws -> Int64? {
        guard let source else { return nil }
        try db.execute(
            sql: "INSERT INTO bando_sources (layer, file, crs, encoding, evidence) VALUES (?, ?, ?, ?, ?)",
            arguments: [table.number, source.file, source.crs, source.encoding, source.evidence])
        return db.lastInsertedRowID
    }

    /// Writes the layer's next revision, which the catalogue then shows.
    ///
    /// - Parameters:
    ///   - featureCount: how many features the layer has now.
    ///   - extent: a box that holds them all.
    ///   - changedTiles: the tiles that are not as they were.
    func writeRevision(
        of table: LayerTable, counts: ImportPlan.Counts, source: Int64?, featureCount: Int, extent: BoundingBox?,
        changedTiles: ChangedTiles = .all, in db: Database
    ) throws -> LayerRevision {
        let number = table.layer.revision + 1
        let seconds = time.timeIntervalSince1970
        try db.execute(
            sql: "INSERT INTO bando_revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                table.number, number, seconds, author, action, source, counts.added, counts.changed, counts.removed,
            ])
        try db.execute(
            sql: """
                UPDATE bando_layers SET revision = ?, committed_at = ?, feature_count = ?,
                    west = ?, south = ?, east = ?, north = ? WHERE number = ?
                """,
            arguments: [
                number, seconds, featureCount, extent?.west, extent?.south, extent?.east, extent?.north, table.number,
            ])
        try TileChange.write(changedTiles, of: table.id, revision: number, in: db)
        return LayerRevision(
            layer: table.id, number: number, committedAt: time, author: author, action: action,
            source: self.source?.file, added: counts.added, changed: counts.changed, removed: counts.removed)
    }
}
