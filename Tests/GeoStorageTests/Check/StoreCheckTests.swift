import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct StoreCheckTests {
    @Test("a store that only Bando wrote is clean")
    func clean() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importPlots((0..<300).map { .plot($0) })
        try await temporary.importPlots((0..<290).map { .plot($0, use: $0 < 5 ? "CLN" : "ODT") }, mode: .replace)
        try await temporary.importTrees((1...Commit.directLimit + 1).map { .tree($0) })
        #expect(try await temporary.store.check() == [])
    }

    @Test(
        "an edit made behind Bando's back is found",
        arguments: [
            ("UPDATE trees SET height = 99 WHERE fid = 2", "changed behind"),
            ("UPDATE trees SET geometry = MakePoint(1, 1, 4326) WHERE fid = 2", "changed behind"),
            ("INSERT INTO trees (fid, code) VALUES (900, 'x')", "came behind"),
            ("DELETE FROM trees WHERE fid = 2", "went behind"),
            ("DELETE FROM idx_trees_geometry WHERE pkid = 2", "spatial index"),
            ("DELETE FROM idx_trees_geometry_rowid WHERE rowid = 2", "spatial index"),
            ("DELETE FROM bando_blocks_trees", "tile index"),
        ])
    func behind(sql: String, sentence: String) async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...9).map { .tree($0) })
        try await temporary.store.pool.write { try $0.execute(sql: sql) }
        let faults = try await temporary.store.check()
        #expect(faults.contains { $0.description.contains(sentence) && $0.layer == .trees })
    }
}
