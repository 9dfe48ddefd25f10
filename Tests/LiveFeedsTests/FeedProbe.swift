import GeoCore
import LiveFeeds
import LiveMap

/// What a test sees of a feed: its events and batches, in order.
struct FeedProbe {
    private var events: AsyncStream<FeedEvent>.Iterator
    private var batches: AsyncStream<PositionBatch>.Iterator

    struct Ended: Error {}

    /// 2026-11-21T07:00:40Z
    static let now = Instant(seconds: 1_795_244_440)

    /// Runs a feed beside a test; when the test is done the feed is cancelled and must end in order.
    static func run(
        _ make: (FeedOutlet) throws -> any PositionFeed,
        holding gate: Gate? = nil,
        test: (inout FeedProbe) async throws -> Void
    ) async throws {
        let (events, event) = AsyncStream.makeStream(of: FeedEvent.self)
        let (batches, batch) = AsyncStream.makeStream(of: PositionBatch.self)
        let outlet = FeedOutlet(
            sink: { taken in
                batch.yield(taken)
                try await gate?.pass()
            }, now: { now }, observe: { event.yield($0) })
        let feed = try make(outlet)
        var probe = FeedProbe(events: events.makeAsyncIterator(), batches: batches.makeAsyncIterator())
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer {
                    event.finish()
                    batch.finish()
                }
                try await feed.run()
            }
            do {
                try await test(&probe)
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// The next event for which the closure has an answer.
    mutating func event<Answer>(_ answer: (FeedEvent) -> Answer?) async throws -> Answer {
        while let event = await events.next(isolation: #isolation) {
            if let found = answer(event) { return found }
        }
        throw Ended()
    }

    mutating func event(_ expected: FeedEvent) async throws {
        _ = try await event { $0 == expected ? true : nil }
    }

    mutating func port() async throws -> Int {
        try await event { if case .listening(let port) = $0 { port } else { nil } }
    }

    mutating func connected() async throws {
        _ = try await event { if case .connected = $0 { true } else { nil } }
    }

    mutating func batch() async throws -> PositionBatch {
        guard let batch = await batches.next(isolation: #isolation) else { throw Ended() }
        return batch
    }

    /// The objects of the next so many reports, in however many batches.
    mutating func objects(_ count: Int) async throws -> [String] {
        var found: [String] = []
        while found.count < count { found += try await batch().reports.map(\.fix.object.text) }
        return found
    }
}

/// Holds a sink until it is opened; then it lets all pass.
final class Gate: Sendable {
    private let opening: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (opening, continuation) = AsyncStream.makeStream()
    }

    func open() { continuation.finish() }

    func pass() async throws {
        for await _ in opening {}
        try Task.checkCancellation()
    }
}

enum Sample {
    /// A position of the ship 371798000.
    static let position = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\r\n"
    /// Another, of 440348000.
    static let other = "!AIVDM,1,1,,A,16SteH0P00Jt63hHaa6SagvJ087r,0*42\r\n"
    /// The particulars of 351759000, in two sentences.
    static let particulars = [
        "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\r\n",
        "!AIVDM,2,2,1,A,88888888880,2*25\r\n",
    ]
}
