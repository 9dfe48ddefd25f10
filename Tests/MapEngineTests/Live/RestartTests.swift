import Foundation
import GeoCore
import LiveMap
import Logging
import MapTesting
import Testing

@testable import MapEngine

/// A live service whose process ends and begins again, in order or by being killed.
private final class RestartingService {
    private let temporary: TemporaryWorkspace
    private var copies: [URL] = []
    private(set) var engine: Engine
    private let clock: MovingClock
    private static let prohibited = """
        {"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"ma": "cam-1", "ten": "Vùng cấm thử", "loai": "Vùng cấm", "tinh_chat": "Tuyên bố"},
        "geometry": {"type": "Polygon", "coordinates":
        [[[111, 13.4], [111.2, 13.4], [111.2, 13.6], [111, 13.6], [111, 13.4]]]}}]}
        """

    /// Boats that must carry a device.
    private static var register: String {
        let boats = (0..<40).map { boat in
            """
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [109.2, 13.8]},
            "properties": {"so_dang_ky": "BĐ \(93_000 + boat)-TS", "chieu_dai": 17, "vai_tro": "khai-thac"}}
            """
        }
        return #"{"type": "FeatureCollection", "features": [\#(boats.joined(separator: ","))]}"#
    }

    init(at now: Instant, clock kind: EventClock = .arrival) async throws {
        clock = MovingClock(now)
        temporary = try TemporaryWorkspace()
        engine = try await Self.engine(temporary.workspace, clock)
        for (layer, text) in ["maritime-zones": Self.prohibited, "vessels": Self.register] {
            let file = try temporary.write(text, to: "\(layer).geojson")
            _ = try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        }
        try await engine.refresh()
        try await engine.live.begin(clock: kind)
    }

    deinit { for copy in copies { try? FileManager.default.removeItem(at: copy) } }

    private static func engine(_ workspace: Workspace, _ clock: MovingClock) async throws -> Engine {
        try await Engine(
            workspace: workspace, share: ShareFolder(root: TemporaryWorkspace.repository),
            logger: Logger(label: "bando.test"), now: { clock.date })
    }

    /// Ends in order and begins again.
    func restart() async throws {
        try await engine.live.end()
        try await engine.live.begin()
    }

    /// Goes on with the files as they are now, as after the process was killed.
    ///
    /// - Parameter lost: Files of the live history that are not there any more.
    func kill(losing lost: [String] = []) async throws {
        let copy = FileManager.default.temporaryDirectory.appending(path: "bando-test-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: copies.last ?? temporary.workspace.root, to: copy)
        try await engine.live.end()
        for name in lost { try FileManager.default.removeItem(at: copy.appending(path: "data/live/\(name)")) }
        copies.append(copy)
        engine = try await Self.engine(try Workspace(root: copy), clock)
        try await engine.live.begin()
    }

    func wait(hours: Double) { clock.advance(seconds: hours * 3_600) }

    func send(_ fixes: [Fix]) async throws {
        let batch = PositionBatch(reports: fixes.map { PositionReport(fix: $0, spelling: $0.object.text) })
        _ = try await engine.live.receive(batch)
    }

    func replay(_ fixes: [Fix]) async throws {
        let batch = PositionBatch(reports: fixes.map { PositionReport(fix: $0, spelling: $0.object.text) })
        _ = try await engine.live.replay(batch)
    }

    /// The violations that hold, in what of their rows follows from event time, and how many were told and taken back.
    func violations() async throws -> (holding: [String], withdrawn: Int) {
        let fields = ["quy_tac", "doi_tuong", "mo_luc", "dong_luc", "do_chac", "so_do", "bang_chung"]
        let administrator = DeviceFixture.administrator
        let layer = try engine.layer("violations", for: administrator)
        let page = try await engine.features.features(
            FeatureRequest(layer: layer.id, caller: administrator, limit: 10_000))
        let rows = page.features.map { found in
            Dictionary(uniqueKeysWithValues: zip(layer.fields.map(\.name), found.feature.values))
        }
        let holding = rows.filter { $0["trang_thai"]?.text != "withdrawn" }.map { row in
            fields.map { row[$0]?.text ?? "" }.joined(separator: " ")
        }.sorted()
        return (holding, rows.count - holding.count)
    }

    func end() async throws { try await engine.live.end() }
}

@Suite("A live service that ends and begins again")
struct RestartTests {
    private let now = Instant(seconds: 1_795_000_000)

    private func fix(_ boat: Int, hours: Double, at lon: Double, _ lat: Double, knots: Double = 4) throws -> Fix {
        Fix(
            object: try ObjectID(vessel: "BĐ \(93_000 + boat)-TS"), time: now.adding(hours: hours),
            coordinate: Coordinate(longitude: lon, latitude: lat), speedKnots: knots, courseDegrees: 90,
            device: "D\(boat)", source: .vms)
    }

