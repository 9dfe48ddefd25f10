import GeoCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import MapEngine
import NIOCore

/// `/events`: what happens, as server-sent events (HTML standard, 9.2).
struct EventRoutes: Sendable {
    let engine: Engine
    private let pages = EventPages()

    init(engine: Engine) { self.engine = engine }

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/events") { try await events(Exchange($0, $1, configuration: engine.configuration)) }
    }

    private func events(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["topics", "unit", "bbox"])
        let filter = try EventFilter(
            topics: topics(exchange), unit: unit(exchange), box: exchange.boundingBox(), caller: exchange.caller)
        // A client that has had no event yet has an empty one (HTML standard, 9.2.4).
        let place = try exchange.request.headers[.lastEventID].flatMap { $0.isEmpty ? nil : $0 }.map(Self.identifier)
        let subscription = try await engine.live.subscribe(filter, after: place)
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
        return Response(
            status: .ok, headers: headers,
            body: .init { [engine, pages, caller = exchange.caller] writer in
                try await EventStreamWriter(subscription, pages) { try await engine.isInForce(caller) }
                    .write(to: &writer)
            })
    }

    private func topics(_ exchange: Exchange) throws -> Set<EventTopic> {
        guard let text = exchange.parameters["topics"] else { return Set(EventTopic.allCases) }
        return Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { name in
                guard let topic = EventTopic(rawValue: String(name)) else {
                    let known = EventTopic.allCases.map(\.rawValue).joined(separator: ", ")
                    throw EngineError(
                        .invalidParameter, "There is no topic “\(name)”; the topics are \(known).", parameter: "topics")
                }
                return topic
            })
    }

    /// Any code that a unit might have: vessels are at home in provinces that no layer here has, too.
    private func unit(_ exchange: Exchange) throws -> String? {
        guard let code = exchange.parameters["unit"] else { return nil }
        guard UnitCode.number(code) != nil else {
            throw EngineError(
                .invalidParameter, "“unit” must be the code of a unit, such as 21583, not “\(code)”.", parameter: "unit"
            )
        }
        return code
    }

    private static func identifier(_ text: String) throws -> Int64 {
        guard let number = Int64(text), number >= 0 else {
            throw EngineError(
                .invalidParameter, "“Last-Event-ID” must be the id of an event, not “\(text)”.",
                parameter: "Last-Event-ID")
        }
        return number
    }
}

/// Writes a subscription's events to one client for as long as it reads.
struct EventStreamWriter {
    private let subscription: EventSubscription
    private let pages: EventPages
    private let isInForce: @Sendable () async throws -> Bool
    private let trust: Duration
    /// Silence after which the next sign makes a comment, so that at most 15 s pass without a byte.
    private static let heartbeat = Duration.seconds(14) - LiveRunner.signInterval

    /// - Parameters:
    ///   - trust: How long a token may go on after it was revoked, at most: looking costs a query.
    ///   - isInForce: Whether the listener's token still is; where not, the stream ends.
    init(
        _ subscription: EventSubscription, _ pages: EventPages, trust: Duration = .seconds(10),
        isInForce: @escaping @Sendable () async throws -> Bool = { true }
    ) {
        self.subscription = subscription
        self.pages = pages
        self.trust = trust
        self.isInForce = isInForce
    }

    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        var subscription = subscription
        try await writer.write(ByteBuffer(string: "id: \(subscription.place)\nretry: 2000\n\n"))
        var (lastWritten, lastLook) = (ContinuousClock.now, ContinuousClock.now)
        listening: repeat {
            guard try await mayGoOn(&lastLook) else { break }
            while let page = try await pages.next(of: &subscription) {
                // A listener that never catches up is looked at, too.
                guard try await mayGoOn(&lastLook) else { break listening }
                guard page.readableBytes > 0 else { continue }
                try await writer.write(page)
                lastWritten = .now
            }
            if ContinuousClock.now - lastWritten >= Self.heartbeat {
                try await writer.write(ByteBuffer(string: ": \n\n"))
                lastWritten = .now
            }
        } while await subscription.wait()
        try await writer.finish(nil)
    }

    /// Whether the token still is in force; asked anew only where the last look is old.
    private func mayGoOn(_ lastLook: inout ContinuousClock.Instant) async throws -> Bool {
        guard ContinuousClock.now - lastLook >= trust else { return true }
        lastLook = .now
        return try await isInForce()
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!  // The letters of a token (RFC 9110, 5.6.2).
}
