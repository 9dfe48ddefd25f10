import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import Logging
import MapEngine

/// `/cameras`: which see a place, and the pictures of one for those who may look.
struct CameraRoutes: RouteGroup {
    let engine: Engine
    private let proxy: CameraProxy
    private let notes: CameraNotes

    init(engine: Engine) {
        self.engine = engine
        proxy = CameraProxy()
        notes = CameraNotes(engine: engine)
    }

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/cameras") { try await list(exchange($0, $1)) }
        router.get("/cameras/:id") { try exchange($0, $1).redirectToItem(of: "cameras") }
        router.post("/cameras/:id/stream") { try await ticket(exchange($0, $1)) }
        router.put("/cameras/:id/stream") { try await keepAddress(exchange($0, $1)) }
        router.get("/cameras/:id/stream") { try await stream(exchange($0, $1)) }
        router.get("/cameras/:id/stream/:part") { try await part(exchange($0, $1)) }
    }

    // MARK: Which

    private func list(_ exchange: Exchange) async throws -> Response {
        guard exchange.parameters["sees"] != nil else { return exchange.redirect(to: "/collections/cameras/items") }
        try exchange.parameters.allow(["sees", "limit", "f"])
        let limit = try exchange.parameters.integer("limit") ?? 10
        guard limit > 0 else {
            throw EngineError(.invalidParameter, "“limit” must be above 0.", parameter: "limit")
        }
        let answer = try await engine.cameras.cameras(
            seeing: seenPlace(exchange), limit: min(limit, 1_000), for: exchange.caller)
        return .uncached(CamerasDocument(answer, exchange: exchange).value, contentType: "application/geo+json")
    }

    private func seenPlace(_ exchange: Exchange) throws -> Coordinate {
        let numbers = try exchange.parameters.numbers("sees") ?? []
        guard numbers.count == 2, (-180...180).contains(numbers[0]), (-90...90).contains(numbers[1]) else {
            throw EngineError(
                .invalidParameter, "“sees” must be a longitude and a latitude in degrees, such as 109.222,13.785.",
                parameter: "sees")
        }
        return Coordinate(longitude: numbers[0], latitude: numbers[1])
    }

    // MARK: Addresses and tickets

    private func keepAddress(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let address: String?
        switch try await exchange.jsonBody(limit: 8_192)["stream"] {
        case .text(let text)?: address = text
        case .null?: address = nil
        default:
            throw EngineError(
                .invalidParameter, "The body must be {\"stream\": \"…\"}, or null to forget it.", parameter: "stream")
        }
        try await engine.cameras.setStream(address, of: exchange.part("id"), by: exchange.caller)
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
    }

    private func ticket(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let ticket = try await engine.cameras.ticket(for: exchange.part("id"), by: exchange.caller)
        let path = "/cameras/\(try exchange.rawPart("id"))/stream?ticket=\(ticket.text)"
        let document = JSONDocument.object([
            "ticket": .string(ticket.text), "url": .string(exchange.links.url(path)),
            "expires": .string(ticket.expires.rfc3339()),
        ])
        return .uncached(document, status: .created)
    }

    // MARK: Pictures

    private func stream(_ exchange: Exchange) async throws -> Response {
        let ticket = try ticketText(exchange)
        let address = try await engine.cameras.stream(ticket, of: exchange.part("id"), for: exchange.caller)
        do {
            let response = try await relay(address, ticket, exchange)
            await notes.note(.active, of: try exchange.part("id"))
            return response
        } catch let failure as UpstreamFailure {
            await notes.note(.offline, of: try exchange.part("id"))
            return failed(failure, exchange)
        }
    }

    private func part(_ exchange: Exchange) async throws -> Response {
        let ticket = try ticketText(exchange)
        let address = try await engine.cameras.part(
            exchange.part("part"), ticket: ticket, of: exchange.part("id"), for: exchange.caller)
        do {
            return try await relay(address, ticket, exchange)
        } catch let failure as UpstreamFailure {
            return failed(failure, exchange)
        }
    }

    private func ticketText(_ exchange: Exchange) throws -> String {
        try exchange.parameters.allow(Set(["ticket"] + LowLatencyQuery.names))
        guard let ticket = exchange.parameters["ticket"] else {
            throw EngineError(.invalidParameter, "A stream needs a “ticket”; ask for one by POST.", parameter: "ticket")
        }
        return ticket
    }

    private func relay(_ address: UpstreamAddress, _ ticket: String, _ exchange: Exchange) async throws -> Response {
        let address = LowLatencyQuery(exchange.parameters).added(to: address)
        let fetched = try await proxy.fetch(
            address, range: exchange.request.headers[.range], for: exchange.caller.name)
        guard fetched.isPlaylist else { return try fetched.pictures() }
        let id = try exchange.rawPart("id")
        let text = try engine.cameras.rewritten(try await fetched.text(), at: fetched.address, ticket: ticket) { part in
            exchange.links.url("/cameras/\(id)/stream/\(part)?ticket=\(ticket)")
        }
        guard let text else { throw UpstreamFailure.unsuitable }
        return FetchedStream.playlist(text)
    }

    /// 502 without the camera's address or words; what went wrong is logged in words of our own.
    private func failed(_ failure: UpstreamFailure, _ exchange: Exchange) -> Response {
        exchange.context.logger.warning(
            "a camera's stream failed", metadata: ["path": "\(exchange.path.prefix(48))", "reason": "\(failure)"])
        return Problem(
            status: .badGateway, kind: "camera", title: "Camera không trả hình · No pictures from the camera",
            detail: failure.sentence
        ).response
    }
}

/// Cameras for a place as a FeatureCollection: `sees` and `distance`, in metres, stand beside a feature's properties.
struct CamerasDocument {
    private let answer: CameraAnswer
    private let exchange: Exchange

    init(_ answer: CameraAnswer, exchange: Exchange) {
        self.answer = answer
        self.exchange = exchange
    }

    var value: JSONDocument {
        let query = exchange.request.uri.query.map { "?\($0)" } ?? ""
        return .object([
            "type": "FeatureCollection", "numberReturned": .count(answer.result.features.count),
            "links": [
                exchange.links.link(exchange.path + query, rel: "self", type: "application/geo+json"),
                exchange.links.link("/collections/cameras", rel: "collection", type: "application/json"),
            ],
            "features": .array(features),
        ])
    }

    private var features: [JSONDocument] {
        let result = answer.result
        var writer = GeoJSONWriter(properties: FeatureProperties.of(result.definition, result.visibleFields))
        return zip(result.features, answer.sees).map { found, sees in
            let members = FeatureProperties.members(of: found) + [("sees", .value(.boolean(sees)))]
            writer.write(found.feature, members: members)
            return .raw(writer.take())
        }
    }
}
