import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveKillTests {
    @Test("a process killed while positions come in has lost none that it acknowledged", arguments: 0..<6)
    func kill(round: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bando-kill-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path(percentEncoded: false)
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, round = round as Int] in
            try await LiveKillTests.sendUntilKilled(path, afterBatches: 40 + round * 67)
        }
        let acknowledged = try String(contentsOf: folder.appending(path: "acknowledged"), encoding: .utf8)
            .split(separator: "\n").compactMap { Int($0) }
        // At least what the sender had that ended the process.
        #expect(acknowledged.count > (40 + round * 67) / 4)
        let archive = try LiveArchive(folder: folder.appending(path: "live"))
        #expect(try await archive.check().faults == [])
        for batch in acknowledged {
            let outcomes = try await archive.append(Self.batch(batch))
            #expect(outcomes.allSatisfy { $0 == .duplicate })
        }
        let events = try await archive.events(after: 0, topics: nil, limit: 1_000_000).events
        let told = Set(events.map(\.event.payload))
        #expect(acknowledged.allSatisfy { told.contains(Array("\($0)".utf8)) })
        #expect(events.map(\.id) == (1...Int64(events.count)).map { $0 })
        #expect(try await archive.check().faults == [])
        try await archive.close()
    }

    /// 100 fixes of as many boats; a batch is an hour after the one before it, so that some cross into the next month.
    private static func batch(_ number: Int) -> [ReceivedFix] {
        (0..<100).map { .boat($0, minute: number * 60 + 28 * 24 * 60) }
    }

    /// Four senders; each writes down what was acknowledged. One of them ends the process at a moment of its own.
    private static func sendUntilKilled(_ path: String, afterBatches limit: Int) async throws {
        let folder = URL(filePath: path)
        let file = folder.appending(path: "acknowledged").path(percentEncoded: false)
        let log = unsafe open(file, O_CREAT | O_WRONLY | O_APPEND, 0o644)
        let archive = try LiveArchive(folder: folder.appending(path: "live"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask {
                    for index in 0... {
                        let number = index * 4 + sender
                        let event = LiveEvent(topic: "kpi", time: .start, payload: Array("\(number)".utf8))
                        _ = try await archive.append(LiveBatch(fixes: batch(number), events: [event]))
                        let line = Array("\(number)\n".utf8)
                        _ = unsafe write(log, line, line.count)
                        if number >= limit, sender == limit % 4 { Foundation.kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("the files as they lie after any acknowledgement open with everything that was acknowledged")
    func copies() async throws {
        let temporary = try TemporaryArchive()
        var generator = SplitMix(seed: 3)
        for number in 0..<30 {
            try await temporary.archive.append(Self.batch(number))
            if number == 12 { try await temporary.archive.merge() }
            guard Int.random(in: 0..<3, using: &generator) == 0 else { continue }
            let copy = try Self.copyFiles(of: temporary.folder, without: 0)
            let archive = try LiveArchive(folder: copy)
            #expect(try await archive.track(5).count == number + 1)
            #expect(try await archive.check().faults == [])
            try await archive.close()
            try FileManager.default.removeItem(at: copy)
        }
    }

    @Test("a write-ahead log that lost its end gives a shorter history, whole, and the loss is told")
    func torn() async throws {
        let temporary = try TemporaryArchive()
        for number in 0..<20 { try await temporary.archive.append(Self.batch(number)) }
        var generator = SplitMix(seed: 4)
        for _ in 0..<12 {
            let lost = Int.random(in: 1..<60_000, using: &generator)
            let copy = try Self.copyFiles(of: temporary.folder, without: lost)
            let before = try await LiveCheck.run(folder: copy).faults
            #expect(before.contains { $0.description.contains("but there were entries up to") })
            let archive = try LiveArchive(folder: copy)
            let count = try await archive.track(5).count
            #expect(count < 20)
            for boat in 0..<100 { #expect(try await archive.track(boat).count == count) }
            for number in 0..<count {
                #expect(try await archive.append(Self.batch(number)).allSatisfy { $0 == .duplicate })
            }
            #expect(try await archive.append(Self.batch(count)).allSatisfy { $0 == .stored })
            try await archive.close()
            try FileManager.default.removeItem(at: copy)
        }
    }

    /// Copies the files as a kill leaves them: the memory beside the write-ahead log is gone, and, if asked, some of its end.
    private static func copyFiles(of folder: URL, without lost: Int) throws -> URL {
        let copy = folder.appendingPathExtension("copy")
        try FileManager.default.copyItem(at: folder, to: copy)
        for name in try FileManager.default.contentsOfDirectory(atPath: copy.path(percentEncoded: false)) {
            let url = copy.appending(path: name)
            if name.hasSuffix("-shm") { try FileManager.default.removeItem(at: url) }
            guard name.hasSuffix("-wal"), name.hasPrefix("2026"), lost > 0 else { continue }
            let handle = try FileHandle(forUpdating: url)
            let size = Int(try handle.seekToEnd())
            try handle.truncate(atOffset: UInt64(max(0, size - lost)))
            try handle.close()
        }
        return copy
    }
}
