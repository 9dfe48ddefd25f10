import Foundation
import Testing

@testable import GeoStorage

@Suite struct SpillingSorterTests {
    @Test("records come back sorted, from memory or from many runs", arguments: [0, 1, 1_024, 1_025, 50_000])
    func sorted(count: Int) throws {
        let records = (0..<count).map { KeyRecord(key: ContentHash(of: Array("\($0 % 4_000)".utf8)), fid: Int64($0)) }
        var sorter = SpillingSorter<KeyRecord>(scratchFolder: FileManager.default.temporaryDirectory, memoryLimit: 1)
        for record in records { try sorter.append(record) }
        let runs = try sorter.finish()
        #expect(runs.count == count)
        for _ in 0..<2 {
            var cursor = runs.cursor()
            var found: [KeyRecord] = []
            while let record = try cursor.next() { found.append(record) }
            #expect(found == records.sorted())
        }
    }

    @Test("a scratch file leaves no name behind")
    func nameless() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bando-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try ScratchFile(in: folder)
        try file.append([1, 2, 3])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).isEmpty)
    }

    @Test("reading past the end of a scratch file is an error")
    func pastEnd() throws {
        let file = try ScratchFile(in: FileManager.default.temporaryDirectory)
        try file.append([1, 2, 3])
        try file.flush()
        var bytes = [UInt8](repeating: 0, count: 4)
        #expect(throws: StorageError.self) {
            try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(at: 0, into: $0) }
        }
    }
}
