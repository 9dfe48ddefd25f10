import Foundation
import Tiling

/// A scratch space in one temporary file: buckets are lists of pieces of it.
struct ScratchBuckets: ScratchSpace {
    private let file: ScratchFile
    private var pieces: [Int: [Piece]] = [:]

    private struct Piece {
        let offset: Int64
        let count: Int
    }

    init(folder: URL) throws {
        file = try ScratchFile(in: folder)
    }

    mutating func append(_ bytes: [UInt8], to bucket: Int) throws {
        guard !bytes.isEmpty else { return }
        let offset = try file.append(bytes)
        pieces[bucket, default: []].append(Piece(offset: offset, count: bytes.count))
    }

    mutating func take(_ bucket: Int) throws -> [UInt8] {
        guard let pieces = pieces.removeValue(forKey: bucket) else { return [] }
        try file.flush()
        let total = pieces.reduce(0) { $0 + $1.count }
        return try unsafe [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
            for piece in pieces {
                let target = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: UnsafeMutableRawBufferPointer(buffer)[initialized..<initialized + piece.count])
                try unsafe file.read(at: piece.offset, into: target)
                initialized += piece.count
            }
        }
    }
}
