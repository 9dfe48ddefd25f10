package import GeoCore

/// Reads tiles out of a PMTiles archive of version 3.
///
/// Opening reads the header, then the root directory; a tile takes one read for each leaf directory on its way and one
/// for itself. Every length is checked before it is read.
package struct PMTilesReader: Sendable {
    /// Directories and tiles longer than this are refused.
    private static let greatestLength = 64 << 20
    /// Leaves in leaves in leaves: what writers make; a loop ends here.
    private static let deepestLeaf = 4

    package let header: PMTilesHeader
    private let source: any ByteSource
    private let root: PMTilesDirectory

    private init(header: PMTilesHeader, source: any ByteSource, root: PMTilesDirectory) {
        self.header = header
        self.source = source
        self.root = root
    }

    /// Opens an archive.
    ///
    /// - Throws: `.invalidArchive` or `.unsupported`, and whatever the source throws.
    package static func open(_ source: any ByteSource) async throws -> PMTilesReader {
        let start = try await source.read(at: 0, count: PMTilesHeader.size)
        let header = try PMTilesHeader(start)
        let stored = try await read(header.root.offset, header.root.length, from: source)
        let root = try PMTilesDirectory(try expand(stored, header.internalCompression))
        return PMTilesReader(header: header, source: source, root: root)
    }

    /// The bytes of a tile as they are stored, or `nil` where the archive has none.
    package func tile(at coordinate: TileCoordinate) async throws -> StoredTile? {
        guard let entry = try await entry(for: TileID(coordinate)) else { return nil }
        guard UInt64(entry.length) <= header.tiles.length, entry.offset <= header.tiles.length - UInt64(entry.length)
        else {
            throw TilingError(.invalidArchive, "Tile \(coordinate) lies outside the archive's tile data.")
        }
        let bytes = try await Self.read(header.tiles.offset + entry.offset, UInt64(entry.length), from: source)
        return StoredTile(bytes: bytes, format: header.format, compression: header.tileCompression)
    }

    /// The JSON metadata as UTF-8.
    package func metadata() async throws -> [UInt8] {
        guard header.metadata.length > 0 else { return [] }
        let bytes = try await Self.read(header.metadata.offset, header.metadata.length, from: source)
        return try Self.expand(bytes, header.internalCompression)
    }

    /// Calls back for every run of tiles in the order of their ids; leaf directories are read on the way.
    package func forEachEntry(_ body: (PMTilesDirectory.Entry) async throws -> Void) async throws {
        try await visit(root, depth: 0, body)
    }

    private func visit(
        _ directory: PMTilesDirectory, depth: Int, _ body: (PMTilesDirectory.Entry) async throws -> Void
    ) async throws {
        for entry in directory.entries {
            if entry.isLeaf {
                try await visit(try await leaf(entry, depth: depth + 1), depth: depth + 1, body)
            } else {
                try await body(entry)
            }
        }
    }

    private func entry(for id: TileID) async throws -> PMTilesDirectory.Entry? {
        var directory = root
        var depth = 0
        while let entry = directory.entry(for: id) {
            guard entry.isLeaf else { return entry }
            depth += 1
            directory = try await leaf(entry, depth: depth)
        }
        return nil
    }

    private func leaf(_ entry: PMTilesDirectory.Entry, depth: Int) async throws -> PMTilesDirectory {
        guard depth <= Self.deepestLeaf else {
            throw TilingError(.invalidArchive, "The archive's leaf directories lead into each other without end.")
        }
        let section = header.leaves
        guard UInt64(entry.length) <= section.length, entry.offset <= section.length - UInt64(entry.length) else {
            throw TilingError(.invalidArchive, "A leaf directory lies outside the archive's directories.")
        }
        let bytes = try await Self.read(section.offset + entry.offset, UInt64(entry.length), from: source)
        return try PMTilesDirectory(try Self.expand(bytes, header.internalCompression))
    }
}

extension PMTilesReader: TileSource {}

extension PMTilesReader {
    private static func read(_ offset: UInt64, _ length: UInt64, from source: any ByteSource) async throws -> [UInt8] {
        guard length <= UInt64(greatestLength) else {
            throw TilingError(.invalidArchive, "A part of the archive has \(length) bytes, which is refused.")
        }
        let bytes = try await source.read(at: offset, count: Int(length))
        guard bytes.count == Int(length) else {
            throw TilingError(.invalidArchive, "The archive is cut off: \(length) bytes at \(offset) are not there.")
        }
        return bytes
    }

    private static func expand(_ bytes: [UInt8], _ compression: TileCompression) throws(TilingError) -> [UInt8] {
        switch compression {
        case .none: return bytes
        case .gzip: return try Deflate.gunzip(bytes, limit: greatestLength)
        case .unknown, .brotli, .zstd:
            throw TilingError(
                .unsupported, "The archive's directories are compressed by \(compression); only gzip is read.")
        }
    }
}
