import GeoCore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import MapEngine
import NIOCore

/// `/events`: what happens, as server-sent events (HTML standard, 9.2).
struct EventRoutes: Sendable {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/events") { try await events(Exchange($0, $1, configuration: engine.configuration)) }
    }

    private func events(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["topics", "unit", "bbox"])
        let filter = try EventFilter(
            topics: topics(exchange), unit: exchange.parameters["unit"], box: exchange.boundingBox(),
            caller: exchange.caller)
        let place = try exchange.request.headers[.lastEventID].map(Self.identifier)
        let subscription = try await engine.live.subscribe(filter, after: place)
        let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-cache"]
        return Response(
            status: .ok, headers: headers, body: .init { try await EventStreamWriter(subscription).write(to: &$0) })
    }

    private func topics(_ exchange: Exchange) throws -> Set<EventTopic> {
        guard let text = exchange.parameters["topics"] else { return Set(EventTopic.allCases) }
        return Set(
            try text.split(separator: ",").map { name in
                guard let topic = EventTopic(rawValue: String(name)) else {
                    let known = EventTopic.allCases.map(\.rawValue).joined(separator: ", ")
                    throw EngineError(
                        .invalidParameter, "There is no topic “\(name)”; the topics are \(known).", parameter: "topics")
                }
                return topic
            })
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
    /// Silence after which a comment shows that the connection is alive.
    private static let heartbeat = Duration.seconds(15)

    init(_ subscription: EventSubscription) {
        self.subscription = subscription
    }

    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        var subscription = subscription
        try await writer.write(ByteBuffer(string: "id: \(subscription.place)\nretry: 2000\n\n"))
        var lastWritten = ContinuousClock.now
        repeat {
            while let batch = try await subscription.next() {
                guard !batch.isEmpty else { continue }
                try await writer.write(Self.buffer(batch))
                lastWritten = .now
            }
            if ContinuousClock.now - lastWritten >= Self.heartbeat {
                try await writer.write(ByteBuffer(string: ": \n\n"))
                lastWritten = .now
            }
        } while await subscription.wait()
        try await writer.finish(nil)
    }

    private static func buffer(_ messages: [EventSubscription.Message]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for message in messages {
            switch message {
            case .reset(let id): buffer.writeString("id: \(id)\nevent: reset\ndata: {}\n\n")
            case .event(let event):
                buffer.writeString("id: \(event.id)\nevent: \(event.topic.rawValue)\ndata: ")
                buffer.writeBytes(event.payload)
                buffer.writeString("\n\n")
            }
        }
        return buffer
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!  // The letters of a token (RFC 9110, 5.6.2).
}
