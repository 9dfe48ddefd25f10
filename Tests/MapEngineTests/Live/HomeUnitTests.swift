import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Units where vessels are at home")
struct HomeUnitTests {
    private static let units = ["commune": "xa-tu-2025-07.geojson", "province": "tinh-tu-2025-07.geojson"]

    private func record(_ objects: [String], in fixture: VesselFixture) async throws {
        let book = try fixture.engine.live.works().book
        for (index, object) in objects.enumerated() {
            let violation = try ViolationReportFixture.violation(
                object, opened: "2026-11-05T1\(index):00:00+07:00", closed: nil)
            try await book.apply([.recorded(violation)])
        }
        try await fixture.engine.refresh()
    }

    private func names(_ unit: String, in fixture: VesselFixture) async throws -> [String] {
        let definition = try fixture.engine.layer("violations", for: VesselFixture.fisheries)
        var request = FeatureRequest(layer: definition.id, caller: VesselFixture.fisheries, limit: 10)
        request.unit = unit
        let name = try #require(definition.index(of: "ten"))
        return try await fixture.engine.features.features(request).features.map { $0.feature.values[name].text }
            .sorted()
    }

    @Test("violations are those of a commune by the vessel's home, and of a province by its")
    func violations() async throws {
        let fixture = try await VesselFixture(Self.units)
        try await record(["bd99119", "bd30222", "bd40333"], in: fixture)
        #expect(try await names("21583", in: fixture) == ["BĐ 40333-TS", "BĐ 99119-TS"])
        #expect(try await names("21601", in: fixture) == ["BĐ 30222-TS"])
        #expect(try await names("21592", in: fixture) == [])
        #expect(try await names("52", in: fixture).count == 3)
    }

    @Test("an alert of a device is of the commune where it stands")
    func devices() async throws {
        let fixture = try await VesselFixture(["commune": "xa-tu-2025-07.geojson"])
        var violation = try ViolationReportFixture.violation("water-level-07", .reading, rule: "water-level")
        violation.place = OperationsFixture.quyNhon
        try await fixture.engine.live.works().book.apply([.recorded(violation)])
        try await fixture.engine.refresh()
        #expect(try await names("21583", in: fixture).count == 1)
        #expect(try await names("21553", in: fixture).isEmpty)
    }

    @Test("violations are counted by the vessel's commune, with its name")
    func statistics() async throws {
        let fixture = try await VesselFixture(Self.units)
        try await record(["bd99119", "bd30222", "bd40333", "qng1"], in: fixture)
        let statistics = try await fixture.engine.violationReports.statistics(
            of: ViolationReportFixture.november, by: [.unit, .length], for: VesselFixture.fisheries)
        #expect(
            statistics.groups.map { $0.keys.map(\.key) } == [
                ["21583", "15-24"], ["21583", ">=24"], ["21601", "12-15"], ["", ""],
            ])
        #expect(statistics.groups.first?.keys.first?.title == "Phường Quy Nhơn")
    }

    @Test("who listens to a unit hears of its vessels and violations alone")
    func events() async throws {
        let fixture = try await VesselFixture()
        let live = fixture.engine.live
        var heard = try await live.subscribe(
            EventFilter(topics: [.vessel, .violation], unit: "21601", caller: VesselFixture.fisheries), after: nil)
        try await fixture.sail("BĐ 99119-TS", [(0, 109.9, 13.6)])
        try await fixture.sail("BĐ 30222-TS", [(1, 109.9, 13.6)])
        try await record(["bd99119", "bd30222"], in: fixture)
        var texts: [String] = []
        while let batch = try await heard.next() {
            for case .event(let event) in batch {
                texts.append(event.topic.rawValue)
                #expect(String(decoding: event.payload, as: UTF8.self).contains("BĐ 30222-TS"))
            }
        }
        #expect(texts == ["vessel", "violation"])
    }

    @Test("after the definitions are read anew events are of the units that they name then")
    func reload() async throws {
        let fixture = try await VesselFixture()
        let live = fixture.engine.live
        for layer in ["vessels", "violations"] {
            let file = fixture.temporary.workspace.layersFolder.appending(path: "\(layer).yaml")
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data(
                text.replacing("homeUnits: { province: tinh, commune: xa }", with: "homeUnits: { province: tinh }").utf8
            )
            .write(to: file)
        }
        try await fixture.engine.reload()
        try await live.followLayers()
        var counts: [Int] = []
        var heard: [EventSubscription] = []
        for unit in ["21583", "52"] {
            let filter = EventFilter(topics: [.vessel, .violation], unit: unit, caller: VesselFixture.fisheries)
            heard.append(try await live.subscribe(filter, after: nil))
        }
        try await fixture.sail("BĐ 99119-TS", [(0, 109.9, 13.6)])
        try await record(["bd99119"], in: fixture)
        for index in heard.indices {
            var count = 0
            while let batch = try await heard[index].next() { count += batch.count }
            counts.append(count)
        }
        #expect(counts == [0, 2])
    }

    @Test("a level that the layer does not know is refused, and a field that is none is a fault of the definition")
    func refusals() async throws {
        let homes = HomeUnits(fields: [.commune: "xa"])
        let vessels = try #require(LayerID("vessels"))
        #expect(try homes.field(.commune, of: vessels) == "xa")
        #expect(throws: EngineError.self) { try homes.field(.province, of: vessels) }
        let text = try String(
            contentsOf: TemporaryWorkspace.repository.appending(path: "layers/vessels.yaml"), encoding: .utf8)
        let reader = LayerDefinitionReader()
        #expect(
            try reader.layer(from: text, file: "layers/vessels.yaml").homeUnits
                == HomeUnits(fields: [.province: "tinh", .commune: "xa"]))
        for (field, fault) in [("thon", "no field of this layer"), ("chu_tau", "keeps from the public")] {
            #expect {
                try reader.layer(
                    from: text.replacing("commune: xa }", with: "commune: \(field) }"), file: "layers/vessels.yaml")
            } throws: {
                "\($0)".contains(fault)
            }
        }
    }
}
