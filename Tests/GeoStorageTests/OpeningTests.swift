import Dispatch
import Foundation
import GRDB
import GeoCore
import Synchronization
import Testing

@testable import GeoStorage

@Suite struct OpeningTests {
    @Test("a file that is no database is refused with a sentence")
    func foreign() throws {
        let temporary = try TemporaryStore()
        let url = temporary.folder.appending(path: "foreign.sqlite")
        try Data("This is not a database, whatever its name says, and it is long enough to be read.".utf8).write(
            to: url)
        let error = #expect(throws: StorageError.self) { try SpatiaLiteStore(url: url) }
        #expect(error?.code == .corrupt)
    }

    @Test("a folder that is not there is refused with a sentence")
    func folder() throws {
        let temporary = try TemporaryStore()
        let url = temporary.folder.appending(path: "none/bando.sqlite")
        let error = #expect(throws: StorageError.self) { try SpatiaLiteStore(url: url) }
        #expect(error?.code == .cannotOpen)
    }

    @Test("a full disk ends an import with a sentence, and the old state stays", arguments: [10, 20_000])
    func full(count: Int) async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1), .tree(2)])
        try await temporary.store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + (count > 100 ? 100 : 1))")
        }
        let long = String(repeating: "x", count: 2_000)
        let error = await #expect(throws: StorageError.self) {
            try await temporary.importTrees(
                (1...count).map { number in
                    var tree = StagedFeature.tree(number)
                    tree.values[0] = .text("\(long)\(number)")
                    return tree
                })
        }
        #expect(error?.code == .disk)
        #expect(try await temporary.trees().map(\.code) == ["T1", "T2"])
        try await temporary.store.pool.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1073741823")
        }
        #expect(try await temporary.store.check() == [])
        #expect(try await temporary.store.leftovers() == [])
    }

    @Test("what another process commits is noticed")
    func otherProcess() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1)])
        let before = try await temporary.store.commitCount()
        let path = temporary.url.path(percentEncoded: false)
        await #expect(processExitsWith: .success) { [path = path as String] in
            let store = try SpatiaLiteStore(url: URL(filePath: path))
            let staging = try await store.beginImport(.trees())
            try await staging.append([.tree(2)])
            _ = try await staging.commit()
            try store.close()
        }
        #expect(try await temporary.store.commitCount() > before)
        #expect(try await temporary.trees().map(\.code) == ["T1", "T2"])
    }

    @Test("edits beside a large load are kept, and the load has the last word on what it holds", arguments: [1, 99])
    func editBesideLoad(edits: Int) async throws {
        let temporary = try TemporaryStore()
        let count = Commit.directLimit + 10
        try await temporary.importTrees((1...count).map { .tree($0) })
        let trees = try await temporary.trees()
        let staging = try await temporary.store.beginImport(.trees(mode: .upsert))
        try await staging.append((1...count).map { .tree($0, height: 40) })
        let editor = Editor(temporary.store, first: trees[0].id, limit: edits)
        let outcome = try await staging.commit { progress in
            if progress.step == .indexes { editor.edit() }
        }
        let made = try await editor.finish()
        #expect(made == min(edits, 3))
        #expect(outcome.revision?.number == Int64(made) + 2)
        let heights = try await temporary.heights(at: Int64(made) + 2)
        #expect(heights["T1"] == 40)
        #expect(heights["T90001"] == 3)
        #expect(try await temporary.heights(at: 2)["T1"] == 1)
        #expect(try await temporary.store.check() == [])
    }
}

/// Edits a layer once in every attempt of a load, so that each comes to nothing, until the load makes it wait.
private final class Editor: Sendable {
    private let store: SpatiaLiteStore
    private let first: Int64
    private let limit: Int
    private let made = Mutex(0)
    private let waiting = Mutex<Task<Void, any Error>?>(nil)

    init(_ store: SpatiaLiteStore, first: Int64, limit: Int) {
        self.store = store
        self.first = first
        self.limit = limit
    }

    /// Edits and waits for the end of it, but for an edit after the load's third attempt, which comes after the load.
    func edit() {
        let number = made.withLock { count in
            count += 1
            return count
        }
        guard number <= min(limit, 4) else { return }
        let done = DispatchSemaphore(value: 0)
        let task = Task { [store, first] in
            defer { done.signal() }
            let edits: [FeatureEdit] = [
                .insertion(.tree(90_000 + number)), .update(.tree(1, height: Double(number)), id: first),
            ]
            try await store.edit(.trees, edits, author: "editor", time: .morning)
        }
        if number <= 3 { done.wait() } else { waiting.withLock { $0 = task } }
    }

    /// How many edits were made before the load was.
    func finish() async throws -> Int {
        try await waiting.withLock { $0 }?.value
        return made.withLock { min($0, limit, 3) }
    }
}
