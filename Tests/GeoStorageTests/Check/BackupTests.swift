import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct BackupTests {
    @Test("a copy is a whole store of its own")
    func copy() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...50).map { .tree($0) })
        let url = temporary.folder.appending(path: "copy.sqlite")
        try await temporary.store.backup(to: url)
        try await temporary.importTrees([.tree(51)])
        try await temporary.store.backup(to: url)
        try await temporary.importTrees([.tree(52)])
        let copy = try SpatiaLiteStore(url: url)
        #expect(try await copy.layer(.trees)?.featureCount == 51)
        #expect(try await copy.check() == [])
        try copy.close()
    }

    @Test("a copy into a folder that is not there is refused with a sentence")
    func nowhere() async throws {
        let temporary = try TemporaryStore()
        let error = await #expect(throws: StorageError.self) {
            try await temporary.store.backup(to: temporary.folder.appending(path: "none/copy.sqlite"))
        }
        #expect(error?.code == .cannotOpen)
    }
}
