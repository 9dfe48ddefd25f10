package import Foundation
package import GeoCore
import GeoNative
import Synchronization
package import Tiling

/// The rasters of a workspace: registered once, drawn as tiles on request.
package final class RasterService: Sendable {
    private struct Register {
        var modified: Date?
        var rasters: [String: RegisteredRaster] = [:]
    }

    private let file: URL
    private let pool: GeoWorkerPool
    private let flights = SingleFlight<RasterTileKey, ServedTile?>()
    private let register = Mutex(Register())

    init(workspace: Workspace, pool: GeoWorkerPool) {
        file = workspace.dataFolder.appending(path: "rasters.json")
        self.pool = pool
    }

    /// Every registered raster, ordered by id.
    package var rasters: [RegisteredRaster] {
        register.withLock { $0.rasters.values.sorted { $0.id < $1.id } }
    }

    /// Registers one file, or a mosaic of files of which later ones lie on top; an id that is there is replaced.
    ///
    /// - Throws: `EngineError` with one sentence where a file is no raster, or does not say where it lies.
    @discardableResult
    package func add(_ id: String, files: [URL], crs: CRS?) async throws -> RegisteredRaster {
        guard LayerID(id) != nil else {
            throw EngineError(.invalidParameter, "“\(id)” is no id: use lower-case letters, digits and hyphens.")
        }
        let paths = files.map { $0.standardizedFileURL.path }
        let raster = try await EngineError.translating {
            try await self.pool.run { context in try RegisteredRaster(id: id, paths: paths, crs: crs, in: &context) }
        }
        try read()
        try write(register.withLock { $0.rasters.values.filter { $0.id != id } } + [raster])
        return raster
    }

    /// Reads the register anew where another process has changed it.
    func refresh() throws {
        guard let modified = try modificationTime(), register.withLock({ $0.modified != modified }) else { return }
        try read()
    }

    private func read() throws {
        guard let modified = try modificationTime() else { return }
        let rasters = try JSONDecoder().decode([RegisteredRaster].self, from: Data(contentsOf: file))
        register.withLock { register in
            register.modified = modified
            register.rasters = Dictionary(rasters.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        }
    }

    /// `nil` where nothing was registered yet.
    private func modificationTime() throws -> Date? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
    }

    private func write(_ rasters: [RegisteredRaster]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(rasters.sorted { $0.id < $1.id }).write(to: file, options: .atomic)
        try read()
    }
}

/// A raster as the workspace knows it.
package struct RegisteredRaster: Codable, Sendable {
    package var id: String
    var source: RasterSource
    /// The zooms worth drawing: from where a tile reads a bounded part of the raster to where its detail ends.
    package var minZoom: Int
    package var maxZoom: Int
    /// Whether its values are heights, so that it can be drawn as hillshade and as Terrain-RGB.
    package var isElevation: Bool

    init(id: String, paths: [String], crs: CRS?, in context: inout GeoContext) throws {
        self.id = id
        var files: [RasterFile] = []
        var zooms: [ClosedRange<Int>] = []
        isElevation = true
        for path in paths {
            let info = try context.rasterInfo(path, assignedCRS: crs)
            guard let file = info.file, let placement = info.placement else {
                let reason = info.problems.first ?? "it does not say where it lies"
                throw EngineError(.unreadable, "\((path as NSString).lastPathComponent): \(reason)")
            }
            files.append(file)
            zooms.append(placement.zooms)
            isElevation = isElevation && info.bands.count == 1 && info.paletteCount == 0
        }
        source = RasterSource(files: files)
        minZoom = zooms.map(\.lowerBound).max() ?? 0
        maxZoom = zooms.map(\.upperBound).max() ?? 0
    }

    package var extent: BoundingBox {
        source.extent ?? BoundingBox(west: -180, south: -85, east: 180, north: 85)
    }
}

/// What makes two raster tiles the same.
struct RasterTileKey: Hashable, Sendable {
    var name: String
    var coordinate: TileCoordinate
    var format: TileFormat
}

// MARK: - Tiles

extension RasterService {
    /// The id and the style that a name such as `elevation:hillshade` means; `nil` for one that is not registered.
    func raster(named name: String) -> (raster: RegisteredRaster, style: RasterStyle)? {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        guard let id = parts.first, let raster = register.withLock({ $0.rasters[id] }) else { return nil }
        guard parts.count == 2 else { return (raster, .image) }
        guard raster.isElevation else { return nil }
        switch parts[1] {
        case "hillshade": return (raster, .hillshade(Hillshade()))
        case "terrain-rgb": return (raster, .terrainRGB)
        default: return nil
        }
    }

    /// A tile of a raster, or `nil` where it has nothing to show.
    ///
    /// - Throws: `notFound` for an unknown raster or a zoom beyond its range, `busy` where too many wait.
    package func tile(
        _ name: String, at coordinate: TileCoordinate, format: TileFormat, for caller: Caller
    ) async throws -> ServedTile? {
        guard let (raster, style) = raster(named: name) else {
            throw EngineError(.notFound, "There is no raster “\(name)”.")
        }
        guard (raster.minZoom...raster.maxZoom).contains(coordinate.z) else {
            throw EngineError(.notFound, "The raster “\(name)” has zooms \(raster.minZoom) to \(raster.maxZoom).")
        }
        guard let kind = RasterTileFormat(pathExtension: format.pathExtension) else {
            throw EngineError(.notFound, "Raster tiles end in .png, .jpg or .webp.")
        }
        if style == .terrainRGB, kind == .jpeg {
            throw EngineError(.notFound, "Terrain-RGB is not given as JPEG, which would falsify it; ask for .png.")
        }
        let key = RasterTileKey(name: name, coordinate: coordinate, format: format)
        let request = RasterTileRequest(tile: coordinate, style: style, format: kind)
        return try await flights.value(for: key) { [pool] in
            try await EngineError.translating { try await Self.draw(request, of: raster.source, in: pool) }
        }
    }

    /// An empty JPEG is a white one, since that format has no transparency.
    private static func draw(
        _ request: RasterTileRequest, of source: RasterSource, in pool: GeoWorkerPool
    ) async throws -> ServedTile? {
        let bytes = try await pool.run { context -> [UInt8]? in
            if let bytes = try context.rasterTile(request, of: source) { return bytes }
            return request.format == .jpeg ? try context.emptyRasterTile(format: .jpeg) : nil
        }
        return bytes.map { bytes in
            ServedTile(
                bytes: bytes, etag: TileDigest.etag(of: bytes), mediaType: request.format.mediaType,
                isCompressed: false)
        }
    }

    /// The raster as a tileset.
    func tileset(named name: String) -> TileJSON? {
        guard let (raster, style) = raster(named: name) else { return nil }
        let ending = style == .image && !raster.isElevation ? "webp" : "png"
        let zooms = raster.minZoom...raster.maxZoom
        var others = [JSONMember(name: "tileSize", value: .integer(256))]
        if style == .terrainRGB { others.append(JSONMember(name: "encoding", value: .text("mapbox"))) }
        return TileJSON(
            tiles: ["/tiles/\(name)/{z}/{x}/{y}.\(ending)"], name: name, minZoom: raster.minZoom,
            maxZoom: raster.maxZoom, bounds: raster.extent, center: .framing(raster.extent, zooms: zooms),
            others: others)
    }
}
