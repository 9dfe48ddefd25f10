import Foundation
import GRDB
import Testing

@testable import GeoStorage

@Suite struct ConnectionTests {
    /// A context takes 2 MB, so that sixty lost ones could not be missed. In a process of its own, where nothing else
    /// takes memory or files.
    @Test("opening and closing many connections leaves no context, file or memory behind")
    func leaks() async throws {
        await #expect(processExitsWith: .success) {
            let temporary = try TemporaryStore()
            try temporary.openAndClose(times: 20)
            let before = try ProcessUse()
            try temporary.openAndClose(times: 60)
            let after = try ProcessUse()
            precondition(after.files == before.files, "\(before.files) files open before, \(after.files) after")
            precondition(
                after.residentBytes - before.residentBytes < 24 << 20,
                "\(after.residentBytes - before.residentBytes) bytes more")
        }
    }
}

extension TemporaryStore {
    /// Opens the store and makes a reader and the writer work, each with its context.
    fileprivate func openAndClose(times: Int) throws {
        for _ in 0..<times {
            let store = try SpatiaLiteStore(url: url)
            let sql = "SELECT ST_Area(ST_Buffer(MakePoint(1, 2), 3)) > 28"
            let answers = [
                try store.pool.read { try Bool.fetchOne($0, sql: sql) },
                try store.pool.write { try Bool.fetchOne($0, sql: sql) },
            ]
            precondition(answers == [true, true])
            try store.close()
        }
    }
}

/// What this process holds.
private struct ProcessUse {
    let files: Int
    let residentBytes: Int

    init() throws {
        files = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        residentBytes = (Int(pages[1]) ?? 0) * 4_096
    }
}
