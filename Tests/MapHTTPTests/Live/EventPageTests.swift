import Foundation
import GeoCore
import GeoStorage
import HTTPTypes
import Hummingbird
import HummingbirdCore
import MapTesting
import NIOCore
import Synchronization
import Testing

@testable import MapEngine
@testable import MapHTTP

@Suite("Pages of events that listeners share")
struct EventPageTests {
    private let temporary: TemporaryWorkspace
    private let engine: Engine
    private let pages = EventPages()

    init() async throws {
        temporary = try TemporaryWorkspace()
        engine = try await temporary.engine()
        try await engine.live.begin()
    }

    private func report(_ number: Int, _ text: String, isRestricted: Bool = false) -> LiveEvent {
        LiveEvent(
            topic: "report", subject: "reports/\(number)", time: engine.live.currentInstant,
            access: isRestricted ? "reports/restricted" : "reports", payload: Array(#"{"text":"\#(text)"}"#.utf8))
    }

    private func publish(_ events: [LiveEvent]) async throws {
        try await engine.live.works().log.publish(events)
    }

    private func listener(
        _ caller: Caller = .anonymous, topics: Set<EventTopic> = [.report]
    ) async throws -> EventSubscription {
        try await engine.live.subscribe(EventFilter(topics: topics, caller: caller), after: 0)
    }

    /// All that a listener is told until there is no more.
    private func heard(_ listener: EventSubscription) async throws -> String {
        var (listener, text) = (listener, "")
        while let page = try await pages.next(of: &listener) { text += String(buffer: page) }
        return text
    }

    @Test("listeners who may be told the same get the same bytes, written once")
    func shared() async throws {
        try await publish((1...5).map { report($0, "số \($0)") })
        let officers = ["An", "Bình"].map { Caller(role: .operator, name: $0) }
        for callers in [[.anonymous, .anonymous], officers] {
            var (first, second) = (try await listener(callers[0]), try await listener(callers[1]))
            let one = try #require(try await pages.next(of: &first))
            let other = try #require(try await pages.next(of: &second))
            #expect(one == other && first.place == second.place)
            let addresses = [one, other].map { buffer in
                unsafe buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
            }
            #expect(addresses[0] == addresses[1])
            #expect(String(buffer: one).contains("id: 5\nevent: report\ndata: {\"text\":\"số 5\"}\n\n"))
        }
    }

    @Test("who may see less, or asks for less, is told less from the same place")
    func apart() async throws {
        try await publish([report(1, "công khai"), report(2, "kín", isRestricted: true)])
        for name in ["officer", "another officer"] {
            #expect(try await heard(listener(Caller(role: .operator, name: name))).contains("kín"))
        }
        let abroad = Caller(role: .commune, unit: "21553", name: "commune")
        #expect(try await !heard(listener(abroad)).contains("kín"))
        let told = try await heard(listener())
        #expect(told.contains("công khai") && !told.contains("kín"))
        #expect(try await heard(listener(topics: [.kpi])).isEmpty)
    }

    @Test("what was told and is taken back since is told to nobody who comes to the same place later")
    func takenBack() async throws {
        try await publish([report(1, "lộ"), report(2, "khác")])
        #expect(try await heard(listener()).contains("lộ"))
        try await publish([report(1, "lộ", isRestricted: true)])
        let told = try await heard(listener())
        #expect(!told.contains("lộ") && told.contains("khác"))
    }

    @Test("who comes to the same place later hears of each subject the newest alone")
    func newest() async throws {
        try await publish([report(1, "cũ"), report(2, "khác")])
        #expect(try await heard(listener()).contains("cũ"))
        try await publish([report(1, "mới")])
        let told = try await heard(listener())
        #expect(!told.contains("cũ") && told.contains("mới") && told.contains("khác"))
    }

    @Test("nor what was told before a restart and is known from the log alone")
    func takenBackLater() async throws {
        try await publish([report(1, "lộ"), report(2, "khác")])
        try await engine.live.end()
        try await engine.live.begin()
        #expect(try await heard(listener()).contains("lộ"))
        try await publish([report(1, "lộ", isRestricted: true)])
        let told = try await heard(listener())
        #expect(!told.contains("lộ") && told.contains("khác"))
    }

    @Test("a place beyond what is known begins with a reset, which is shared with nobody")
    func reset() async throws {
        try await publish([report(1, "một")])
        var lost = try await engine.live.subscribe(EventFilter(topics: [.report], caller: .anonymous), after: 99)
        #expect(lost.outlook == nil)
        let page = try #require(try await pages.next(of: &lost))
        #expect(String(buffer: page) == "id: 1\nevent: reset\ndata: {}\n\n")
        #expect(try await pages.next(of: &lost) == nil)
    }

    @Test("many places are not kept for ever, and what follows from them is right all the same")
    func many() async throws {
        for number in 1...300 {
            try await publish([report(number, "số \(number)")])
            var listener = try await listener()
            listener.skip(to: Int64(number - 1))
            #expect(try await String(buffer: #require(pages.next(of: &listener))).contains("số \(number)\""))
        }
        let told = try await heard(listener())
        #expect(told.matches(of: /event: report/).count == 300)
    }

    /// Keeps what is written to it.
    private struct Reader: ResponseBodyWriter {
        final class Heard: Sendable {
            let text = Mutex("")
        }
        let heard = Heard()

        @concurrent
        mutating func write(_ buffer: ByteBuffer) async throws { heard.text.withLock { $0 += String(buffer: buffer) } }

        @concurrent
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    @Test("a token that is taken back while its listener is busy ends the stream between two pages")
    func revoked() async throws {
        try await publish((1...500).map { report($0, "số \($0)") })
        let looks = Mutex(0)
        let stream = EventStreamWriter(try await listener(), pages, trust: .zero) {
            looks.withLock { looks in
                looks += 1
                return looks <= 3
            }
        }
        let reader = Reader()
        var writer: any ResponseBodyWriter = reader
        try await stream.write(to: &writer)
        let told = reader.heard.text.withLock { $0.matches(of: /event: report/).count }
        #expect(told == 128)
    }
}
