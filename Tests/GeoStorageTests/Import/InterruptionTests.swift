import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct InterruptionTests {
    @Test(
        "a process killed in the middle of a load leaves the old or the new state, whole",
        arguments: CommitProgress.Step.allCases)
    func interruption(step: CommitProgress.Step) async throws {
        let temporary = try TemporaryStore()
        let count = Commit.directLimit + 500
        try await temporary.importTrees((1...count).map { .tree($0) })
        let before = try await temporary.store.features(FeatureQuery(layer: .trees, limit: 10_000)).features
        let path = temporary.url.path(percentEncoded: false)
        let number = CommitProgress.Step.allCases.firstIndex(of: step)!
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, number = number as Int] in
            let store = try SpatiaLiteStore(url: URL(filePath: path))
            let staging = try await store.beginImport(.trees(mode: .replace))
            try await staging.append((100...Commit.directLimit * 2).map { .tree($0, height: 42) })
            _ = try await staging.commit { progress in
                if progress.step == CommitProgress.Step.allCases[number] { kill(getpid(), SIGKILL) }
            }
        }
        let store = try SpatiaLiteStore(url: temporary.url)
        let after = try await store.features(FeatureQuery(layer: .trees, limit: 10_000)).features
        if step == .clearing {
            #expect(after.count == Commit.directLimit * 2 - 99)
            #expect(after.allSatisfy { $0.values[1] == .real(42) })
        } else {
            #expect(after == before)
        }
        #expect(try await store.check() == [])
        #expect(try await store.leftovers() == [])
        try store.close()
    }
}

extension SpatiaLiteStore {
    func leftovers() async throws -> [String] {
        try await pool.read { db in
            try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE name GLOB '*bando_old_*' OR name GLOB '*bando_new_*'")
        }
    }
}
