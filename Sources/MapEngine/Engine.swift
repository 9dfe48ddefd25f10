package import Foundation
package import GeoCore
import GeoNative
import GeoStorage
package import Logging
import Synchronization
import Tiling

/// Bando without its edges: a workspace, its store and its workers, behind the operations that users ask for.
///
/// One for a process. Every operation takes the caller, and none reads a clock, a flag or the environment.
package final class Engine: Sendable {
    package let workspace: Workspace
    package let configuration: WorkspaceConfiguration
    package let logger: Logger
    /// Where the map console's files are.
    package let consoleFolder: URL
    package let tiles: TileService
    package let features: FeatureService
    package let units: UnitService
    package let rasters: RasterService
    package let styles: StyleLibrary
    package let drawing: DrawingService
    package let coordinates: CoordinateService
    package let tokens: TokenService
    package let reports: ReportService
    package let cameras: CameraService
    package let indicators: IndicatorService
    package let importer: LayerImporter
    package let inspector: SourceInspector
    package let exporter: LayerExporter
    package let live: LiveService
    package let tracks: TrackTileService
    package let past: PastPositions
    let store: SpatiaLiteStore
    let state: EngineState
    private let now: @Sendable () -> Date

    /// Opens a workspace: reads its definitions, opens its store, starts its workers.
    ///
    /// - Parameters:
    ///   - share: Where the pages of the map are.
    ///   - now: Tells the time; tests bring their own.
    /// - Throws: `ConfigurationIssues` for a bad definition or `bando.yaml`, `EngineError` where the store cannot be opened.
    package init(
        workspace: Workspace, share: ShareFolder, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        self.workspace = workspace
        self.logger = logger
        self.now = now
        configuration = try workspace.readConfiguration()
        let catalogue = try workspace.readCatalogue()
        try FileManager.default.createDirectory(at: workspace.dataFolder, withIntermediateDirectories: true)
        consoleFolder = share.root.appending(path: "web", directoryHint: .isDirectory)
        store = try EngineError.translating { try SpatiaLiteStore(url: workspace.databaseFile) }
        let pool = try EngineError.translating {
            try GeoWorkerPool(
                workerCount: ProcessInfo.processInfo.activeProcessorCount, waitLimit: 256)
        }
        state = EngineState(catalogue: catalogue)
        let cache = TileMemoryCache(byteLimit: configuration.cache.memoryMegabytes << 20)
        tiles = TileService(
            store: store, state: state, cache: cache, queueLimit: configuration.limits.queuedTiles)
        units = UnitService(store: store, state: state, pool: pool, now: now)
        features = FeatureService(store: store, state: state, units: units)
        rasters = RasterService(workspace: workspace, pool: pool)
        styles = StyleLibrary(folder: workspace.stylesFolder)
        drawing = DrawingService(iconsFolder: workspace.stylesFolder.appending(path: "icons"))
        coordinates = CoordinateService(pool: pool)
        tokens = TokenService(store: store, now: now)
        reports = try ReportService(
            workspace: workspace, configuration: configuration.reports, store: store, state: state, units: units,
            pool: pool, now: now)
        cameras = CameraService(store: store, state: state, features: features, units: units, now: now)
        indicators = IndicatorService(
            catalogue: try workspace.readIndicators(layers: catalogue), store: store, state: state, units: units,
            features: features, now: now)
        importer = LayerImporter(
            workspace: workspace, store: store, state: state, units: units, pool: pool,
            province: configuration.province.code, now: now)
        exporter = LayerExporter(features: features, pool: pool)
        live = LiveService(
            workspace: workspace, store: store, state: state, units: units, tiles: tiles, logger: logger, now: now)
        tracks = TrackTileService(live: live, state: state)
        past = PastPositions(workspace: workspace, store: store, state: state, units: units, live: live)
        inspector = SourceInspector(importer: importer, state: state, pool: pool)
        state.begin(atTileSequence: try await store.newestTileChange())
        try await refresh()
    }

    /// The definitions as of now.
    package var catalogue: Catalogue { state.catalogue }

    /// What the store holds of each layer, as of the last refresh.
    package var statuses: [LayerID: LayerStatus] { state.statuses }

    /// The definition of a layer that the caller may read.
    ///
    /// - Throws: `notFound`, `unauthenticated` or `forbidden`.
    package func layer(_ name: String, for caller: Caller) throws -> LayerDefinition {
        try state.layer(name, for: caller)
    }

    /// Reads the definitions anew; on an error the old ones stay.
    package func reload() async throws {
        let catalogue = try workspace.readCatalogue()
        indicators.replace(try workspace.readIndicators(layers: catalogue))
        state.replace(catalogue)
        try reports.reload()
        styles.forget()
        try await followDefinitions()
        try await refresh()
    }

    /// Makes the tile index of layers anew whose definition says other things of tiles than when it was made.
    package func followDefinitions() async throws {
        for id in statuses.keys.sorted() {
            guard let definition = catalogue[id] else { continue }
            try await EngineError.translating {
                _ = try await self.store.prepareLayer(definition, author: "definition", time: self.now())
            }
        }
    }

    /// Takes notice of what has been committed, here or by another process.
    package func refresh() async throws {
        let changes = try await store.tileChanges(after: state.tileSequence)
        let stored = try await store.layers()
        let revisions = try await store.newestRevisions()
        state.update(stored: stored, revisions: revisions)
        let news = state.advance(past: changes)
        for change in news { tiles.expire(change.layer, change.tiles) }
        try await live.announce(news)
        try rasters.refresh()
    }

    /// Removes what is kept no longer: events after 7 days, positions after 36 months, contacts after the configured time.
    package func keepHouse() async throws {
        try await live.removeOutdated()
        _ = try await reports.eraseOldContacts()
    }

    /// The revisions of a layer, newest first.
    package func revisions(of layer: LayerID) async throws -> [LayerRevision] {
        try await EngineError.translating { try await self.store.revisions(of: layer) }
    }

    /// Brings the rows of a revision back as a new one; `nil` where nothing had changed since.
    package func rollback(_ layer: LayerID, to revision: Int64, author: String) async throws -> Int64? {
        try await EngineError.translating {
            try await self.store.rollback(layer, to: revision, author: author, time: self.now()).revision?.number
        }
    }

    /// Takes a layer's features out of the store; its definition stays.
    package func drop(_ layer: LayerID, author: String) async throws {
        try await EngineError.translating { try await self.store.drop(layer, author: author, time: self.now()) }
        try await refresh()
    }

    /// The tile of layers as of a day, not cached; `nil` where none of them had anything there.
    ///
    /// - Parameter instant: The moment within the day, for layers whose past is that of positions; `nil` for the day's end.
    /// - Throws: As `TileService.tile`, and `tooLarge` for a tile with too many features.
    package func tile(
        _ layers: [LayerDefinition], at coordinate: TileCoordinate, on moment: ValidMoment, instant: Instant? = nil,
        for caller: Caller
    ) async throws -> ServedTile? {
        var parts: [MadeTile] = []
        for layer in layers where Self.zooms(of: [layer]).contains(coordinate.z) {
            let dated = DatedTile(features: features, layer: layer, caller: caller)
            let made =
                past.isKept(of: layer.id)
                ? try await dated.make(coordinate) { try await past.features($0, at: instant ?? moment.lastInstant) }
                : try await dated.make(coordinate, at: moment)
            if let made { parts.append(made) }
        }
        return try MadeTile.composite(parts).map { try TileService.served($0.bytes) }
    }

    /// The files that the revisions of a layer came from; empty for a layer that was never imported.
    package func sources(of layer: String) async throws -> Set<String> {
        guard let id = LayerID(layer), statuses[id] != nil else { return [] }
        return Set(try await revisions(of: id).compactMap(\.source))
    }

    /// A builder of an archive of layers' tiles.
    package func pyramid(of names: [String]) throws -> PyramidBuilder {
        let layers = try names.map { try layer($0, for: .anonymous) }
        return PyramidBuilder(store: store, tileset: try tileset(names, for: .anonymous), layers: layers)
    }

    /// Does after an import what queries would else do first: which unit each feature belongs to.
    package func settle(_ layer: LayerID) async throws {
        try await refresh()
        guard let definition = catalogue[layer], definition.unitLevel == nil else { return }
        for level in UnitLevel.allCases {
            guard let units = catalogue.units(level) else { continue }
            try await self.units.refreshMemberships(of: definition, in: units)
        }
    }

    /// Everything that is wrong with the store, as sentences; empty where all is well.
    package func check() async throws -> [String] {
        try await EngineError.translating { try await self.store.check().map(\.description) }
    }

    /// Throws unless the store answers and the live service, where there is to be one, has taken up the past.
    package func assertReady() async throws {
        guard live.isReady else {
            throw EngineError(.busy, "The service is taking up where it ended; try again in a moment.")
        }
        _ = try await store.layers()
    }
}

