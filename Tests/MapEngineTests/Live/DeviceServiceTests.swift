import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Devices that move or measure, by their definitions alone")
struct DeviceServiceTests {
    @Test("a reading is shown in its device's row, with its time and the state that it means")
    func shown() async throws {
        let fixture = try await DeviceFixture()
        let answer = try await fixture.gauge([(-30, 2.5), (-20, 2.5), (-10, 2.6)])
        #expect(answer == PositionAnswer(accepted: 3))
        let row = try #require(try await fixture.rows("water-levels").first)
        #expect(row["muc_nuoc"] == .real(2.6))
        #expect(row["thoi_gian"] == .text("2026-11-05T08:50:00+07:00"))
        #expect(row["trang_thai"] == .text("alarm-1"))
        #expect(row["ten"] == .text("Cầu Đôi"))
    }

    @Test("a bound that is passed for long enough opens a violation at the first reading, and falling back closes it")
    func violation() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5)])
        #expect(
            try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  detected"])
        try await fixture.gauge([(-20, 1.2)])
        #expect(
            try await fixture.violations() == [
                "water-level 2026-11-05T08:10:00+07:00 2026-11-05T08:40:00+07:00 detected"
            ])
    }

    @Test("messages in any order, sent twice, give the same violations")
    func order() async throws {
        let levels: [(minutes: Int, meters: Double)] = [(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5), (-20, 1.2)]
        let fixture = try await DeviceFixture()
        for level in [levels[3], levels[0], levels[4], levels[2], levels[1]] { try await fixture.gauge([level]) }
        let again = try await fixture.gauge(levels)
        #expect(again == PositionAnswer(duplicate: 5))
        #expect(
            try await fixture.violations() == [
                "water-level 2026-11-05T08:10:00+07:00 2026-11-05T08:40:00+07:00 detected"
            ])
    }

    @Test("an older message is late and does not take the place of a newer one")
    func late() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-10, 1.1)])
        #expect(try await fixture.gauge([(-20, 1.9)]) == PositionAnswer(accepted: 1, late: 1))
        #expect(try await fixture.rows("water-levels").first?["muc_nuoc"] == .real(1.1))
    }

    @Test("a station that sends what it measured at one moment in parts is judged by all of it")
    func parts() async throws {
        let fixture = try await DeviceFixture()
        let time = "2026-11-05T08:50:00+07:00"
        try await fixture.gauge([(-10, 1)])
        let answer = try await fixture.send(
            "water-levels", #"{"object": "TRAM-01", "time": "\#(time)", "values": {"mua_1h": 80}}"#)
        #expect(answer == PositionAnswer(accepted: 1))
        let row = try #require(try await fixture.rows("water-levels").first)
        #expect(row["mua_1h"] == .real(80))
        #expect(row["muc_nuoc"] == .real(1))
        #expect(row["trang_thai"] == .text("heavy-rain"))
        #expect(try await fixture.violations() == ["heavy-rain 2026-11-05T08:50:00+07:00  detected"])
    }

    @Test("silence is late, then lost, and opens the violation that the definition names")
    func silence() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(0, 1)])
        fixture.clock.advance(seconds: 30 * 60)
        try await fixture.engine.live.lookAround()
        #expect(try await fixture.rows("water-levels").first?["trang_thai"] == .text("late"))
        fixture.clock.advance(seconds: 100 * 60)
        try await fixture.engine.live.lookAround()
        #expect(try await fixture.rows("water-levels").first?["trang_thai"] == .text("lost"))
        #expect(try await fixture.violations() == ["water-gauge-silent 2026-11-05T11:00:00+07:00  detected"])
    }

    @Test("a device that no register has gets a row of its own, and is known after a restart")
    func unregistered() async throws {
        let fixture = try await DeviceFixture()
        let time = "2026-11-05T08:59:00+07:00"
        try await fixture.send(
            "buses", #"{"object": "Bus-99", "time": "\#(time)", "lon": 109.21, "lat": 13.79, "speed": 10}"#)
        try await fixture.restarted { engine in
            let rows = try await fixture.rows("buses", of: engine)
            #expect(rows.count == 2)
            let row = try #require(rows.first { $0["ma"] == .text("Bus-99") || $0["ma"] == .text("bus-99") })
            #expect(row["toc_do"] == .real(18.52))
            #expect(try await fixture.rows("vessels", of: engine).isEmpty)
        }
    }

    @Test("a restart finds the same violations, also one that began before what is remembered")
    func restart() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge((0...8).map { (-60 * 10 * (9 - $0), 2.5) } + [(-10, 2.5)])
        let before = try await fixture.violations()
        #expect(before.contains { $0.hasPrefix("water-level ") && $0.hasSuffix("  detected") })
        try await fixture.restarted { engine in
            let after = try await fixture.violations(of: engine)
            let row = try await fixture.rows("water-levels", of: engine).first
            #expect(after == before)
            #expect(row?["trang_thai"] == .text("alarm-1"))
        }
    }

    @Test("another limit in the register judges what is remembered again")
    func limit() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5), (-20, 2.5)])
        try await fixture.load(
            "water-levels", #"{"ma": "TRAM-01", "ten": "Cầu Đôi", "bao_dong_1": 3, "bao_dong_2": 4, "bao_dong_3": 5}"#)
        try await fixture.engine.live.followLayers()
        #expect(try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  withdrawn"])
        #expect(try await fixture.rows("water-levels").first?["trang_thai"] == .text("ok"))
    }

    @Test(
        "a record with a fault is refused for itself, with a sentence",
        arguments: [
            (#"{"time": "2026-11-05T08:59:00+07:00"}"#, "“object” is missing."),
            (#"{"object": "TRAM-01", "time": "2026-11-05T08:59:00+07:00", "values": {"bao_dong_1": 9}}"#, "bao_dong_1"),
            (#"{"object": "TRAM-01", "time": "2026-11-05T08:59:00+07:00", "values": {"muc_nuoc": "x"}}"#, "a number"),
            (#"{"object": "TRAM-02", "time": "2026-11-05T08:59:00+07:00", "values": {"muc_nuoc": 1}}"#, "No place"),
            (#"{"object": "TRAM-01", "time": "2026-11-05T09:30:00+07:00"}"#, "ahead"),
            (#"{"object": "TRAM-01", "time": "2026-11-05T08:59:00"}"#, "2026-11-05T08:59:00"),
        ])
    func refused(record: String, reason: String) async throws {
        let fixture = try await DeviceFixture()
        let good = #"{"object": "TRAM-01", "time": "2026-11-05T08:00:00+07:00", "values": {"H": 1}}"#
        let answer = try await fixture.send("water-levels", "[\(good), \(record)]")
        #expect(answer.accepted == 1)
        #expect(answer.refusals.map(\.index) == [1])
        #expect(answer.refusals.first?.reason.contains(reason) == true)
    }

    @Test("positions of another kind than a vessel go to the layer of that kind, and are refused where there is none")
    func positions() async throws {
        let fixture = try await DeviceFixture()
        let time = "2026-11-05T08:59:00+07:00"
        let body = """
            [{"kind": "bus", "object": "07", "time": "\(time)", "lon": 109.21, "lat": 13.79, "speed": 20, "course": 90},
            {"vessel": "BĐ 99119-TS", "time": "\(time)", "lon": 109.9, "lat": 13.6},
            {"kind": "kite", "object": "07", "time": "\(time)", "lon": 109.21, "lat": 13.79}]
            """
        let answer = try await fixture.engine.live.receive(
            Array(body.utf8), form: .detected, from: DeviceFixture.feed)
        #expect(answer.accepted == 2)
        #expect(answer.refusals.map(\.index) == [2])
        #expect(answer.refusals.first?.reason.contains("“kite”") == true)
        let bus = try #require(try await fixture.rows("buses").first)
        #expect(bus["toc_do"] == .real(37.04))
        #expect(bus["huong"] == .real(90))
        #expect(bus["trang_thai"] == .text("ok"))
        #expect(try await fixture.rows("vessels").count == 1)
    }

    @Test("a jump that no vehicle makes is kept as suspect and not shown")
    func jump() async throws {
        let fixture = try await DeviceFixture()
        let first = #"{"object": "07", "time": "2026-11-05T08:58:00+07:00", "lon": 109.21, "lat": 13.79}"#
        let second = #"{"object": "07", "time": "2026-11-05T08:59:00+07:00", "lon": 108.21, "lat": 13.79}"#
        let answer = try await fixture.send("buses", first + "\n" + second)
        #expect(answer == PositionAnswer(accepted: 2, suspect: 1))
        #expect(
            try await fixture.rows("buses").first?["thoi_gian"] == .text("2026-11-05T08:58:00+07:00"))
    }

    @Test("a series has the least, the greatest and the mean of each stretch, a track where the device was")
    func series() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-60, 1), (-50, 2), (-10, 4)])
        let end = try #require(Instant(rfc3339: "2026-11-05T09:00:00+07:00"))
        let span = end.adding(hours: -2)..<end
        let series = try await fixture.engine.live.series(
            of: "tram-01", in: "water-levels", field: "muc_nuoc", during: span, bucketSeconds: 1_800,
            for: .anonymous)
        guard case .numbers(1_800, let stretches) = series.values else {
            Issue.record("no numbers in stretches of half an hour")
            return
        }
        #expect(stretches.map(\.minimum) == [1, 4])
        #expect(stretches.map(\.maximum) == [2, 4])
        #expect(stretches.map(\.mean) == [1.5, 4])
        let track = try await fixture.engine.live.track(
            of: "TRAM-01", in: "water-levels", during: span, for: .anonymous)
        #expect(track.fixes.count == 3)
    }

    @Test("who may not send or read is told so")
    func rights() async throws {
        let fixture = try await DeviceFixture()
        let live = fixture.engine.live
        #expect(await code { try await fixture.send("buses", "[]", by: .anonymous) } == .unauthenticated)
        let viewer = Caller(role: .viewer, unit: nil, name: "viewer")
        #expect(await code { try await fixture.send("buses", "[]", by: viewer) } == .forbidden)
        #expect(await code { try await fixture.send("roads", "[]") } == .notFound)
        let now = live.currentInstant
        let read = { (layer: String, caller: Caller) in
            _ = try await live.track(of: "01", in: layer, during: now.adding(hours: -1)..<now, for: caller)
        }
        #expect(await code { try await read("patrol-cars", .anonymous) } == .unauthenticated)
        #expect(await code { try await read("patrol-cars", viewer) } == .forbidden)
        #expect(await code { try await read("patrol-cars", DeviceFixture.administrator) } == .notFound)
    }

    @Test("an event of a device carries its feature with the layer, and no restricted field")
    func event() async throws {
        let fixture = try await DeviceFixture()
        let live = fixture.engine.live
        var subscription = try await live.subscribe(
            EventFilter(topics: [.device], caller: .anonymous), after: nil)
        try await fixture.send(
            "buses", #"{"object": "07", "time": "2026-11-05T08:59:00+07:00", "lon": 109.21, "lat": 13.79}"#)
        try await live.show()
        guard case .event(let event)? = try await subscription.next()?.first else {
            Issue.record("no event came")
            return
        }
        let payload = String(decoding: event.payload, as: UTF8.self)
        #expect(payload.contains(#""layer":"buses""#))
        #expect(payload.contains(#""ma":"07""#))
        #expect(!payload.contains("77B"))
    }
}
