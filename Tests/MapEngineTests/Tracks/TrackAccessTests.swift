import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

/// Tracks, who was near, and the past show of vessels what the layer shows, to everybody.
@Suite("Who sees where vessels were") struct TrackAccessTests {
    /// Vessels of logistics are open to all; others to fisheries and to the commune where they are at home.
    private static let rows = [
        "access:\n": "access:\n  rows: { field: vai_tro, public: [hau-can], roles: [fisheries], unit: xa }\n",
        "  fields: [so_dang_ky,": "  fields: [so_dang_ky, xa,",
    ]

    private static let communes = [
        Caller(role: .commune, unit: "21583", name: "Quy Nhơn"), Caller(role: .commune, unit: "21601", name: "other"),
        Caller(role: .commune, unit: "99999", name: "elsewhere"),
    ]
    private static let callers =
        [Caller.anonymous] + Role.allCases.map { Caller(role: $0, name: $0.rawValue) } + communes

    private static let all = ["BĐ 30222-TS", "BĐ 40333-TS", "BĐ 99119-TS"]

    private static func expected(_ caller: Caller) -> [String] {
        switch (caller.role, caller.unit) {
        case (.administrator, _), (.steward, _), (.fisheries, _): all
        case (.commune, "21583"): ["BĐ 40333-TS", "BĐ 99119-TS"]
        case (.commune, "21601"): ["BĐ 30222-TS", "BĐ 40333-TS"]
        default: ["BĐ 40333-TS"]
        }
    }

    /// A service whose definition of vessels has other words in places.
    private func fixture(_ edits: [String: String]) async throws -> VesselFixture {
        let fixture = try await VesselFixture()
        let file = fixture.temporary.workspace.layersFolder.appending(path: "vessels.yaml")
        var text = try String(contentsOf: file, encoding: .utf8)
        for (old, new) in edits {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        try Data(text.utf8).write(to: file)
        try await fixture.engine.reload()
        for (index, vessel) in Self.all.enumerated() {
            let east = 109.5 + Double(index) / 100
            try await fixture.sail(vessel, [(1, east, 13.6), (2, east + 0.001, 13.6)])
        }
        return fixture
    }

    private var span: Range<Instant> { VesselFixture.span(0, 24) }

    @Test(
        "everybody sees the tracks, the neighbours and the past of the vessels that the layer shows, and of no others")
    func rows() async throws {
        let fixture = try await fixture(Self.rows)
        let engine = fixture.engine
        for caller in Self.callers {
            let request = FeatureRequest(layer: LayerID("vessels")!, caller: caller, limit: 10)
            let shown = try await numbers(engine.features.features(request))
            #expect(shown == Self.expected(caller), "\(caller.name)")
            #expect(try await numbers(engine.past.features(request, at: span.upperBound)) == shown, "\(caller.name)")
            #expect(try await tracks(engine, caller) == shown, "\(caller.name)")
            let near = try await engine.live.near(
                Coordinate(longitude: 109.51, latitude: 13.6), radiusMeters: 9_000,
                at: VesselFixture.start.adding(hours: 1), withinHours: 3, for: caller)
            #expect(near.compactMap(\.name).sorted() == shown, "\(caller.name)")
        }
        withExtendedLifetime(fixture) {}
    }

    private func numbers(_ result: FeatureResult) -> [String] {
        let key = result.definition.index(of: "so_dang_ky")!
        return result.features.map { $0.feature.values[key].text }.sorted()
    }

    /// The vessels whose track is told to a caller, by number and by the identifier of their feature alike.
    private func tracks(_ engine: Engine, _ caller: Caller) async throws -> [String] {
        let all = FeatureRequest(layer: LayerID("vessels")!, caller: VesselFixture.fisheries, limit: 10)
        var seen: [String] = []
        for found in try await engine.features.features(all).features {
            let number = found.feature.values[0].text
            var codes: [EngineError.Code?] = []
            for name in [number, "\(found.feature.id)"] {
                codes.append(
                    await code(of: {
                        let track = try await engine.live.track(of: name, during: span, for: caller)
                        #expect(track.name == number)
                    }))
            }
            #expect(codes == [nil, nil] || codes == [.notFound, .notFound], "\(caller.name) \(number)")
            if codes[0] == nil { seen.append(number) }
        }
        return seen.sorted()
    }

    @Test("a hidden vessel is told of in the words of one that is not there") func hidden() async throws {
        let fixture = try await fixture(Self.rows)
        let live = fixture.engine.live
        func message(_ name: String) async -> String? {
            do {
                _ = try await live.track(of: name, during: span, for: .anonymous)
                return nil
            } catch { return (error as? EngineError)?.message.replacing(name, with: "…") }
        }
        #expect(await message("BĐ 99119-TS") == message("BĐ 12345-TS"))
        #expect(await message("BĐ 99119-TS") != nil)
        withExtendedLifetime(fixture) {}
    }

    @Test("what a field hides of positions is in no track, for all who do not see the field") func fields() async throws
    {
        let secrets = "  restricted:\n    so_dang_ky: [fisheries]\n    speed: [fisheries]\n    nguon: [viewer]\n"
        let fixture = try await fixture(["  restricted:\n": secrets])
        let engine = fixture.engine
        for caller in Self.callers {
            let seesAll = [.administrator, .steward].contains(caller.role)
            let track = try await engine.live.track(of: "bd99119", during: span, for: caller)
            #expect((track.name != nil) == (seesAll || caller.role == .fisheries), "\(caller.name)")
            #expect((track.id == "bd99119") == (track.name != nil), "\(caller.name)")
            #expect(track.fields.showsSpeed == (seesAll || caller.role == .fisheries), "\(caller.name)")
            #expect(track.fields.showsSource == (seesAll || caller.role == .viewer), "\(caller.name)")
            #expect(track.fields.showsCourse, "\(caller.name)")
        }
        withExtendedLifetime(fixture) {}
    }

    @Test("whose times are hidden has no track and no neighbours") func times() async throws {
        let fixture = try await fixture(["  restricted:\n": "  restricted:\n    time: [fisheries]\n"])
        let engine = fixture.engine
        for caller in Self.callers {
            let wanted: EngineError.Code? =
                switch caller.role {
                case nil: .unauthenticated
                case .administrator, .steward, .fisheries: nil
                default: .forbidden
                }
            let place = Coordinate(longitude: 109.5, latitude: 13.6)
            let live = engine.live
            let track = await code(of: { _ = try await live.track(of: "bd99119", during: span, for: caller) })
            #expect(track == wanted, "\(caller.name)")
            let near = await code(of: {
                _ = try await live.near(place, radiusMeters: 10, at: span.lowerBound, withinHours: 1, for: caller)
            })
            #expect(near == wanted, "\(caller.name)")
        }
        withExtendedLifetime(fixture) {}
    }
}
