import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct ImportTests {
    @Test("a first import adds every record")
    func first() async throws {
        let temporary = try TemporaryStore()
        let outcome = try await temporary.importTrees((1...20).map { .tree($0) })
        #expect(outcome.revision?.number == 1)
        #expect(outcome.added == 20)
        #expect(try await temporary.store.layer(.trees)?.featureCount == 20)
    }

    @Test("the same import again changes nothing and makes no revision", arguments: ImportMode.unchanging)
    func again(mode: ImportMode) async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...20).map { .tree($0) })
        let outcome = try await temporary.importTrees((1...20).map { .tree($0) }, mode: mode)
        #expect(outcome.revision == nil)
        #expect(outcome.unchanged == 20)
        #expect(try await temporary.store.layer(.trees)?.revision == 1)
    }

    @Test("replacing removes what the import lacks; upserting leaves it")
    func modes() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2), .tree(3)])
        let upsert = try await temporary.importTrees([.tree(1, height: 9), .tree(4)], mode: .upsert)
        #expect(Tally(upsert) == Tally(added: 1, changed: 1, unchanged: 0, removed: 0))
        let replace = try await temporary.importTrees([.tree(1, height: 9), .tree(5)], mode: .replace)
        #expect(Tally(replace) == Tally(added: 1, changed: 0, unchanged: 1, removed: 3))
        #expect(try await temporary.trees().map(\.code) == ["T1", "T5"])
    }

    @Test("a feature keeps its identifier when it changes, and gets it back when it returns")
    func identifiers() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        let before = try await temporary.trees()
        try await temporary.importTrees([.tree(2, height: 30)], mode: .replace)
        #expect(try await temporary.trees().map(\.id) == [before[1].id])
        try await temporary.importTrees([.tree(3)], mode: .upsert)
        try await temporary.importTrees([.tree(1)], mode: .upsert)
        let after = try await temporary.trees()
        #expect(after.first { $0.code == "T1" }?.id == before[0].id)
        #expect(Set(after.map(\.id)).count == 3)
    }

    @Test("two records of one key that differ refuse the second; repeats count as unchanged")
    func duplicates() async throws {
        let temporary = try TemporaryStore()
        let outcome = try await temporary.importTrees([
            .tree(1, record: 10), .tree(1, record: 11), .tree(1, height: 77, record: 12),
        ])
        #expect(outcome.added == 1)
        #expect(outcome.unchanged == 1)
        #expect(outcome.refusals == [RecordRefusal(record: 12, reason: .duplicateKey(of: 10))])
        #expect(outcome.read == outcome.added + outcome.changed + outcome.unchanged + outcome.refused)
    }

    @Test("appending always adds")
    func append() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        let outcome = try await temporary.importTrees([.tree(1), .tree(2)], mode: .append)
        #expect(outcome.added == 2)
        #expect(try await temporary.trees().map(\.code) == ["T1", "T1", "T2"])
    }

    @Test("a layer without a key is matched by its contents")
    func keyless() async throws {
        let temporary = try TemporaryStore()
        let definition = LayerDefinition.points(key: [])
        try await temporary.importTrees([.tree(1), .tree(2)], definition: definition)
        let outcome = try await temporary.importTrees(
            [.tree(2), .tree(1, height: 4)], mode: .replace, definition: definition)
        #expect(Tally(outcome) == Tally(added: 1, changed: 0, unchanged: 1, removed: 1))
    }

    @Test("a value or geometry that does not fit is refused with its record")
    func misfits() async throws {
        let temporary = try TemporaryStore()
        var wrongValue = StagedFeature.tree(1, record: 1)
        wrongValue.values[1] = .text("high")
        var wrongKind = StagedFeature.tree(2, record: 2)
        wrongKind.geometry = .lineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 1)])
        var nowhere = StagedFeature.tree(3, record: 3)
        nowhere.geometry = .point(Coordinate(x: .nan, y: 0))
        var short = StagedFeature.tree(4, record: 4)
        short.values.removeLast()
        let outcome = try await temporary.importTrees([wrongValue, wrongKind, nowhere, short])
        #expect(outcome.refusals.map(\.reason) == [.value(field: "height"), .geometry, .geometry, .valueCount])
        #expect(outcome.revision == nil)
    }

    @Test("a plan changes nothing and foretells the commit")
    func plan() async throws {
        let temporary = try TemporaryStore()
        let staging = try await temporary.store.beginImport(.trees())
        try await staging.append([.tree(1), .tree(2)])
        let plan = try await staging.plan()
        #expect(plan.added == 2)
        #expect(try await temporary.store.layer(.trees)?.revision == 0)
        #expect(try await staging.commit().added == 2)
    }

    @Test("a discarded import leaves nothing")
    func discard() async throws {
        let temporary = try TemporaryStore()
        let staging = try await temporary.store.beginImport(.trees())
        try await staging.append([.tree(1)])
        await staging.discard()
        await #expect(throws: StorageError.self) { try await staging.commit() }
        #expect(try await temporary.store.layer(.trees)?.featureCount == 0)
    }

    @Test("a bulk load gives the same layer as small imports", arguments: [ImportMode.upsert, .replace])
    func bulk(mode: ImportMode) async throws {
        let count = Commit.directLimit * 2
        let temporary = try TemporaryStore()
        let first = try await temporary.importTrees((1...count).map { .tree($0) })
        #expect(first.revision?.number == 1)
        let before = try await temporary.trees()
        let second = try await temporary.importTrees(
            (count / 4...count * 2).map { .tree($0, height: $0.isMultiple(of: 2) ? 5 : 6) }, mode: mode)
        let after = try await temporary.trees()
        #expect(second.added == count)
        #expect(second.removed == (mode == .replace ? count / 4 - 1 : 0))
        #expect(after.count == (mode == .replace ? count * 2 - count / 4 + 1 : count * 2))
        let ids = Dictionary(uniqueKeysWithValues: after.map { ($0.code, $0.id) })
        #expect(before.allSatisfy { ids[$0.code] == nil || ids[$0.code] == $0.id })
        #expect(try await temporary.indexFaults(.trees) == [])
    }
}

/// What an outcome counts.
struct Tally: Equatable {
    var added: Int
    var changed: Int
    var unchanged: Int
    var removed: Int
}

extension Tally {
    init(_ outcome: ImportOutcome) {
        self.init(
            added: outcome.added, changed: outcome.changed, unchanged: outcome.unchanged, removed: outcome.removed)
    }
}

extension ImportMode {
    static let unchanging: [ImportMode] = [.replace, .upsert]
}
