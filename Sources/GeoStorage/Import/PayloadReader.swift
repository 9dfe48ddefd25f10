/// Reads the contents of staged records.
struct PayloadReader {
    /// What is read at a time where blocks are kept.
    private static let blockSize = 32 << 10

    private let file: ScratchFile
    private var record: [UInt8] = []
    private var blocks: [UInt8]
    /// The number of the block that each place of `blocks` holds; −1 for none.
    private var held: [Int64]

    /// - Parameter blockCount: How many blocks of 32 KiB are kept: staged records that lie near each other on the map
    ///   lie near each other in most files, too. With 0 every record is read by itself.
    init(_ file: ScratchFile, blockCount: Int = 0) {
        self.file = file
        blocks = [UInt8](repeating: 0, count: blockCount * Self.blockSize)
        held = [Int64](repeating: -1, count: blockCount)
    }

    /// Lends the contents of a record: the values, then the geometry's blob.
    mutating func withContents<R>(
        of entry: StagedEntry, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R {
        let count = Int(entry.valuesLength) + Int(entry.geometryLength)
        let start = Int(entry.offset % Int64(Self.blockSize))
        guard !held.isEmpty, start + count <= Self.blockSize else {
            return try unsafe withRecord(at: entry.offset, count: count, body)
        }
        let place = try load(entry.offset / Int64(Self.blockSize)) * Self.blockSize
        return try unsafe blocks.withUnsafeBytes { bytes in
            try unsafe body(UnsafeRawBufferPointer(rebasing: bytes[place + start..<place + start + count]))
        }
    }

    private mutating func withRecord<R>(
        at offset: Int64, count: Int, _ body: (UnsafeRawBufferPointer) throws -> R
    ) throws -> R {
        if record.count < count { record = [UInt8](repeating: 0, count: count * 2) }
        return try unsafe record.withUnsafeMutableBytes { bytes in
            let contents = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[0..<count])
            try unsafe file.read(at: offset, into: contents)
            return try unsafe body(UnsafeRawBufferPointer(contents))
        }
    }

    /// Reads a block unless it is there, and returns its place.
    private mutating func load(_ block: Int64) throws -> Int {
        let place = Int(block % Int64(held.count))
        guard held[place] != block else { return place }
        let offset = block * Int64(Self.blockSize)
        let count = Int(min(Int64(Self.blockSize), file.size - offset))
        held[place] = -1
        try unsafe blocks.withUnsafeMutableBytes { bytes in
            let start = place * Self.blockSize
            try unsafe file.read(
                at: offset, into: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + count]))
        }
        held[place] = block
        return place
    }
}
