import Foundation
import GeoCore
import LiveMap

/// The folder by which a command hands recordings to the process that serves: a file comes in, an answer goes out.
struct ReplayInbox: Sendable {
    let folder: URL

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
    /// - Throws: `busy` where nobody takes it within a minute, `unreadable` with what the service says of the file.
    func hand(over file: URL, start: Instant?) async throws -> PositionAnswer {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = UUID().uuidString
        let request = Request(file: file.standardizedFileURL.path(percentEncoded: false), start: start?.description)
        try JSONEncoder().encode(request).write(to: url(name, "request"), options: .atomic)
        for beat in 0... {
            if let data = try? Data(contentsOf: url(name, "answer")) {
                try FileManager.default.removeItem(at: url(name, "answer"))
                return try answer(try JSONDecoder().decode(Answer.self, from: data))
            }
            let isWaiting = FileManager.default.fileExists(atPath: url(name, "request").path(percentEncoded: false))
            if isWaiting, beat > 600 { break }
            try await Task.sleep(for: Self.wait)
        }
        try FileManager.default.removeItem(at: url(name, "request"))
        throw EngineError(
            .busy, "Another process has the live history open and does not take the recording; try again.")
    }

    /// Works on what was handed over.
    func work(_ take: (URL, Instant?) async throws -> PositionAnswer) async throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        else {
            return
        }
        for name in names.filter({ $0.hasSuffix(".request") }).sorted() {
            let stem = String(name.dropLast(".request".count))
            let working = url(stem, "working")
            try FileManager.default.moveItem(at: url(stem, "request"), to: working)
            let answer = await answer(to: working, take)
            try JSONEncoder().encode(answer).write(to: url(stem, "answer"), options: .atomic)
            try FileManager.default.removeItem(at: working)
        }
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

    private func url(_ name: String, _ ending: String) -> URL { folder.appending(path: "\(name).\(ending)") }
}
