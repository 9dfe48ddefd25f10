import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("Recordings that one process hands to another")
struct ReplayInboxTests {
    private func files(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.root.path)
    }

    @Test("a recording is handed over with its start, and its answer comes back")
    func answered() async throws {
        let folder = try TemporaryFolder()
        let inbox = ReplayInbox(folder: folder.root)
        let start = try #require(Instant(rfc3339: "2026-11-05T09:00:00+07:00"))
        async let answer = inbox.hand(over: URL(filePath: "/recordings/a.csv"), start: start)
        var taken: (URL, Instant?)?
        while taken == nil {
            try await inbox.work { file, start in
                taken = (file, start)
                return PositionAnswer(accepted: 5, late: 2)
            }
            await Task.yield()
        }
        #expect(taken?.0.path == "/recordings/a.csv" && taken?.1 == start)
        let got = try await answer
        #expect(got.accepted == 5 && got.late == 2)
        #expect(try files(folder).isEmpty)
    }

    @Test("what a process was working on when it ended is taken up by the next")
    func takenUp() async throws {
        let folder = try TemporaryFolder()
        try folder.write(#"{"file": "/recordings/b.csv"}"#, to: "7.working")
        var taken: [String] = []
        try await ReplayInbox(folder: folder.root).work { file, _ in
            taken.append(file.path)
            return PositionAnswer(accepted: 1)
        }
        #expect(taken == ["/recordings/b.csv"])
        #expect(try files(folder) == ["7.answer"])
    }

    @Test("what is wrong with a recording comes back as a sentence")
    func refused() async throws {
        let folder = try TemporaryFolder()
        try folder.write(#"{"file": "/recordings/c.csv"}"#, to: "8.request")
        try await ReplayInbox(folder: folder.root).work { _, _ in
            throw EngineError(.unreadable, "The file holds no positions.")
        }
        let answer = try String(contentsOf: folder.root.appending(path: "8.answer"), encoding: .utf8)
        #expect(answer.contains("The file holds no positions."))
    }

    @Test("a recording that nobody takes is taken back")
    func untaken() async throws {
        let folder = try TemporaryFolder()
        var inbox = ReplayInbox(folder: folder.root)
        inbox.patience = 0
        let error = await #expect(throws: EngineError.self) {
            try await inbox.hand(over: URL(filePath: "/recordings/d.csv"), start: nil)
        }
        #expect(error?.code == .busy)
        #expect(try files(folder).isEmpty)
    }

    @Test("a folder that is not there holds nothing")
    func absent() async throws {
        let folder = try TemporaryFolder()
        try await ReplayInbox(folder: folder.root.appending(path: "none")).work { _, _ in
            Issue.record("there is nothing to take")
            return PositionAnswer()
        }
    }
}
