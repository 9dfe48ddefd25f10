package import Foundation
import GRDB
package import GeoCore

extension SpatiaLiteStore {
    /// The revisions of a layer, newest first; those of a layer that was dropped, too.
    package func revisions(of layer: LayerID) async throws -> [LayerRevision] {
        try await read("reading the history of layer \(layer)") { db in
            try RevisionList.fetch("l.id = ?", [layer.name], in: db)
        }
    }

    /// The newest revision of every layer that has one.
    package func newestRevisions() async throws -> [LayerID: LayerRevision] {
        let revisions = try await read("reading the catalogue") { db in
            try RevisionList.fetch("l.dropped = 0 AND r.number = l.revision", [], in: db)
        }
        return Dictionary(uniqueKeysWithValues: revisions.map { ($0.layer, $0) })
    }

    /// The number of the newest revision of a layer committed before an instant; 0, which holds nothing, where there was
    /// none yet.
    package func revision(of layer: LayerID, at instant: Date) async throws -> Int64 {
        try await read("reading the history of layer \(layer)") { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT max(r.number) FROM bando_revisions AS r JOIN bando_layers AS l ON l.number = r.layer
                    WHERE l.id = ? AND r.committed_at < ?
                    """, arguments: [layer.name, instant.timeIntervalSince1970]) ?? 0
        }
    }

    /// A number that grows with every revision of any layer, made by this process or another. It costs a few
    /// microseconds, so that a server may ask often.
    package func commitCount() async throws -> Int64 {
        try await read("looking for changes") { db in
            try Int64.fetchOne(db, sql: "SELECT sum(revision) FROM bando_layers") ?? 0
        }
    }
}

/// Reads revisions.
private enum RevisionList {
    static func fetch(_ condition: String, _ arguments: StatementArguments, in db: Database) throws -> [LayerRevision] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT l.id, r.number, r.committed_at, r.author, r.action, s.file, r.added, r.changed, r.removed
                FROM bando_revisions AS r JOIN bando_layers AS l ON l.number = r.layer
                LEFT JOIN bando_sources AS s ON s.id = r.source
                WHERE \(condition) ORDER BY l.id, r.number DESC
                """, arguments: arguments)
        return rows.compactMap { row in
            LayerID(row[0]).map { id in
                LayerRevision(
                    layer: id, number: row[1], committedAt: Date(timeIntervalSince1970: row[2]), author: row[3],
                    action: row[4], source: row[5], added: row[6], changed: row[7], removed: row[8])
            }
        }
    }
}
