package import GeoCore

/// The header of a PMTiles archive of version 3: 127 bytes, little-endian.
package struct PMTilesHeader: Hashable, Sendable {
    package static let size = 127
    /// A reader fetches this many bytes first; the root directory must end within them.
    package static let firstRead = 16_384
    /// The most bytes that a root directory may have.
    package static let rootLimit = firstRead - size

    /// A part of the archive.
    package struct Section: Hashable, Sendable {
        package var offset: UInt64
        package var length: UInt64

        package init(offset: UInt64, length: UInt64) {
            self.offset = offset
            self.length = length
        }
    }

    package var root: Section
    package var metadata: Section
    package var leaves: Section
    package var tiles: Section
    /// 0 where the writer did not count.
    package var addressedTiles: UInt64
    package var tileEntries: UInt64
    package var tileContents: UInt64
    /// Whether tiles lie in the order of their ids.
    package var isClustered: Bool
    package var internalCompression: TileCompression
    package var tileCompression: TileCompression
    package var format: TileFormat
    package var minZoom: Int
    package var maxZoom: Int
    package var bounds: BoundingBox
    package var center: TileJSON.Center

    package init(
        root: Section, metadata: Section, leaves: Section, tiles: Section, addressedTiles: UInt64,
        tileEntries: UInt64, tileContents: UInt64, isClustered: Bool, internalCompression: TileCompression,
        tileCompression: TileCompression, format: TileFormat, minZoom: Int, maxZoom: Int, bounds: BoundingBox,
        center: TileJSON.Center
    ) {
        self.root = root
        self.metadata = metadata
        self.leaves = leaves
        self.tiles = tiles
        self.addressedTiles = addressedTiles
        self.tileEntries = tileEntries
        self.tileContents = tileContents
        self.isClustered = isClustered
        self.internalCompression = internalCompression
        self.tileCompression = tileCompression
        self.format = format
        self.minZoom = minZoom
        self.maxZoom = maxZoom
        self.bounds = bounds
        self.center = center
    }

    /// Reads the first 127 bytes of an archive.
    ///
    /// - Throws: `.invalidArchive` where they are not a header, `.unsupported` for another version.
    package init(_ bytes: [UInt8]) throws(TilingError) {
        guard bytes.count >= Self.size, bytes.starts(with: Array("PMTiles".utf8)) else {
            throw TilingError(.invalidArchive, "The file is no PMTiles archive: it does not begin with one's header.")
        }
        guard bytes[7] == 3 else {
            throw TilingError(.unsupported, "The archive is PMTiles version \(bytes[7]); only version 3 is read.")
        }
        guard let internalCompression = TileCompression(rawValue: bytes[97]),
            let tileCompression = TileCompression(rawValue: bytes[98])
        else {
            throw TilingError(.invalidArchive, "The archive's header names a compression that does not exist.")
        }
        func section(_ at: Int) -> Section {
            Section(offset: Self.number(bytes, at, 8), length: Self.number(bytes, at + 8, 8))
        }
        self.init(
            root: section(8), metadata: section(24), leaves: section(40), tiles: section(56),
            addressedTiles: Self.number(bytes, 72, 8), tileEntries: Self.number(bytes, 80, 8),
            tileContents: Self.number(bytes, 88, 8), isClustered: bytes[96] == 1,
            internalCompression: internalCompression, tileCompression: tileCompression,
            format: TileFormat(rawValue: bytes[99]) ?? .unknown, minZoom: Int(bytes[100]), maxZoom: Int(bytes[101]),
            bounds: BoundingBox(
                west: Self.degrees(bytes, 102), south: Self.degrees(bytes, 106), east: Self.degrees(bytes, 110),
                north: Self.degrees(bytes, 114)),
            center: TileJSON.Center(
                coordinate: Coordinate(x: Self.degrees(bytes, 119), y: Self.degrees(bytes, 123)),
                zoom: Int(bytes[118])))
        try check()
    }

    /// The 127 bytes.
    package var bytes: [UInt8] {
        var result = Array("PMTiles".utf8) + [3]
        for section in [root, metadata, leaves, tiles] {
            result.appendNumber(section.offset)
            result.appendNumber(section.length)
        }
        for count in [addressedTiles, tileEntries, tileContents] { result.appendNumber(count) }
        result += [isClustered ? 1 : 0, internalCompression.rawValue, tileCompression.rawValue, format.rawValue]
        result += [UInt8(clamping: minZoom), UInt8(clamping: maxZoom)]
        for value in [bounds.west, bounds.south, bounds.east, bounds.north] { result.appendNumber(Self.fixed(value)) }
        result.append(UInt8(clamping: center.zoom))
        for value in [center.coordinate.x, center.coordinate.y] { result.appendNumber(Self.fixed(value)) }
        return result
    }

    private func check() throws(TilingError) {
        guard root.length > 0, root.length <= UInt64(Self.rootLimit), root.offset >= UInt64(Self.size) else {
            throw TilingError(.invalidArchive, "The archive's root directory is empty, too long or inside the header.")
        }
        for section in [root, metadata, leaves, tiles]
        where section.offset.addingReportingOverflow(section.length).overflow {
            throw TilingError(.invalidArchive, "A section of the archive ends beyond all numbers.")
        }
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
        bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private static func degrees(_ bytes: [UInt8], _ offset: Int) -> Double {
        Double(Int32(truncatingIfNeeded: number(bytes, offset, 4))) / 1e7
    }

    private static func fixed(_ degrees: Double) -> Int32 {
        Int32(clamping: Int((min(max(degrees, -214), 214) * 1e7).rounded()))
    }
}
