import Foundation
import Tiling

/// A file as the sink of an archive.
struct FileByteSink: ByteSink {
    private let handle: FileHandle

    init(_ file: URL) throws {
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw EngineError(.failed, "\(file.lastPathComponent) cannot be written; check its folder and free space.")
        }
        handle = try FileHandle(forWritingTo: file)
    }

    mutating func write(_ bytes: [UInt8]) throws {
        try handle.write(contentsOf: Data(bytes))
    }

    /// Ends the file with its data on the disk.
    func close() throws {
        try handle.synchronize()
        try handle.close()
    }
}

/// A file as the source of an archive.
struct FileByteSource: ByteSource {
    private let handle: FileHandle

    init(_ file: URL) throws {
        do {
            handle = try FileHandle(forReadingFrom: file)
        } catch {
            throw EngineError(.unreadable, "\(file.path) cannot be read; check the path.", underlying: error)
        }
    }

    func read(at offset: UInt64, count: Int) async throws -> [UInt8] {
        try handle.seek(toOffset: offset)
        return Array(try handle.read(upToCount: count) ?? Data())
    }
}

/// Buckets in one temporary file that has no name, so that nothing is left behind however the process ends.
final class FileScratchSpace: ScratchSpace {
    private struct Piece {
        var offset: UInt64
        var count: Int
    }

    private let handle: FileHandle
    private var pieces: [Int: [Piece]] = [:]
    private var end: UInt64 = 0

    init(folder: URL) throws {
        let file = folder.appending(path: ".bando-\(UUID().uuidString)")
        guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
            throw EngineError(.failed, "The folder \(folder.path) cannot be written; check its permissions.")
        }
        handle = try FileHandle(forUpdating: file)
        try FileManager.default.removeItem(at: file)
    }

    func append(_ bytes: [UInt8], to bucket: Int) throws {
        try handle.seek(toOffset: end)
        try handle.write(contentsOf: Data(bytes))
        pieces[bucket, default: []].append(Piece(offset: end, count: bytes.count))
        end += UInt64(bytes.count)
    }

    func take(_ bucket: Int) throws -> [UInt8] {
        try (pieces.removeValue(forKey: bucket) ?? []).flatMap { piece in
            try handle.seek(toOffset: piece.offset)
            return try handle.read(upToCount: piece.count) ?? Data()
        }
    }
}
