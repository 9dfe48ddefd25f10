import Dispatch
package import Foundation
import GRDB
package import GeoCore
import Tiling

/// The store: one SpatiaLite file, one writer, at most eight readers, every connection with its own SpatiaLite context.
///
/// Any number of processes may have it open. All methods may be called from any task.
package final class SpatiaLiteStore: Sendable {
    let pool: DatabasePool
    /// Where the file lies; scratch files and lock files lie beside it.
    package let url: URL
    private let loads = DispatchQueue(label: "bando.loads")

    /// Opens the store, makes its file where there is none, brings its schema up to date, and removes what an
    /// interrupted import left behind.
    ///
    /// Throws `cannotOpen` where the file is no SQLite database, `disk` where its folder cannot be written.
    package init(url: URL) throws {
        self.url = url
        do {
            pool = try DatabasePool(path: url.path(percentEncoded: false), configuration: Self.configuration)
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // The write-ahead log grows with a large load and is cut to 64 MB when it is used again.
                try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            try Migrations.all.migrate(pool)
            try removeLeftovers()
        } catch {
            throw StorageError.translating(error, while: "opening \(url.lastPathComponent)")
        }
    }

    /// Closes every connection; calls after it fail.
    package func close() throws {
        try pool.close()
    }

    /// Drops the tables of a load that died, unless another process is loading now.
    private func removeLeftovers() throws {
        guard let lock = try FileLock.ifFree(.load, .alone, beside: url) else { return }
        try WriterChunks(pool: pool).clear()
        lock.release()
    }

    var folder: URL { url.deletingLastPathComponent() }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "bando"
        // Waiting writers poll every millisecond, so that the pause between two chunks of a load is long enough for them.
        configuration.busyMode = .callback { tries in
            usleep(1_000)
            return tries < 20_000
        }
        configuration.maximumReaderCount = 8
        configuration.persistentReadOnlyConnections = true
        configuration.foreignKeysEnabled = false
        // SpatiaLite's own triggers and functions write text in double quotes.
        configuration.acceptsDoubleQuotedStringLiterals = true
        configuration.prepareDatabase { db in
            // In KiB: the upper pages of every tree that a query or a load walks through.
            try db.execute(sql: "PRAGMA cache_size = -8000")
            try SpatiaLiteContext.attach(to: db)
        }
        return configuration
    }

    /// Runs a read on one of the pool's readers, in one snapshot.
    func read<Value: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StorageError.translating(error, while: doing)
        }
    }

    /// Runs work that takes the writer many times, off the shared threads, while no other load is under way.
    func runLoad<Value: Sendable>(
        _ doing: String, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            loads.async { [url] in
                let result = Result {
                    let lock = try FileLock(.load, .alone, beside: url)
                    let value = try body()
                    lock.release()
                    return value
                }
                continuation.resume(with: result.mapError { StorageError.translating($0, while: doing) })
            }
        }
    }

    /// Runs a write in one transaction.
    func write<Value: Sendable>(
        _ doing: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await pool.write(body)
        } catch {
            throw StorageError.translating(error, while: doing)
        }
    }
}

extension SpatiaLiteStore {
    /// Every layer, by identifier.
    package func layers() async throws -> [StoredLayer] {
        try await read("reading the catalogue") { db in try Catalogue.tables(in: db).map(\.layer) }
    }

    /// The layer, or `nil` where the store has none of this name.
    package func layer(_ id: LayerID) async throws -> StoredLayer? {
        try await read("reading the catalogue") { db in try Catalogue.table(id, in: db)?.layer }
    }

    /// Makes the layer's tables where there are none, empty, at revision 0; where the definition ships other fields or
    /// zooms in tiles than before, builds the tile index anew, as a revision of its own.
    ///
    /// - Throws: `definitionMismatch` where the geometry, the key or the fields have changed and the layer is not empty.
    @discardableResult
    package func prepareLayer(
        _ definition: LayerDefinition, author: String, time: Date
    ) async throws -> StoredLayer {
        try await prepare(definition, author: author, time: time).layer
    }

    func prepare(_ definition: LayerDefinition, author: String, time: Date) async throws -> LayerTable {
        let doing = "preparing layer \(definition.id)"
        let table = try await write(doing) { db in try LayerPreparation.prepare(definition, in: db) }
        guard table.tileSchema != TileIndexSchema(definition) else { return table }
        try await TileIndexRebuild(definition, store: self, author: author, time: time).run()
        return try await read(doing) { db in try Catalogue.requiredTable(definition.id, in: db) }
    }
}

extension SpatiaLiteStore {
    /// The feature, or `nil` where the layer has none of this identifier.
    package func feature(id: Int64, in layer: LayerID) async throws -> Feature? {
        try await features(FeatureQuery(layer: layer, ids: [id], limit: 1)).features.first
    }

    /// A page of the features that match, by identifier. Never more than the query's limit.
    package func features(_ query: FeatureQuery) async throws -> FeaturePage {
        try await read("reading layer \(query.layer)") { db in try FeatureSearch.run(query, in: db) }
    }

    /// A page of the features within a distance, nearest first.
    package func features(_ query: NearbyQuery) async throws -> NearbyPage {
        try await read("reading layer \(query.filter.layer)") { db in try NearbySearch.run(query, in: db) }
    }
}
