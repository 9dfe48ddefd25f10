import Foundation
import GeoCore
import LiveMap

/// The folder by which a command hands recordings to the process that serves: a file comes in, an answer goes out.
///
/// A request that is worked on has another ending. One that a process left when it ended is taken up by the next: to run a
/// recording once more changes nothing.
struct ReplayInbox: Sendable {
    let folder: URL
    /// Beats that a request may wait for somebody to take it.
    var patience = 600

    private struct Request: Codable {
        var file: String
        var start: String?
    }

    private struct Answer: Codable {
        var accepted = 0
        var late = 0
        var suspect = 0
        var duplicate = 0
        var refused = 0
        var error: String?
    }

    private static let wait = Duration.milliseconds(100)

    /// Hands a file over and waits for the answer, for as long as somebody works on it.
    ///
    /// - Throws: `busy` where nobody takes it in a while, `unreadable` with what the service says of the file.
    func hand(over file: URL, start: Instant?) async throws -> PositionAnswer {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = UUID().uuidString
        let request = Request(file: file.standardizedFileURL.path(percentEncoded: false), start: start?.description)
        try JSONEncoder().encode(request).write(to: url(name, "request"), options: .atomic)
        for beat in 0... {
            if exists(url(name, "answer")) {
                let answer = try JSONDecoder().decode(Answer.self, from: Data(contentsOf: url(name, "answer")))
                try FileManager.default.removeItem(at: url(name, "answer"))
                return try self.answer(answer)
            }
            if beat > patience, exists(url(name, "request")) { break }
            try await Task.sleep(for: Self.wait)
        }
        try FileManager.default.removeItem(at: url(name, "request"))
        throw EngineError(
            .busy, "Another process has the live history open and does not take the recording; try again.")
    }

    /// Works on what was handed over.
    func work(_ take: (URL, Instant?) async throws -> PositionAnswer) async throws {
        for name in try waiting() {
            let working = url(name, "working")
            if !exists(working) { try FileManager.default.moveItem(at: url(name, "request"), to: working) }
            let answer = await answer(to: working, take)
            try JSONEncoder().encode(answer).write(to: url(name, "answer"), options: .atomic)
            try FileManager.default.removeItem(at: working)
        }
    }

    /// What nobody works on, in order of names; one process alone works here, on one request at a time.
    private func waiting() throws -> [String] {
        guard exists(folder) else { return [] }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        let names = files.filter { $0.hasSuffix(".request") || $0.hasSuffix(".working") }
        return Set(names.map { String($0.prefix { $0 != "." }) }).sorted()
    }

    private func answer(
        to file: URL, _ take: (URL, Instant?) async throws -> PositionAnswer
    ) async -> Answer {
        do {
            let request = try JSONDecoder().decode(Request.self, from: Data(contentsOf: file))
            let result = try await take(URL(filePath: request.file), request.start.flatMap { Instant(rfc3339: $0) })
            return Answer(
                accepted: result.accepted, late: result.late, suspect: result.suspect, duplicate: result.duplicate,
                refused: result.refused)
        } catch {
            return Answer(error: "\(error)")
        }
    }

    private func answer(_ answer: Answer) throws -> PositionAnswer {
        if let sentence = answer.error { throw EngineError(.unreadable, sentence) }
        return PositionAnswer(
            accepted: answer.accepted, late: answer.late, suspect: answer.suspect, duplicate: answer.duplicate,
            refusedElsewhere: answer.refused)
    }

    private func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    }

    private func url(_ name: String, _ ending: String) -> URL { folder.appending(path: "\(name).\(ending)") }
}
