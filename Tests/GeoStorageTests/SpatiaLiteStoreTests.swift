import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct SpatiaLiteStoreTests {
    @Test("the writer syncs every commit and the journal is a write-ahead log")
    func pragmas() async throws {
        let temporary = try TemporaryStore()
        let synchronous = try await temporary.store.pool.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        let journal = try await temporary.store.pool.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
        #expect(synchronous == 2)
        #expect(journal == "wal")
    }

    @Test("every connection, reader or writer, has a SpatiaLite context")
    func contexts() async throws {
        let temporary = try TemporaryStore()
        let sql = "SELECT bando_spatialite_context() + (AsText(MakePoint(1, 2)) = 'POINT(1 2)')"
        #expect(try await temporary.store.pool.write { try Int.fetchOne($0, sql: sql) } == 2)
        #expect(try await temporary.store.pool.read { try Int.fetchOne($0, sql: sql) } == 2)
    }

    @Test("a prepared layer is registered with its spatial index")
    func registration() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.prepareLayer(.points("street-lamps"), author: "tester", time: .morning)
        let row = try await temporary.store.pool.read { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT geometry_type FROM geometry_columns
                    WHERE f_table_name = 'street-lamps' AND srid = 4326 AND spatial_index_enabled = 1
                    """)
        }
        #expect(row == [1])
        #expect(try await temporary.store.layer(LayerID("street-lamps")!)?.featureCount == 0)
    }
}
