import GeoCore
import MapEngine
import Tiling

/// Shows a vector tile: its layers, their features, their attributes.
struct TilePrinter {
    private let tile: VectorTile

    init(_ bytes: [UInt8]) throws {
        do {
            tile = try VectorTileDecoder().decode(bytes)
        } catch {
            throw EngineError(.unreadable, "The tile cannot be decoded: \(error.message)")
        }
    }

    var text: String {
        tile.layers.map(Self.text).joined(separator: "\n")
    }

    private static func text(_ layer: VectorTile.Layer) -> String {
        let header = "\(layer.name): version \(layer.version), extent \(layer.extent), \(layer.features.count) features"
        return ([header] + layer.features.map(Self.text)).joined(separator: "\n")
    }

    private static func text(_ feature: VectorTile.Feature) -> String {
        let id = feature.id.map { String($0) } ?? "–"
        let attributes = feature.properties.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "  \(id) \(feature.geometry) \(attributes)"
    }
}
