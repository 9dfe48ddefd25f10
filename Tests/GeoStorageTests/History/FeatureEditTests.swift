import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct FeatureEditTests {
    @Test("features are inserted, updated and deleted in one revision")
    func edits() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let trees = try await temporary.trees()
        let outcome = try await temporary.store.edit(
            .trees,
            [
                .insertion(.tree(8)), .insertion(.tree(7)), .update(.tree(1, height: 4), id: trees[0].id),
                .delete(id: trees[1].id),
            ],
            expected: 1, author: "tester", time: .morning)
        #expect(Tally(outcome.outcome) == Tally(added: 2, changed: 1, unchanged: 0, removed: 1))
        let after = try await temporary.trees()
        #expect(after.map(\.code) == ["T1", "T7", "T8"])
        #expect(outcome.insertedIDs == [after[2].id, after[1].id])
        #expect(try await temporary.store.check() == [])
    }

    @Test("an edit that expects another revision, or a key that is taken, is a conflict and changes nothing")
    func conflicts() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let id = try await temporary.trees()[0].id
        for (edit, expected) in [
            (FeatureEdit.delete(id: id), 0), (.insertion(.tree(2)), 1), (.update(.tree(2), id: id), 1),
        ] {
            let error = await #expect(throws: StorageError.self) {
                try await temporary.store.edit(.trees, [edit], expected: Int64(expected), author: "t", time: .morning)
            }
            #expect(error?.code == .conflict)
        }
        #expect(try await temporary.store.layer(.trees)?.revision == 1)
    }

    @Test("a feature that gets another key is matched by that key from then on")
    func rekeying() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        let id = try await temporary.trees()[0].id
        try await temporary.store.edit(.trees, [.update(.tree(5), id: id)], author: "t", time: .morning)
        try await temporary.importTrees([.tree(1), .tree(5, height: 12)])
        let after = try await temporary.trees()
        #expect(after.map(\.code) == ["T1", "T5"])
        #expect(after[1].id == id)
    }

    @Test("editing a feature that is not there fails")
    func unknown() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        let error = await #expect(throws: StorageError.self) {
            try await temporary.store.edit(.trees, [.delete(id: 99)], author: "t", time: .morning)
        }
        #expect(error?.code == .unknownFeature)
    }

    @Test("live objects are overwritten within a revision: no history grows, tiles where they were and are go")
    func overwrites() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let trees = try await temporary.trees()
        let outcome = try await temporary.store.overwrite(
            .trees, [.update(.tree(1, height: 4), id: trees[0].id), .insertion(.tree(9))])
        #expect(outcome.insertedIDs.count == 1)
        #expect(outcome.outcome.revision == nil)
        #expect(outcome.outcome.changedTiles != .none)
        #expect(try await temporary.store.layer(.trees)?.revision == 1)
        #expect(try await temporary.store.layer(.trees)?.featureCount == 3)
        #expect(try await temporary.store.revisions(of: .trees).count == 1)
        #expect(try await temporary.trees().map(\.code) == ["T1", "T2", "T9"])
        #expect(try await temporary.store.check() == [])
        try await temporary.importTrees([.tree(1, height: 5)])
        #expect(try await temporary.store.check() == [])
    }

    @Test("the tiles that a commit changed can be read by their sequence; a commit that changes nothing adds none")
    func tileChanges() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let start = try await temporary.store.newestTileChange()
        let first = try await temporary.store.edit(.trees, [.insertion(.tree(3))], author: "t", time: .morning)
        let same = FeatureEdit.update(.tree(3), id: try #require(first.insertedIDs.first))
        try await temporary.store.edit(.trees, [same], author: "t", time: .morning)
        let changes = try await temporary.store.tileChanges(after: start)
        #expect(changes.map(\.revision) == [2])
        guard case .tiles(let told) = first.outcome.changedTiles, case .tiles(let kept)? = changes.first?.tiles else {
            Issue.record("an edit of one tree tells its tiles")
            return
        }
        #expect(!kept.isEmpty && Set(kept) == Set(told))
    }
}

extension FeatureEdit {
    static func insertion(_ feature: StagedFeature) -> FeatureEdit {
        .insert(values: feature.values, geometry: feature.geometry)
    }

    static func update(_ feature: StagedFeature, id: Int64) -> FeatureEdit {
        .update(id: id, values: feature.values, geometry: feature.geometry)
    }
}
