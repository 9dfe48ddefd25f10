package import Foundation
package import GeoCore
import LiveMap

/// Runs a file of recorded positions through the same rules as the live feed.
///
/// Beside a running service the file is handed to it, since one process alone writes the live history.
package struct PositionReplay: Sendable {
    private let engine: Engine
    private let start: Instant?
    /// A megabyte each: some ten seconds of judging.
    private static let piecesBetweenKeeping = 16

    /// - Parameter start: When an NMEA file without times begins.
    package init(engine: Engine, start: Instant?) {
        self.engine = engine
        self.start = start
    }

    /// - Parameter progress: Told how many bytes of how many have been run through.
    /// - Throws: `notFound` or `unreadable` for a file that cannot be read, `invalidParameter` where it holds no positions.
    package func run(_ file: URL, progress: @escaping @Sendable (Int, Int) -> Void) async throws -> PositionAnswer {
        do {
            try await engine.live.begin(clock: .recording)
        } catch let error as EngineError where error.code == .busy {
            return try await ReplayInbox(folder: engine.live.inboxFolder).hand(over: file, start: start)
        }
        let answer = try await take(file, keepingProgress: true, progress: progress)
        try await engine.live.finishReplay()
        try await engine.live.end()
        return answer
    }

    /// Runs a file through the service of this process.
    ///
    /// - Parameter keepingProgress: Whether nobody else keeps how far judging has come, for whoever goes on after an interruption.
    func take(
        _ file: URL, keepingProgress: Bool = false, progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> PositionAnswer {
        var pieces = try RecordingPieces(file, start: start, now: engine.live.currentInstant)
        var answer = PositionAnswer()
        var count = 0
        var next = try pieces.next()
        while let batch = next {
            let place = pieces.place
            async let part = engine.live.replay(batch)
            // Read while the piece before it is made durable and judged.
            next = try pieces.next()
            answer = answer + (try await part)
            progress(place, pieces.size)
            count += 1
            if keepingProgress, count.isMultiple(of: Self.piecesBetweenKeeping) { try await engine.live.keep() }
        }
        return answer
    }
}

/// A recording in a file, a piece at a time.
private struct RecordingPieces {
    private let handle: FileHandle
    private let start: Instant?
    private let now: Instant
    private var reader: RecordingReader?
    private var isOver = false
    /// Bytes of the file, and of them those that were read.
    let size: Int
    private(set) var place = 0
    private static let bytesAtOnce = 1 << 20

    /// - Throws: `notFound` for a file that cannot be read.
    init(_ file: URL, start: Instant?, now: Instant) throws {
        let isFolder: Bool
        do {
            isFolder = try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
            handle = try FileHandle(forReadingFrom: file)
        } catch {
            throw EngineError(
                .notFound, "The file “\(file.lastPathComponent)” cannot be read: is the path right?", underlying: error)
        }
        guard !isFolder else {
            throw EngineError(
                .notFound, "“\(file.lastPathComponent)” is a folder; name the file of positions in it.")
        }
        self.start = start
        self.now = now
        size = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
    }

    /// The positions of the next piece; `nil` at the end.
    mutating func next() throws -> PositionBatch? {
        guard !isOver else { return nil }
        guard let data = try handle.read(upToCount: Self.bytesAtOnce), !data.isEmpty else {
            isOver = true
            try handle.close()
            return try reader?.finish()
        }
        let bytes = Array(data)
        place += bytes.count
        var reader = self.reader ?? RecordingReader(firstBytes: bytes, start: start, now: now)
        self.reader = nil
        defer { self.reader = reader }
        return try reader.consume(bytes)
    }
}

/// Reads a recording piece by piece, in whichever of its forms it is.
struct RecordingReader {
    private enum Form {
        case table(PositionTable)
        case sentences(NMEAReplay)
        case lines(LineReader)
    }

    private var form: Form

    /// Tells the form by how the file begins: `{` or `[` is JSON, `!`, `$` or `\` NMEA, all else a table.
    init(firstBytes: [UInt8], start: Instant?, now: Instant) {
        let reader = LiveMap.PositionReader(now: now)
        let first = firstBytes.first { ![0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
        switch first.map(Character.init(ascii:)) {
        case "{", "[": form = .lines(LineReader(reader: reader))
        case "!", "$", "\\": form = .sentences(NMEAReplay(start: start))
        default: form = .table(PositionTable(reader: reader))
        }
    }

    /// - Throws: `invalidParameter` for a table without the columns of positions, or JSON that is cut nowhere.
    mutating func consume(_ bytes: [UInt8]) throws -> PositionBatch {
        try translating {
            switch form {
            case .table(var table):
                defer { form = .table(table) }
                return try table.consume(bytes)
            case .sentences(var sentences):
                defer { form = .sentences(sentences) }
                return sentences.consume(bytes)
            case .lines(var lines):
                defer { form = .lines(lines) }
                return try lines.consume(bytes)
            }
        }
    }

    /// - Throws: `unreadable` also where nothing in sentences says when any position was.
    mutating func finish() throws -> PositionBatch {
        if case .sentences(let sentences) = form, sentences.clock == nil, sentences.untimed > 0 {
            throw EngineError(
                .unreadable,
                "Nothing in the file says when its \(sentences.untimed) positions were; say with --start when it begins."
            )
        }
        return try translating {
            switch form {
            case .table(var table): try table.finish()
            case .sentences(var sentences): sentences.finish()
            case .lines(var lines): try lines.finish()
            }
        }
    }

    private func translating(_ body: () throws -> PositionBatch) throws -> PositionBatch {
        do {
            return try body()
        } catch let error as PositionBodyError {
            throw EngineError(.unreadable, "The file holds no positions that can be read: \(error.message).")
        }
    }
}

/// Cuts NDJSON at its line ends.
private struct LineReader {
    let reader: LiveMap.PositionReader
    private var rest: [UInt8] = []
    private var count = 0
    /// A line, or an array that is one line, has at most so many bytes.
    private static let longest = 64 << 20

    init(reader: LiveMap.PositionReader) {
        self.reader = reader
    }

    mutating func consume(_ bytes: [UInt8]) throws(PositionBodyError) -> PositionBatch {
        rest += bytes
        // An array is read whole, since its records need not stand on lines of their own.
        guard rest.first(where: { $0 > 0x20 }) != UInt8(ascii: "[") else {
            guard rest.count <= Self.longest else {
                throw PositionBodyError(
                    code: .tooMany, offset: 0, message: "an array of more than 64 MB; write one object a line")
            }
            return PositionBatch()
        }
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return PositionBatch() }
        let whole = Array(rest[...end])
        rest.removeSubrange(...end)
        return try read(whole, .lines)
    }

    mutating func finish() throws(PositionBodyError) -> PositionBatch {
        let isArray = rest.first(where: { $0 > 0x20 }) == UInt8(ascii: "[")
        return rest.isEmpty ? PositionBatch() : try read(rest, isArray ? .json : .lines)
    }

    private mutating func read(
        _ bytes: [UInt8], _ form: LiveMap.PositionReader.Form
    ) throws(PositionBodyError) -> PositionBatch {
        var batch = try reader.read(bytes, form: form)
        for index in batch.refusals.indices { batch.refusals[index].index += count }
        count += batch.count
        return batch
    }
}

extension Character {
    fileprivate init(ascii byte: UInt8) {
        self.init(Unicode.Scalar(byte))
    }
}
