import GeoCore
import HTTPTypes
import Hummingbird
import LiveMap
import MapEngine

/// `/vessels`: positions in, tracks out, and who was near.
struct VesselRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.post("/vessels/positions") { try await receive(exchange($0, $1)) }
        router.get("/vessels/near") { try await near(exchange($0, $1)) }
        router.get("/vessels/:id/track") { try await track(exchange($0, $1)) }
        router.get("/vessels") { try exchange($0, $1).redirect(to: "/collections/vessels/items") }
        router.get("/vessels/:id") { try exchange($0, $1).redirectToItem(of: "vessels") }
    }

    private func receive(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        try engine.live.requireSender(exchange.caller)
        let body = try await exchange.records()
        let answer = try await engine.live.receive(body, form: exchange.recordForm, from: exchange.caller)
        return .uncached(PositionAnswerDocument.value(answer))
    }

    private func track(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["from", "to", "f"])
        let format = try TrackFormat(exchange)
        let track = try await engine.live.track(
            of: exchange.part("id"), during: try exchange.span(lastHours: 72, until: engine.live.currentInstant),
            for: exchange.caller)
        return exchange.response(track, as: format)
    }

    private func near(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["lon", "lat", "radius", "at", "hours", "f"])
        let place = try exchange.place()
        guard let radius = try exchange.parameters.number("radius"), radius > 0, radius <= 500_000 else {
            throw EngineError(
                .invalidParameter, "“radius” must be above 0 and at most 500000 m.", parameter: "radius")
        }
        let hours = try exchange.parameters.number("hours") ?? 1
        guard hours > 0, hours <= 72 else {
            throw EngineError(.invalidParameter, "“hours” must be above 0 and at most 72.", parameter: "hours")
        }
        let moment = try exchange.instant("at") ?? engine.live.currentInstant
        let found = try await engine.live.near(
            place, radiusMeters: radius, at: moment, withinHours: hours, for: exchange.caller)
        return .uncached(NearbyFixesDocument.value(found), contentType: "application/geo+json")
    }
}