    /// Days of boats that wander over a prohibited area, fall silent now and then, and lie together.
    private func voyages(_ random: inout RestartDice) throws -> [Fix] {
        var fixes: [Fix] = []
        for boat in 0..<5 {
            var (hours, lon, lat) = (-90.0, 111.1 + Double.random(in: -0.3...0.3, using: &random), 13.5)
            while hours < -1 {
                fixes.append(try fix(boat, hours: hours, at: lon, lat))
                let step =
                    Int.random(in: 0..<12, using: &random) == 0 ? 9.0 : Double.random(in: 0.5...2, using: &random)
                hours += step
                lon = min(max(lon + Double.random(in: -0.09...0.09, using: &random), 110.7), 111.5)
                lat = min(max(lat + Double.random(in: -0.09...0.09, using: &random), 13.1), 13.9)
            }
        }
        for boat in 5..<9 {
            for hour in stride(from: -80.0, to: -62, by: 1) {
                fixes.append(try fix(boat, hours: hour, at: 112 + Double(boat) / 500, 13.5, knots: 0.4))
            }
            fixes.append(try fix(boat, hours: -2, at: 112 + Double(boat) / 5, 13.9))
        }
        return fixes
    }

    @Test(
        "whatever order fixes come in and however often it ends and is killed, the same violations hold",
        arguments: 1...6 as ClosedRange<UInt64>)
    func anyOrder(seed: UInt64) async throws {
        var random = RestartDice(state: seed)
        let fixes = try voyages(&random).sorted { $0.precedes($1) }
        let steady = try await RestartingService(at: now)
        try await steady.send(fixes)
        try await steady.engine.live.lookForGroups()
        try await steady.engine.live.lookAround()
        let expected = try await steady.violations().holding
        try await steady.end()
        #expect(Set(expected.compactMap { $0.split(separator: " ").first }).count >= 3, "\(expected)")

        let shaken = try await RestartingService(at: now)
        // Some fixes come up to a day late.
        let arrivals = fixes.map { fix in
            let isLate = Int.random(in: 0..<5, using: &random) == 0
            return fix.time.adding(hours: isLate ? Double.random(in: 0...30, using: &random) : 0)
        }
        let order = zip(fixes, arrivals).sorted { $0.1 < $1.1 }.map(\.0)
        for start in stride(from: 0, to: order.count, by: 25) {
            try await shaken.send(Array(order[start..<min(start + 25, order.count)]))
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try await shaken.engine.live.keep()
            case 1: try await shaken.restart()
            case 2: try await shaken.kill()
            case 3: try await shaken.engine.live.lookForGroups()
            case 4: try await shaken.engine.live.lookAround()
            default: break
            }
        }
        try await shaken.kill()
        try await shaken.engine.live.lookForGroups()
        try await shaken.engine.live.lookAround()
        let found = try await shaken.violations().holding
        #expect(Set(found).subtracting(expected).sorted() == [], "not to be told")
        #expect(Set(expected).subtracting(found).sorted() == [], "to be told")
        try await shaken.end()
    }

