import Foundation
import GeoCore
import MapTesting
import Testing

@testable import MapEngine

@Suite("Definitions of devices change while the service runs")
struct DeviceDefinitionTests {
    /// Edits a definition and has the service take notice, as SIGHUP does.
    private func edit(_ layer: String, _ old: String, _ new: String, in fixture: DeviceFixture) async throws {
        let file = fixture.temporary.workspace.layersFolder.appending(path: "\(layer).yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains(old))
        try Data(text.replacing(old, with: new).utf8).write(to: file)
        try await fixture.engine.reload()
        try await fixture.engine.live.followLayers()
    }

    @Test("a threshold that is moved judges what is remembered again, and what comes by the new one")
    func threshold() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5)])
        #expect(try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  detected"])
        try await edit("water-levels", "water-level, from: alarm-1", "water-level, from: alarm-2", in: fixture)
        #expect(try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  withdrawn"])
        try await fixture.gauge([(-20, 2.6), (-10, 2.6), (0, 2.6)])
        #expect(try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  withdrawn"])
        #expect(try await fixture.rows("water-levels").first?["muc_nuoc"] == .real(2.6))
        #expect(try await fixture.rows("water-levels").count == 1)
    }

    @Test("a layer of devices that is added is served at once, one that loses its devices refuses messages")
    func layers() async throws {
        let fixture = try await DeviceFixture()
        let folder = fixture.temporary.workspace.layersFolder
        let gauges = try String(contentsOf: folder.appending(path: "water-levels.yaml"), encoding: .utf8)
        try Data(gauges.replacing("id: water-levels", with: "id: tide-levels").utf8)
            .write(to: folder.appending(path: "tide-levels.yaml"))
        try await fixture.engine.reload()
        try await fixture.engine.live.followLayers()
        let message =
            #"{"object": "TRIEU-01", "time": "2026-11-05T08:50:00+07:00", "lon": 109.2, "lat": 13.8, "values": {"muc_nuoc": 1.2}}"#
        #expect(try await fixture.send("tide-levels", message) == PositionAnswer(accepted: 1))
        #expect(try await fixture.rows("tide-levels").first?["muc_nuoc"] == .real(1.2))
        try FileManager.default.removeItem(at: folder.appending(path: "tide-levels.yaml"))
        try await fixture.engine.reload()
        try await fixture.engine.live.followLayers()
        let error = await #expect(throws: EngineError.self) { try await fixture.send("tide-levels", message) }
        #expect(error?.code == .notFound)
    }

    @Test("a definition with a fault changes nothing")
    func fault() async throws {
        let fixture = try await DeviceFixture()
        await #expect(throws: ConfigurationError.self) {
            try await edit("water-levels", "geometry: point", "geometry: line", in: fixture)
        }
        try await fixture.gauge([(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5)])
        #expect(try await fixture.violations().count == 1)
    }

    /// Adds a layer of gauges with a field that the store has no place for.
    private func addFaulty(to fixture: DeviceFixture) throws {
        let folder = fixture.temporary.workspace.layersFolder
        let gauges = try String(contentsOf: folder.appending(path: "water-levels.yaml"), encoding: .utf8)
        let faulty = gauges.replacing("id: water-levels", with: "id: tide-levels")
            .replacing("  - name: song_ho", with: "  - name: oid")
        try Data(faulty.utf8).write(to: folder.appending(path: "tide-levels.yaml"))
    }

    @Test("a layer that cannot follow its definition is named, the others follow theirs; mended, it follows too")
    func oneFault() async throws {
        let fixture = try await DeviceFixture()
        let tides = try #require(LayerID("tide-levels"))
        try await fixture.gauge([(-60, 1.5), (-50, 2.5), (-40, 2.5), (-30, 2.5)])
        try addFaulty(to: fixture)
        try await edit("water-levels", "water-level, from: alarm-1", "water-level, from: alarm-2", in: fixture)
        #expect(try await fixture.violations() == ["water-level 2026-11-05T08:10:00+07:00  withdrawn"])
        #expect(await fixture.engine.faults().keys.sorted() == [tides])
        #expect(await fixture.engine.faultNotes(for: DeviceFixture.administrator)[0].contains("oid"))
        #expect(
            await fixture.engine.faultNotes(for: .anonymous) == [
                "tide-levels: does not follow its definition; see the log"
            ])
        try await edit("tide-levels", "name: oid", "name: song", in: fixture)
        #expect(await fixture.engine.faults().isEmpty)
        let message =
            #"{"object": "TRIEU-01", "time": "2026-11-05T08:50:00+07:00", "lon": 109.2, "lat": 13.8, "values": {"muc_nuoc": 1.2}}"#
        #expect(try await fixture.send("tide-levels", message) == PositionAnswer(accepted: 1))
    }

    @Test("a service starts with a layer of devices that it cannot follow, and with the others")
    func startWithFault() async throws {
        let fixture = try await DeviceFixture()
        try await fixture.gauge([(-60, 1.5)])
        try addFaulty(to: fixture)
        try await fixture.restarted { engine in
            let faults = await engine.faults()
            let rows = try await fixture.rows("water-levels", of: engine)
            #expect(faults.keys.map(\.name) == ["tide-levels"])
            #expect(rows.first?["muc_nuoc"] == .real(1.5))
        }
    }

    @Test("a layer whose features do not fit its new definition keeps the old one and is named; the others follow")
    func mismatch() async throws {
        let fixture = try await DeviceFixture()
        let file = fixture.temporary.workspace.layersFolder.appending(path: "buses.yaml")
        let buses = try String(contentsOf: file, encoding: .utf8)
        try Data(
            buses.replacing("fields:\n", with: "fields:\n  - { name: moi, type: text, title: { vi: Mới, en: New } }\n")
                .utf8
        )
        .write(to: file)
        try await edit("water-levels", "water-level, from: alarm-1", "water-level, from: alarm-2", in: fixture)
        let id = try #require(LayerID("buses"))
        #expect(fixture.engine.catalogue[id]?.index(of: "moi") == nil)
        #expect(await fixture.engine.faults().keys.sorted() == [id])
        let issues = await #expect(throws: ConfigurationError.self) {
            try await fixture.temporary.workspace.checkDefinitions()
        }
        #expect(issues?.issues.map(\.file) == ["layers/buses.yaml"])
        try Data(buses.utf8).write(to: file)
        try await fixture.engine.reload()
        #expect(await fixture.engine.faults().isEmpty)
        #expect(try await fixture.temporary.workspace.checkDefinitions().indicators > 0)
    }

    @Test("a state is told as it lasted, with its title; a bucket is for numbers")
    func states() async throws {
        let fixture = try await DeviceFixture()
        for (minute, mode) in [(0, "bat"), (10, "bat"), (20, "tat"), (30, "bat")] {
            let time = "2026-11-05T08:\(10 + minute):00+07:00"
            try await fixture.send(
                "lamp-controllers",
                #"{"object": "TU-01", "time": "\#(time)", "lon": 109.2, "lat": 13.8, "values": {"che_do": "\#(mode)"}}"#
            )
        }
        let end = try #require(Instant(rfc3339: "2026-11-05T09:00:00+07:00"))
        let span = end.adding(hours: -2)..<end
        let live = fixture.engine.live
        let series = try await live.series(
            of: "TU-01", in: "lamp-controllers", field: "che_do", during: span, bucketSeconds: nil,
            for: DeviceFixture.administrator)
        guard case .states(let states) = series.values else {
            Issue.record("the mode is no number")
            return
        }
        #expect(states.map(\.value) == ["bat", "tat", "bat"])
        #expect(states.map(\.count) == [2, 1, 1])
        #expect(states.first?.to.rfc3339() == "2026-11-05T08:20:00+07:00")
        let error = await #expect(throws: EngineError.self) {
            try await live.series(
                of: "TU-01", in: "lamp-controllers", field: "che_do", during: span, bucketSeconds: 60,
                for: DeviceFixture.administrator)
        }
        #expect(error?.parameter == "bucket")
    }
}
