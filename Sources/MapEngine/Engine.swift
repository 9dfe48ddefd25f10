package import Foundation
package import GeoCore
import GeoStorage
package import Logging
import Synchronization
import Tiling

/// Bando without its edges: a workspace, its store and its workers, behind the operations that users ask for.
///
/// One for a process. Every operation takes the caller, and none reads a clock, a flag or the environment.
package final class Engine: Sendable {
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
    private let counts: IndicatorWatch
    private let ground: EngineGround

    /// Opens a workspace: reads its definitions, opens its store, starts its workers.
    ///
    /// - Parameters:
    ///   - share: Where the pages of the map are.
    ///   - now: Tells the time; tests bring their own.
    /// - Throws: `ConfigurationIssues` for a bad definition or `bando.yaml`, `EngineError` where the store cannot be opened.
    package init(
        workspace: Workspace, share: ShareFolder, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        let ground = try EngineGround(workspace, logger: logger, now: now)
        let (store, state, pool) = (ground.store, ground.state, ground.pool)
        self.ground = ground
        consoleFolder = share.root.appending(path: "web", directoryHint: .isDirectory)
        tiles = ground.makeTiles()
        units = UnitService(store: store, state: state, pool: pool, now: now)
        features = FeatureService(store: store, state: state, units: units)
        rasters = RasterService(workspace: workspace, pool: pool)
        styles = StyleLibrary(folder: workspace.stylesFolder)
        drawing = ground.makeDrawing()
        coordinates = CoordinateService(pool: pool)
        tokens = TokenService(store: store, now: now)
        reports = try ground.makeReports(units)
        cameras = ground.makeCameras(features, units)
        indicators = try ground.makeIndicators(features, units)
        counts = IndicatorWatch(indicators, state)
        importer = ground.makeImporter(units)
        inspector = SourceInspector(importer: importer, state: state, pool: pool)
        exporter = LayerExporter(features: features, pool: pool)
        live = ground.makeLive(units, tiles, indicators)
        tracks = TrackTileService(live: live, state: state)
        past = PastPositions(store: store, state: state, units: units, live: live)
        state.begin(atTileSequence: try await store.newestTileChange())
        try await refresh()
    }

    package var workspace: Workspace { ground.workspace }
    package var configuration: WorkspaceConfiguration { ground.configuration }
    package var logger: Logger { ground.logger }
    var store: SpatiaLiteStore { ground.store }
    var state: EngineState { ground.state }
    private var now: @Sendable () -> Date { ground.now }

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
    ///
    /// A layer whose features do not fit its new definition keeps the one it had, which is logged and among `faults`; the others
    /// follow.
    package func reload() async throws {
        let read = try workspace.readCatalogue()
        let indicators = try workspace.readIndicators(layers: read)
        let (catalogue, faults) = try await followable(read)
        self.indicators.replace(indicators)
        state.replace(catalogue, faults: faults)
        try reports.reload()
        styles.forget()
        try await refresh()
    }

    /// Makes the tile index of layers anew whose definition says other things of tiles than when it was made.
    ///
    /// - Throws: `failed` where the features of a layer do not fit its definition, naming it.
    package func followDefinitions() async throws {
        for id in statuses.keys.sorted() {
            guard let definition = catalogue[id] else { continue }
            try await EngineError.translating {
                _ = try await self.store.prepareLayer(definition, author: "definition", time: self.now())
            }
        }
    }

    /// Why layers and devices are not as their definitions say, by layer; empty where all are.
    package func faults() async -> [LayerID: String] {
        state.faults.merging(await live.faults) { first, _ in first }
    }

    /// What a caller may know of `faults`: the reasons for those who keep the data, else the layers that may be read.
    package func faultNotes(for caller: Caller) async -> [String] {
        let isKeeper = caller.role == .administrator || caller.role == .steward
        return await faults().sorted { $0.key < $1.key }.compactMap { id, reason in
            if isKeeper { return "\(id): \(reason)" }
            guard catalogue[id]?.access.allowsReading(by: caller) ?? false else { return nil }
            return "\(id): does not follow its definition; see the log"
        }
    }

    /// The catalogue with the definitions as they were of layers that cannot follow theirs, and why these cannot.
    private func followable(_ read: Catalogue) async throws -> (catalogue: Catalogue, faults: [LayerID: String]) {
        let known = catalogue
        var (catalogue, faults) = (read, [LayerID: String]())
        for id in statuses.keys.sorted() {
            guard let definition = read[id] else { continue }
            do {
                _ = try await store.prepareLayer(definition, author: "definition", time: now())
            } catch let error as StorageError where error.code == .definitionMismatch {
                guard let old = known[id] else { throw EngineError.translated(error) }
                logger.error("a layer keeps its old definition", metadata: ["layer": "\(id)", "error": "\(error)"])
                catalogue = catalogue.keeping(old, of: known)
                faults[id] = error.message
            } catch {
                throw EngineError.translated(error)
            }
        }
        return (catalogue, faults)
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

    /// Tells of the values of indicators that are counted from features where these have changed.
    package func tellCounts() async throws {
        try await counts.look { try await live.announce($0) }
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
    ///
    /// - Parameter progress: Is told now and then how many positions were proved, of how many.
    package func check(
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> [String] {
        try await EngineError.translating { try await self.store.check(progress: progress).map(\.description) }
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
        var catalogue: Catalogue { didSet { catalogueGeneration += 1 } }
        /// How often the catalogue was replaced.
        var catalogueGeneration = 0
        var statuses: [LayerID: LayerStatus]
        /// Of the newest change of tiles that was taken notice of.
        var tileSequence: Int64 = 0
        /// Why layers keep an older definition than their file has.
        var faults: [LayerID: String] = [:]
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

    /// Another one whenever the catalogue is.
    var catalogueGeneration: Int { snapshot.withLock { $0.catalogueGeneration } }

    var statuses: [LayerID: LayerStatus] { snapshot.withLock { $0.statuses } }

    func status(of layer: LayerID) -> LayerStatus? { snapshot.withLock { $0.statuses[layer] } }

    var faults: [LayerID: String] { snapshot.withLock { $0.faults } }

    func replace(_ catalogue: Catalogue) { snapshot.withLock { $0.catalogue = catalogue } }

    func replace(_ catalogue: Catalogue, faults: [LayerID: String]) {
        snapshot.withLock { ($0.catalogue, $0.faults) = (catalogue, faults) }
    }

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