    @Test("a late fix after a restart takes back nothing that several vessels did together long before")
    func lateAfterRestart() async throws {
        let service = try await RestartingService(at: now)
        let together = try (5..<9).flatMap { boat in
            try stride(from: -80.0, to: -62, by: 1).map {
                try fix(boat, hours: $0, at: 112 + Double(boat) / 500, 13.5, knots: 0.4)
            } + [try fix(boat, hours: -2, at: 112 + Double(boat) / 5, 13.9)]
        }
        try await service.send(together)
        try await service.engine.live.lookForGroups()
        let before = try await service.violations()
        #expect(before.holding.contains { $0.hasPrefix("gathering") })
        try await service.restart()
        try await service.send([try fix(5, hours: -80.5, at: 112.01, 13.5, knots: 0.4)])
        let after = try await service.violations()
        #expect(
            after.holding.filter { $0.hasPrefix("gathering") } == before.holding.filter { $0.hasPrefix("gathering") })
        try await service.end()
    }

    @Test("a violation whose beginning a late fix has moved ends as one, also when the process was killed in between")
    func movedBeginning() async throws {
        let service = try await RestartingService(at: now)
        let way = [(-6.0, 110.9), (-5.5, 110.97), (-4.0, 111.1), (-3.5, 111.12)]
        try await service.send(try way.map { try fix(0, hours: $0.0, at: $0.1, 13.5) })
        try await service.engine.live.keep()
        let first = try await service.violations().holding
        try await service.send([try fix(0, hours: -5, at: 111.05, 13.5)])
        try await service.engine.live.keep()
        let moved = try await service.violations().holding
        #expect(first.count == 1 && moved.count == 1 && first != moved, "\(first) \(moved)")
        try await service.kill()
        try await service.send([try fix(0, hours: -2, at: 111.25, 13.5), try fix(0, hours: -1.5, at: 111.3, 13.5)])
        #expect(try await service.violations().holding.count == 1)
        try await service.end()
    }

    @Test("what was found in a month that is gone stays, also where nobody knows how far judging had come")
    func goneMonth() async throws {
        let service = try await RestartingService(at: now)
        let way = [(-6.0, 110.9), (-5.5, 111.03), (-4.0, 111.1), (-3.5, 111.12), (-2.0, 111.3), (-1.5, 111.35)]
        try await service.send(try way.map { try fix(0, hours: $0.0, at: $0.1, 13.5) })
        let before = try await service.violations().holding
        #expect(rules(before) == ["prohibited-zone"])
        service.wait(hours: 40 * 24)
        try await service.send([try fix(0, hours: 40 * 24 - 1, at: 112, 13.5)])
        try await service.restart()
        try await service.kill(losing: ["2026-11.sqlite", "state.sqlite"])
        #expect(try await service.violations().holding.filter { $0.hasPrefix("prohibited") } == before)
        try await service.restart()
        try await service.send([try fix(0, hours: 40 * 24 - 2, at: 112, 13.5)])
        #expect(try await service.violations().holding.filter { $0.hasPrefix("prohibited") } == before)
        try await service.end()
    }

    /// Forty boats that are heard every hour, but for nine hours in which the network is silent.
    private func outageFleet(from start: Double, to end: Double) throws -> [Fix] {
        try (0..<40).flatMap { boat in
            try stride(from: start, through: end, by: 1).filter { !(-200 ..< -191).contains($0) }.map {
                try fix(boat, hours: $0 + Double(boat) / 100, at: 112 + Double(boat) / 10, 14)
            }
        }.sorted { $0.precedes($1) }
    }

    private func rules(_ rows: [String]) -> [Substring] { rows.map { $0.prefix { $0 != " " } } }

    @Test(
        "an outage of the network stays one for weeks, is over when boats are heard again, and no boat is told as lost, at any time"
    )
    func longAgo() async throws {
        let service = try await RestartingService(at: now.adding(hours: -231))
        for hour in stride(from: -230.0, to: 0, by: 1) {
            service.wait(hours: 1)
            try await service.send(try outageFleet(from: hour - 0.99, to: hour))
            if hour == -188 || hour == -150 || hour == -60 { try await service.kill() }
            try await service.engine.live.lookAround()
            let told = try await service.violations()
            let isKnown = hour >= -195
            #expect(isKnown ? rules(told.holding) == ["network-outage"] : told.holding.count <= 1, "\(hour) \(told)")
            #expect(told.withdrawn == 0, "\(hour)")
        }
        try await service.end()
    }

    @Test("a recording of an outage tells of it, and of no boat as lost")
    func recorded() async throws {
        let service = try await RestartingService(at: now, clock: .recording)
        let fixes = try outageFleet(from: -230, to: -5)
        for start in stride(from: 0, to: fixes.count, by: 200) {
            try await service.replay(Array(fixes[start..<min(start + 200, fixes.count)]))
        }
        try await service.engine.live.finishReplay()
        let told = try await service.violations()
        // They lie where they are.
        #expect(rules(told.holding).filter { $0 != "loitering" } == ["network-outage"], "\(told)")
        try await service.end()
    }

    @Test("an outage that late fixes disprove is taken back, also when the process ended in between")
    func disproved() async throws {
        let service = try await RestartingService(at: now)
        let fixes = try (0..<40).flatMap { boat in
            try stride(from: -40.0, through: -3, by: 1).map {
                try fix(boat, hours: $0 + Double(boat) / 100, at: 112 + Double(boat) / 10, 14)
            }
        }
        try await service.send(fixes.filter { $0.time < now.adding(hours: -8.5) || $0.time > now.adding(hours: -4.5) })
        try await service.engine.live.lookAround()
        #expect(rules(try await service.violations().holding) == ["network-outage"])
        try await service.send(fixes)
        try await service.kill()
        try await service.engine.live.lookAround()
        let told = try await service.violations()
        #expect(told.holding.isEmpty && told.withdrawn == 1, "\(told)")
        try await service.end()
    }

    @Test("a restart in an outage of the network tells of no boat as lost")
    func outage() async throws {
        let service = try await RestartingService(at: now)
        // All are heard every hour; the network is silent for the last nine.
        let fixes = try (0..<40).flatMap { boat in
            try stride(from: -40.0, through: -9, by: 1).map {
                try fix(boat, hours: $0 + Double(boat) / 100, at: 112 + Double(boat) / 10, 14)
            }
        }
        try await service.send(fixes)
        for restart in [false, true, true] {
            if restart { try await service.kill() }
            try await service.engine.live.lookAround()
            let (holding, withdrawn) = try await service.violations()
            #expect(rules(holding) == ["network-outage"], "\(holding)")
            #expect(withdrawn == 0 || !restart)
        }
        try await service.end()
    }
}

/// Random numbers that are the same in every run.
private struct RestartDice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ state >> 29) &* 0x9E37_79B9_7F4A_7C15
    }
}
