package import GeoCore
import GeoStorage
import LiveMap
package import Tiling

/// `{layer}:track`: where the objects of a layer have been during a time, as tiles of lines.
///
/// The lines of a time are read and put on the tile grid once for all the tiles of a view; each tile then keeps the vertices that
/// its zoom needs.
package final class TrackTileService: Sendable {
    private let live: LiveService
    private let state: EngineState
    private let indexes = BriefMemory<Key, TrackIndex>(limit: 8, seconds: 30, line: .beforeHistory())

    /// The longest time of one request.
    package static let longestDays = 7
    /// The most positions of one request: an index of as many takes 30 MB while it is made and 3 MB after.
    static let fixLimit = 400_000

    private struct Key: Hashable {
        var layer: LayerID
        var span: Range<Instant>
        var rows: RowScope?
    }

    init(live: LiveService, state: EngineState) {
        self.live = live
        self.state = state
    }

    /// The layer whose tracks a tile layer's name stands for; `nil` for another name.
    package static func layer(ofTracks name: String) -> String? {
        name.hasSuffix(":track") ? String(name.dropLast(6)) : nil
    }

    /// The last so many hours, up to the next full minute, so that the tiles of a view show the same time.
    package func lastHours(_ hours: Double) -> Range<Instant> {
        let minute = live.currentInstant.milliseconds / 60_000 + 1
        let end = Instant(milliseconds: minute * 60_000)
        return end.adding(hours: -hours)..<end
    }

    /// A tile of the tracks of a layer's objects during a time, `nil` where there are none.
    ///
    /// A feature is one stretch of one object's way without a gap of more than six hours; it has the object's identifier and key, and
    /// `from` and `to`, the times of the stretch's first and last position. The time begins and ends with full minutes, so that
    /// views of nearly the same time share what was read.
    ///
    /// - Throws: `notFound` for a layer without tracks or a zoom beyond its range, `invalidParameter` for too long a time,
    ///   `unprocessable` for too many positions, `busy` where too much is being read, and what reading the layer throws.
    package func tile(
        _ layer: String, during span: Range<Instant>, at coordinate: TileCoordinate, for caller: Caller
    ) async throws -> ServedTile? {
        let definition = try definition(layer, for: caller)
        let zooms = Engine.zooms(of: [definition])
        guard zooms.contains(coordinate.z) else {
            throw EngineError(.notFound, "There are tiles at zooms \(zooms.lowerBound) to \(zooms.upperBound) only.")
        }
        let index = try await index(of: definition, during: span, for: caller)
        let fields = Set(
            ([definition.key[0]] + TrackIndex.ownFields).filter {
                definition.access.allowsField($0, for: caller)
            })
        return try EngineError.translating {
            try index.tile(coordinate, visibleFields: fields).map { try TileService.served($0.bytes) }
        }
    }

    /// The tileset of a layer's tracks; its `tiles` is a path below the service's address.
    ///
    /// - Parameter query: What the tiles are to be asked with, such as `?from=…`, or nothing.
    package func tileset(_ layer: String, query: String, for caller: Caller) throws -> TileJSON {
        let definition = try definition(layer, for: caller)
        let zooms = Engine.zooms(of: [definition])
        let name = TrackIndex.name(definition.id)
        let fields = ([definition.key[0]] + TrackIndex.ownFields).filter {
            definition.access.allowsField($0, for: caller)
        }
        let lines = TileJSON.VectorLayer(
            id: name, summary: "Hành trình · Tracks: \(definition.title.vi)", minZoom: zooms.lowerBound,
            maxZoom: zooms.upperBound,
            fields: Dictionary(uniqueKeysWithValues: fields.map { ($0, "String") }))
        let extent = definition.access.rowScope(for: caller) == nil ? state.status(of: definition.id)?.extent : nil
        let bounds = extent ?? TileJSON.worldBounds
        return TileJSON(
            tiles: ["/tiles/\(name)/{z}/{x}/{y}.mvt\(query)"], vectorLayers: [lines],
            name: "\(definition.title.vi), hành trình", attribution: definition.attribution,
            minZoom: zooms.lowerBound, maxZoom: zooms.upperBound, bounds: TileJSON.worldBounds,
            center: .framing(bounds, zooms: zooms))
    }

    private func definition(_ name: String, for caller: Caller) throws -> LayerDefinition {
        let definition = try state.layer(name, for: caller)
        guard live.tells(tracksOf: definition.id), definition.key.count == 1 else {
            throw EngineError(
                .notFound, "The objects of the layer “\(name)” do not move; there are tracks of vessels and devices.",
                parameter: "layers")
        }
        return definition
    }

    private func index(
        of definition: LayerDefinition, during span: Range<Instant>, for caller: Caller
    ) async throws -> TrackIndex {
        guard span.upperBound.seconds(since: span.lowerBound) <= Double(Self.longestDays) * 86_400 else {
            throw EngineError(
                .invalidParameter,
                "Tracks are drawn for at most \(Self.longestDays) days; move “from” and “to” nearer.",
                parameter: "from")
        }
        let rows = definition.access.rowScope(for: caller)
        let span = Self.fullMinutes(of: span)
        let key = Key(layer: definition.id, span: span, rows: rows)
        return try await indexes.value(for: key, at: live.currentInstant) { [live] in
            try await EngineError.translating {
                let subjects = try await live.subjects(of: definition, rows: rows)
                let fixes = try await live.fixes(of: subjects, during: span, limit: Self.fixLimit)
                return try TrackIndex(
                    TrackPiece.pieces(of: fixes, gapHours: ObjectTrack.gapHours), of: subjects, in: definition)
            }
        }
    }
}

extension TrackTileService {
    /// The full minutes that hold a time.
    static func fullMinutes(of span: Range<Instant>) -> Range<Instant> {
        let last = PastMinute.span(around: Instant(milliseconds: span.upperBound.milliseconds - 1))
        return PastMinute.span(around: span.lowerBound).lowerBound..<last.upperBound
    }
}

extension LiveService {
    /// The believable fixes of objects during a time, by object, then time.
    ///
    /// - Throws: `unprocessable` where they are more than the limit.
    fileprivate func fixes(
        of subjects: [ObjectID: TrackSubject], during span: Range<Instant>, limit: Int
    ) async throws -> [Fix] {
        guard let fixes = try await works().history.fixes(of: subjects.keys, during: span, limit: limit) else {
            throw EngineError(
                .unprocessable, "The time has more than \(limit) positions; ask for a shorter one.", parameter: "from")
        }
        return fixes.believable
    }
}
