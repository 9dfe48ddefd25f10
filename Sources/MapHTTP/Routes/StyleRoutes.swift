import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// `/styles`, `/styles/{id}`, `/fonts/{fontstack}/{range}.pbf` and `/sprites/{id}[@2x].{json,png}`.
struct StyleRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/styles") { try list(exchange($0, $1)) }
        router.get("/styles/:id") { try style(exchange($0, $1)) }
        router.get("/fonts/:stack/:file") { try await glyphs(exchange($0, $1)) }
        router.get("/sprites/:file") { try await sprite(exchange($0, $1)) }
    }

    private func list(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow(["f"])
        let styles = try engine.styles.all().map { style in
            JSONDocument.object([
                "id": .string(style.id),
                "title": .string(style.title),
                "links": [
                    exchange.links.link(
                        "/styles/\(style.id)", rel: "stylesheet", type: "application/vnd.mapbox.style+json")
                ],
            ])
        }
        return try exchange.document(.object(["styles": .array(styles)]), title: "Kiểu bản đồ · Styles")
    }

    /// The document with its sources, sprite and glyphs made absolute, since MapLibre resolves none of them.
    private func style(_ exchange: Exchange) throws -> Response {
        try exchange.parameters.allow([])
        var text = try engine.styles.document(exchange.part("id"))
        for path in ["/tiles/", "/fonts/", "/sprites/"] {
            text = text.replacingOccurrences(of: "\"\(path)", with: "\"\(exchange.links.url(path))")
        }
        return .conditional(
            exchange.request, body: ByteBuffer(string: text), contentType: "application/vnd.mapbox.style+json",
            etag: EntityTag.weak(of: text.utf8))
    }

    private func glyphs(_ exchange: Exchange) async throws -> Response {
        let file = try exchange.part("file")
        let bounds = file.dropLast(4).split(separator: "-").map { Int($0) }
        guard file.hasSuffix(".pbf"), bounds.count == 2, let first = bounds[0], let last = bounds[1] else {
            throw EngineError(.notFound, "Glyphs are at /fonts/{fontstack}/{first}-{last}.pbf.")
        }
        let bytes = try await engine.drawing.glyphs(stack: exchange.part("stack"), first: first, last: last)
        return asset(exchange, bytes, type: "application/x-protobuf")
    }

    private func sprite(_ exchange: Exchange) async throws -> Response {
        let file = try exchange.part("file")
        guard let dot = file.lastIndex(of: "."), ["json", "png"].contains(String(file[file.index(after: dot)...]))
        else { throw EngineError(.notFound, "Sprites are at /sprites/{id}.json and .png, with @2x before the dot.") }
        let stem = file[..<dot]
        let isDouble = stem.hasSuffix("@2x")
        let name = String(isDouble ? stem.dropLast(3) : stem)
        let sheet = try await engine.drawing.sprite(name, scale: isDouble ? 2 : 1)
        return file.hasSuffix(".json")
            ? asset(exchange, sheet.json, type: "application/json") : asset(exchange, sheet.png, type: "image/png")
    }

    private func asset(_ exchange: Exchange, _ bytes: [UInt8], type: String) -> Response {
        .conditional(
            exchange.request, body: ByteBuffer(bytes: bytes), contentType: type, etag: EntityTag.weak(of: bytes),
            cacheControl: "public, max-age=\(engine.configuration.cache.assetSeconds)")
    }
}