/// What the engine knows at one moment; swapped whole, never edited in place.
final class EngineState: Sendable {
    private struct Snapshot {
        var catalogue: Catalogue
        var statuses: [LayerID: LayerStatus]
        /// Of the newest change of tiles that was taken notice of.
        var tileSequence: Int64 = 0
    }

    private let snapshot: Mutex<Snapshot>

    init(catalogue: Catalogue) {
        snapshot = Mutex(Snapshot(catalogue: catalogue, statuses: [:]))
    }

    var tileSequence: Int64 { snapshot.withLock { $0.tileSequence } }

    /// Says that tiles as of that change are the oldest that anybody has seen.
    func begin(atTileSequence sequence: Int64) { snapshot.withLock { $0.tileSequence = sequence } }

    /// Those of the changes that nobody has taken notice of yet; from now on somebody has.
    func advance(past changes: [TileChange]) -> [TileChange] {
        snapshot.withLock { snapshot in
            let news = changes.filter { $0.sequence > snapshot.tileSequence }
            snapshot.tileSequence = news.last?.sequence ?? snapshot.tileSequence
            return news
        }
    }

    var catalogue: Catalogue { snapshot.withLock { $0.catalogue } }
    var statuses: [LayerID: LayerStatus] { snapshot.withLock { $0.statuses } }

