package import GeoCore

/// Writes a PMTiles archive of version 3.
///
/// Tiles may come in any order, each once. Equal contents are stored once. Tiles that come in the order of their ids
/// (as `TileID` sorts) make the archive clustered. Contents wait in a scratch space, because what precedes them in the
/// file is known only at the end; about 40 bytes a tile stay in memory.
package struct PMTilesWriter {
    /// What the archive says of itself.
    package struct Description: Sendable {
        package var format: TileFormat
        package var compression: TileCompression
        package var minZoom: Int
        package var maxZoom: Int
        package var bounds: BoundingBox
        package var center: TileJSON.Center
        /// JSON in UTF-8; for vector tiles it must hold `vector_layers`.
        package var metadata: [UInt8]

        package init(
            format: TileFormat, compression: TileCompression, minZoom: Int, maxZoom: Int, bounds: BoundingBox,
            center: TileJSON.Center, metadata: [UInt8]
        ) {
            self.format = format
            self.compression = compression
            self.minZoom = minZoom
            self.maxZoom = maxZoom
            self.bounds = bounds
            self.center = center
            self.metadata = metadata
        }
    }

    private static let bucketBytes: UInt64 = 4 << 20

    private var scratch: BufferedScratch
    private var entries: [PMTilesDirectory.Entry] = []
    private var contents: [ContentKey: PMTilesDirectory.Entry] = [:]
    private var tileBytes: UInt64 = 0
    private var bucket = 0
    private var bucketEnd: UInt64 = 0

    package init(scratch: any ScratchSpace) {
        self.scratch = BufferedScratch(scratch)
    }

    /// Adds a tile's bytes, compressed as the archive will say. Empty tiles are left out, as the format wants.
    package mutating func add(_ bytes: [UInt8], at tile: TileCoordinate) throws {
        guard !bytes.isEmpty else { return }
        let id = TileID(tile)
        let key = ContentKey(bytes)
        if let known = contents[key] {
            append(PMTilesDirectory.Entry(id: id, offset: known.offset, length: known.length, runLength: 1))
            return
        }
        let entry = PMTilesDirectory.Entry(id: id, offset: tileBytes, length: UInt32(bytes.count), runLength: 1)
        contents[key] = entry
        append(entry)
        try store(bytes)
    }

    /// Writes the archive.
    ///
    /// - Throws: `.invalidInput` where a tile came twice, and whatever scratch space and sink throw.
    package consuming func finish(_ description: Description, to sink: inout some ByteSink) throws {
        let isClustered = zip(entries, entries.dropFirst()).allSatisfy { $0.id < $1.id }
        let addressed = entries.reduce(0) { $0 + UInt64($1.runLength) }
        let runs = try Self.runs(entries)
        let directories = try PMTilesDirectorySet(runs)
        let metadata = try Deflate.gzip(description.metadata.isEmpty ? Array("{}".utf8) : description.metadata)
        let header = header(
            description, directories, metadataLength: metadata.count, addressed: addressed, runs: runs.count,
            isClustered: isClustered)
        for part in [header.bytes, directories.root, metadata, directories.leaves] { try sink.write(part) }
        for number in 0...bucket { try sink.write(try scratch.take(number)) }
    }

    private mutating func store(_ bytes: [UInt8]) throws {
        if tileBytes > bucketEnd + Self.bucketBytes {
            bucket += 1
            bucketEnd = tileBytes
        }
        try scratch.append(bytes, to: bucket)
        tileBytes += UInt64(bytes.count)
    }

    /// Adds an entry, or makes the last one's run longer where it continues it.
    private mutating func append(_ entry: PMTilesDirectory.Entry) {
        if let last = entries.last, last.offset == entry.offset,
            last.id.value + UInt64(last.runLength) == entry.id.value
        {
            entries[entries.count - 1].runLength += 1
        } else {
            entries.append(entry)
        }
    }
}

