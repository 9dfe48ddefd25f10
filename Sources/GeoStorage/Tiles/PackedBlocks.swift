import Foundation
import Synchronization
import Tiling

/// The blocks of a tile index in its order, waiting in a scratch file: one side packs them, the other writes them to
/// the store meanwhile.
final class PackedBlocks: Sendable {
    private struct Head {
        var block: TileBlock
        var offset: Int64
        var count: Int
    }

    /// So many blocks are told of at a time.
    private static let step = 256

    private let file: ScratchFile
    private let heads = Mutex<[Head]>([])
    private let reports: AsyncStream<Void>.Continuation
    /// Gives an element from time to time while blocks come, and ends when no more will come.
    let progress: AsyncStream<Void>

    init(folder: URL) throws {
        file = try ScratchFile(in: folder)
        (progress, reports) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many there are so far.
    var count: Int { heads.withLock { $0.count } }

    func append(_ block: TileBlock) throws {
        var head = block
        head.data = []
        let place = Head(block: head, offset: try file.append(block.data), count: block.data.count)
        let count = heads.withLock { heads in
            heads.append(place)
            return heads.count
        }
        guard count.isMultiple(of: Self.step) else { return }
        reports.yield()
    }

    /// Says that no more will come.
    func end() { reports.finish() }

    /// Makes all blocks that there are readable, and returns how many they are.
    func flush() throws -> Int {
        let count = count
        try file.flush()
        return count
    }

    /// A block that has been flushed.
    func block(_ index: Int) throws -> TileBlock {
        let head = heads.withLock { $0[index] }
        var block = head.block
        block.data = try unsafe [UInt8](unsafeUninitializedCapacity: head.count) { buffer, initialized in
            try unsafe file.read(
                at: head.offset,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[0..<head.count]))
            initialized = head.count
        }
        return block
    }
}