    func status(of layer: LayerID) -> LayerStatus? { snapshot.withLock { $0.statuses[layer] } }

    func replace(_ catalogue: Catalogue) { snapshot.withLock { $0.catalogue = catalogue } }

    func update(stored: [StoredLayer], revisions: [LayerID: LayerRevision]) {
        let statuses = stored.map { layer in
            (
                layer.id,
                LayerStatus(
                    featureCount: layer.featureCount, extent: layer.extent, revision: revisions[layer.id])
            )
        }
        snapshot.withLock { $0.statuses = Dictionary(uniqueKeysWithValues: statuses) }
    }

    func layer(_ name: String, for caller: Caller) throws -> LayerDefinition {
        let catalogue = catalogue
        guard let definition = catalogue[name: name] else {
            let hint = catalogue.nearestID(to: name).map { " Did you mean “\($0)”?" } ?? ""
            throw EngineError(.notFound, "There is no layer “\(name)”.\(hint)", parameter: "layer")
        }
        guard definition.access.allowsReading(by: caller) else {
            throw caller.role == nil
                ? EngineError(.unauthenticated, "The layer “\(name)” needs a token.")
                : EngineError(.forbidden, "Your role may not read the layer “\(name)”.")
        }
        return definition
    }
}

/// What the store holds of a layer.
package struct LayerStatus: Sendable {
    package var featureCount: Int
    /// In CRS84; `nil` while the layer is empty.
    package var extent: BoundingBox?
    /// The newest; `nil` before the first import.
    package var revision: LayerRevision?

    package init(featureCount: Int, extent: BoundingBox?, revision: LayerRevision?) {
        self.featureCount = featureCount
        self.extent = extent
        self.revision = revision
    }
}