extension PMTilesWriter {
    /// Two hashes and the length tell contents apart: 128 bits, so that equal keys mean equal tiles.
    private struct ContentKey: Hashable {
        let first: UInt64
        let second: UInt64
        let length: Int

        init(_ bytes: [UInt8]) {
            first = StableHash.hash(bytes)
            second = StableHash.hash(bytes, seed: first ^ 0x5851_F42D_4C95_7F2D)
            length = bytes.count
        }
    }

    /// The entries in the order of their ids, neighbours with the same content joined.
    private static func runs(_ entries: [PMTilesDirectory.Entry]) throws -> [PMTilesDirectory.Entry] {
        var runs: [PMTilesDirectory.Entry] = []
        for entry in entries.sorted(by: { $0.id < $1.id }) {
            guard let last = runs.last else {
                runs.append(entry)
                continue
            }
            let end = last.id.value + UInt64(last.runLength)
            guard end <= entry.id.value else {
                throw TilingError(.invalidInput, "Tile \(entry.id.value) was added to the archive twice.")
            }
            if end == entry.id.value, last.offset == entry.offset {
                runs[runs.count - 1].runLength += entry.runLength
            } else {
                runs.append(entry)
            }
        }
        return runs
    }

    private func header(
        _ description: Description, _ directories: PMTilesDirectorySet, metadataLength: Int, addressed: UInt64,
        runs: Int, isClustered: Bool
    ) -> PMTilesHeader {
        var end = UInt64(PMTilesHeader.size)
        func next(_ length: Int) -> PMTilesHeader.Section {
            defer { end += UInt64(length) }
            return PMTilesHeader.Section(offset: end, length: UInt64(length))
        }
        return PMTilesHeader(
            root: next(directories.root.count), metadata: next(metadataLength), leaves: next(directories.leaves.count),
            tiles: PMTilesHeader.Section(offset: end, length: tileBytes), addressedTiles: addressed,
            tileEntries: UInt64(runs), tileContents: UInt64(contents.count), isClustered: isClustered,
            internalCompression: .gzip, tileCompression: description.compression, format: description.format,
            minZoom: description.minZoom, maxZoom: description.maxZoom, bounds: description.bounds,
            center: description.center)
    }
}

/// The compressed directories of an archive: everything in the root where it fits, else leaves that the root lists.
struct PMTilesDirectorySet {
    let root: [UInt8]
    let leaves: [UInt8]

    init(_ entries: [PMTilesDirectory.Entry]) throws(TilingError) {
        guard !entries.isEmpty else {
            throw TilingError(.invalidInput, "An archive without a single tile cannot be written.")
        }
        let whole = entries.count > 16_384 ? nil : try Self.compress(entries[...])
        if let whole, whole.count <= PMTilesHeader.rootLimit {
            root = whole
            leaves = []
            return
        }
        var leafSize = max(4096, entries.count / 3500)
        while true {
            let (root, leaves) = try Self.split(entries, leafSize: leafSize)
            if root.count <= PMTilesHeader.rootLimit {
                self.root = root
                self.leaves = leaves
                return
            }
            leafSize += leafSize / 5
        }
    }

    private static func split(
        _ entries: [PMTilesDirectory.Entry], leafSize: Int
    ) throws(TilingError) -> (root: [UInt8], leaves: [UInt8]) {
        var leaves: [UInt8] = []
        var roots: [PMTilesDirectory.Entry] = []
        for start in stride(from: 0, to: entries.count, by: leafSize) {
            let leaf = try compress(entries[start..<min(entries.count, start + leafSize)])
            roots.append(
                PMTilesDirectory.Entry(
                    id: entries[start].id, offset: UInt64(leaves.count), length: UInt32(leaf.count), runLength: 0))
            leaves += leaf
        }
        return (try compress(roots[...]), leaves)
    }

    private static func compress(_ entries: ArraySlice<PMTilesDirectory.Entry>) throws(TilingError) -> [UInt8] {
        try Deflate.gzip(PMTilesDirectory(entries: Array(entries)).bytes, level: 9)
    }
}
