import Foundation
import GeoCore
import GeoNative
import GeoStorage
import Logging

/// What the parts of the engine stand on: a workspace with its definitions, its store, the workers and the clock.
struct EngineGround: Sendable {
    let workspace: Workspace
    let configuration: WorkspaceConfiguration
    let store: SpatiaLiteStore
    let state: EngineState
    let pool: GeoWorkerPool
    let logger: Logger
    /// Tells the time.
    let now: @Sendable () -> Date

    /// Jobs that wait for a worker at most.
    private static let waitLimit = 256

    /// Reads the definitions, opens the store, starts a worker for each core.
    ///
    /// - Throws: `ConfigurationIssues` for a bad definition or `bando.yaml`, `EngineError` where the store cannot be opened.
    init(_ workspace: Workspace, logger: Logger, now: @escaping @Sendable () -> Date) throws {
        self.workspace = workspace
        self.logger = logger
        self.now = now
        configuration = try workspace.readConfiguration()
        state = EngineState(catalogue: try workspace.readCatalogue())
        try FileManager.default.createDirectory(at: workspace.dataFolder, withIntermediateDirectories: true)
        store = try EngineError.translating { try SpatiaLiteStore(url: workspace.databaseFile) }
        pool = try EngineError.translating {
            try GeoWorkerPool(
                workerCount: ProcessInfo.processInfo.activeProcessorCount, waitLimit: Self.waitLimit)
        }
    }
}

// MARK: - Maps

extension EngineGround {
    func makeTiles() -> TileService {
        TileService(
            store: store, state: state,
            cache: TileMemoryCache(byteLimit: configuration.cache.memoryMegabytes << 20),
            queueLimit: configuration.limits.queuedTiles)
    }

    func makeDrawing() -> DrawingService {
        DrawingService(iconsFolder: workspace.stylesFolder.appending(path: "icons"))
    }
}

// MARK: - Operations

extension EngineGround {
    func makeReports(_ units: UnitService) throws -> ReportService {
        try ReportService(
            workspace: workspace, configuration: configuration.reports, store: store, state: state, units: units,
            pool: pool, now: now)
    }

    func makeCameras(_ features: FeatureService, _ units: UnitService) -> CameraService {
        CameraService(store: store, state: state, features: features, units: units, now: now)
    }

    func makeIndicators(_ features: FeatureService, _ units: UnitService) throws -> IndicatorService {
        IndicatorService(
            catalogue: try workspace.readIndicators(layers: state.catalogue), store: store, state: state, units: units,
            features: features, now: now)
    }

    func makeLive(_ units: UnitService, _ tiles: TileService, _ indicators: IndicatorService) -> LiveService {
        LiveService(
            workspace: workspace, store: store, state: state, units: units, tiles: tiles, indicators: indicators,
            logger: logger, now: now)
    }
}

// MARK: - Files in and out

extension EngineGround {
    func makeImporter(_ units: UnitService) -> LayerImporter {
        LayerImporter(
            workspace: workspace, store: store, state: state, units: units, pool: pool,
            province: configuration.province.code, now: now)
    }
}
