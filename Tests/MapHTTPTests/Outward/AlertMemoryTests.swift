import Foundation
import GeoCore
import MapEngine
import Testing

@testable import MapHTTP

@Suite("What a receiver of alerts was told")
struct AlertMemoryTests {
    private static let start = Instant(rfc3339: "2026-11-21T09:00:00+07:00")!

    private func alert(
        _ code: String, _ kind: AlertKind = .boundary, _ state: UrgentAlert.State = .detected, time: Instant? = start
    ) throws -> UrgentAlert {
        UrgentAlert(
            id: 1, kind: kind, code: code, state: state, time: time, topic: .violation,
            layer: try #require(LayerID("violations")), payload: [], properties: .null)
    }

    @Test("a burst of one kind makes no other kind forgotten, and is itself remembered as far as there is room")
    func bursts() throws {
        var memory = AlertMemory(place: 0)
        var forgotten = memory.tell(try alert("v1"), at: Self.start)
        for number in 0..<10_000 { forgotten += memory.tell(try alert("s\(number)", .signal), at: Self.start) }
        #expect(forgotten == 0)
        let later = Self.start.adding(seconds: 1)
        forgotten = memory.tell(try alert("one too many", .signal), at: later)
        #expect(forgotten > 0 && memory.count(of: .signal) == 10_001 - forgotten)
        #expect(!memory.isNews(try alert("one too many", .signal), notBefore: Self.start))
        #expect(!memory.isNews(try alert("v1"), notBefore: Self.start))
        #expect(memory.isNews(try alert("v1", .boundary, .withdrawn), notBefore: Self.start))
    }

    @Test("what can be no news any more is forgotten: violations by age, values by their period")
    func ages() throws {
        var memory = AlertMemory(place: 0)
        for code in ["k/52/2026-11", "k/52/2026", "k/52/2026-10"] {
            _ = memory.tell(try alert(code, .kpi), at: Self.start)
        }
        _ = memory.tell(try alert("v1"), at: Self.start)
        memory.forget(at: Self.start.adding(hours: 24 * 89))
        #expect(memory.count(of: .boundary) == 1)
        // On 18 February 2027 the month of November is over for longer than a month; the year is not.
        #expect(memory.count(of: .kpi) == 1)
        memory.forget(at: Self.start.adding(hours: 24 * 91))
        #expect(memory.count(of: .boundary) == 0)
    }

    @Test("it is kept in a file, and a file of an earlier form still says where the receiver is")
    func files() throws {
        var memory = AlertMemory(place: 7)
        _ = memory.tell(try alert("v1"), at: Self.start)
        let read = try JSONDecoder().decode(AlertMemory.self, from: JSONEncoder().encode(memory))
        #expect(read == memory)
        let earlier = Data(#"{"place": 7, "told": [{"code": "v1", "state": "detected"}]}"#.utf8)
        #expect(try JSONDecoder().decode(AlertMemory.self, from: earlier) == AlertMemory(place: 7))
    }
}
