import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine

/// `/collections/{layer}/items` and `…/items/{id}`.
struct FeatureRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/collections/:layer/items") { try await items(exchange($0, $1)) }
        router.get("/collections/:layer/items/:id") { try await item(exchange($0, $1)) }
    }

    private func items(_ exchange: Exchange) async throws -> Response {
        let definition = try engine.layer(exchange.part("layer"), for: exchange.caller)
        let reader = FeatureRequestReader(definition, exchange: exchange, limits: engine.configuration.limits)
        let result = try await features(reader, of: definition, exchange)
        let document = ItemsDocument(result, exchange: exchange)
        var headers: HTTPFields = [.contentCrs: "<\(CRS.crs84.uri)>"]
        for unit in result.alternateUnits { headers.append(document.alternateLink(to: unit)) }
        guard try Representation(exchange.request, exchange.parameters) == .json else {
            return try exchange.document(document.outline, title: definition.title.vi)
        }
        return .json(exchange.request, document.value, contentType: "application/geo+json", headers: headers)
    }

    private func item(_ exchange: Exchange) async throws -> Response {
        let definition = try engine.layer(exchange.part("layer"), for: exchange.caller)
        try exchange.parameters.allow(["f", "at"])
        let result = try await feature(exchange.part("id"), of: definition, exchange)
        let document = ItemDocument(result, exchange: exchange)
        guard try Representation(exchange.request, exchange.parameters) == .json else {
            return try exchange.document(document.outline, title: definition.title.vi)
        }
        let headers: HTTPFields = [.contentCrs: "<\(CRS.crs84.uri)>"]
        return .json(exchange.request, document.value, contentType: "application/geo+json", headers: headers)
    }

    private func features(
        _ reader: FeatureRequestReader, of definition: LayerDefinition, _ exchange: Exchange
    ) async throws -> FeatureResult {
        guard engine.past.isKept(of: definition.id), let instant = try exchange.endOfMoment("at") else {
            return try await engine.features.features(reader.request())
        }
        return try await engine.past.features(reader.request(), at: instant)
    }

    private func feature(
        _ id: String, of definition: LayerDefinition, _ exchange: Exchange
    ) async throws -> FeatureResult {
        guard engine.past.isKept(of: definition.id), let instant = try exchange.endOfMoment("at") else {
            return try await engine.features.feature(
                id, in: definition, at: exchange.moment(), for: exchange.caller)
        }
        return try await engine.past.feature(id, in: definition, at: instant, for: exchange.caller)
    }
}
