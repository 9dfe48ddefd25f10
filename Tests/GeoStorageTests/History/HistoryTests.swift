import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct HistoryTests {
    @Test("an earlier revision shows the rows as they were")
    func asOf() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        try await temporary.importTrees([.tree(1, height: 50), .tree(3)], mode: .replace)
        #expect(try await temporary.heights(at: 0) == [:])
        #expect(try await temporary.heights(at: 1) == ["T1": 3, "T2": 3])
        #expect(try await temporary.heights(at: 2) == ["T1": 50, "T3": 3])
    }

    @Test("an instant chooses the newest revision committed before it")
    func instants() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)], time: .morning)
        try await temporary.importTrees([.tree(2)], time: .morning + 60)
        #expect(try await temporary.store.revision(of: .trees, at: .morning) == 0)
        #expect(try await temporary.store.revision(of: .trees, at: .morning + 1) == 1)
        #expect(try await temporary.store.revision(of: .trees, at: .morning + 61) == 2)
    }

    @Test("revisions say who, when, from what and how many, newest first")
    func list() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        try await temporary.importTrees([.tree(1, height: 8), .tree(2)], time: .morning + 5)
        let revisions = try await temporary.store.revisions(of: .trees)
        #expect(revisions.map(\.number) == [2, 1])
        #expect(
            revisions[0]
                == LayerRevision(
                    layer: .trees, number: 2, committedAt: .morning + 5, author: "tester", action: "import",
                    source: "trees.gpkg", added: 1, changed: 1, removed: 0))
        #expect(try await temporary.store.newestRevisions()[.trees]?.number == 2)
    }

    @Test("a rollback brings rows back as a new revision, and can itself be rolled back", arguments: [3, 2_500])
    func rollback(count: Int) async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...count).map { .tree($0) })
        let first = try await temporary.store.features(FeatureQuery(layer: .trees, limit: 10_000)).features
        try await temporary.importTrees(
            [.tree(1, height: 9)] + (count + 1...count * 2).map { .tree($0) }, mode: .replace)
        let second = try await temporary.store.features(FeatureQuery(layer: .trees, limit: 10_000)).features
        let outcome = try await temporary.store.rollback(.trees, to: 1, author: "tester", time: .morning)
        #expect(Tally(outcome) == Tally(added: count - 1, changed: 1, unchanged: 0, removed: count))
        #expect(try await temporary.store.features(FeatureQuery(layer: .trees, limit: 10_000)).features == first)
        try await temporary.store.rollback(.trees, to: 2, author: "tester", time: .morning)
        #expect(try await temporary.store.features(FeatureQuery(layer: .trees, limit: 10_000)).features == second)
        #expect(try await temporary.store.check() == [])
    }

    @Test("a rollback to the newest revision does nothing; to an unknown one it fails")
    func idleRollback() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        #expect(try await temporary.store.rollback(.trees, to: 1, author: "t", time: .morning).revision == nil)
        await #expect(throws: StorageError.self) {
            try await temporary.store.rollback(.trees, to: 5, author: "t", time: .morning)
        }
    }

    @Test("a dropped layer is gone, and identifiers go on where they ended when it returns")
    func drop() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let before = try await temporary.trees()
        try await temporary.store.drop(.trees, author: "tester", time: .morning)
        #expect(try await temporary.store.layers().isEmpty)
        let tables = try await temporary.store.pool.read { db in
            try String.fetchAll(db, sql: "SELECT f_table_name FROM geometry_columns WHERE f_table_name = 'trees'")
        }
        #expect(tables.isEmpty)
        let outcome = try await temporary.importTrees([.tree(3), .tree(2)])
        #expect(outcome.revision?.number == 3)
        let after = try await temporary.trees()
        #expect(after.first { $0.code == "T2" }?.id == before.first { $0.code == "T2" }?.id)
        #expect(after.first { $0.code == "T3" }!.id > before.map(\.id).max()!)
        #expect(try await temporary.store.check() == [])
    }
}

extension TemporaryStore {
    func heights(at revision: Int64) async throws -> [String: Double] {
        let page = try await store.features(
            FeatureQuery(layer: .trees, revision: revision, limit: 100_000, counting: .matched))
        #expect(page.matched == page.features.count)
        return Dictionary(uniqueKeysWithValues: page.features.map { ($0.values[0].text, $0.values[1].number ?? .nan) })
    }
}
