import GeoCore
import GeoStorage

/// Which of a layer's shipped fields and rows a caller sees: callers who see the same share tiles.
struct Audience: Hashable, Sendable {
    /// `nil` where nothing is hidden.
    let fields: Set<String>?
    /// `nil` where every row is seen.
    let rows: RowScope?
    /// A digest of the hidden fields and of the rows; 0 where nothing is hidden.
    let id: UInt64

    init(_ layer: LayerDefinition, _ caller: Caller) {
        let shipped = layer.tiles.fields + [layer.tiles.label].compactMap { $0 }
        let hidden = shipped.filter { !layer.access.allowsField($0, for: caller) }
        fields = hidden.isEmpty ? nil : Set(shipped).subtracting(hidden)
        rows = layer.access.rowScope(for: caller)
        id = Self.digest(hidden: hidden, rows: rows)
    }

    /// The name under which the store keeps such tiles.
    var variant: String { id == 0 ? "" : String(id, radix: 36) }

    private static func digest(hidden: [String], rows: RowScope?) -> UInt64 {
        guard !hidden.isEmpty || rows != nil else { return 0 }
        // Control characters keep lists apart: neither field names nor codes hold any.
        let scope = rows.map { $0.any.map { ([$0.field] + $0.values).joined(separator: "\u{1}") } }
        let parts = [hidden.sorted().joined(separator: ",")] + (scope.map { ["rows"] + $0 } ?? [])
        return parts.joined(separator: "\u{2}").utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
    }
}

extension SpatiaLiteStore {
    /// A tile of what an audience sees.
    func makeTile(_ tile: TileCoordinate, of layer: LayerID, for audience: Audience) async throws -> IndexedTile {
        try await makeTile(tile, of: layer, visibleFields: audience.fields, rows: audience.rows)
    }
}
