import Foundation
import GeoCore
import LiveMap
import Logging
import MapTesting
import Testing

@testable import MapEngine

/// A running live service with three vessels in its register, and a clock that the test moves.
final class VesselFixture: Sendable {
    let temporary: TemporaryWorkspace
    let clock: MovingClock
    let engine: Engine

    static let feed = Caller(role: .feed, name: "feed")
    static let fisheries = Caller(role: .fisheries, name: "Chi cục Thủy sản")
    static let start = Instant(rfc3339: "2026-11-05T09:00:00+07:00")!

    /// - Parameter layers: Of the sample's files, by layer.
    init(_ layers: [String: String] = [:], at hours: Double = 24) async throws {
        let clock = MovingClock(Self.start.adding(hours: hours))
        let temporary = try TemporaryWorkspace()
        self.clock = clock
        self.temporary = temporary
        engine = try await Engine(
            workspace: temporary.workspace, share: ShareFolder(root: TemporaryWorkspace.repository),
            logger: Logger(label: "bando.test"), now: { clock.date })
        for (layer, file) in layers.sorted(by: { $0.key < $1.key }) {
            try await load(layer, TemporaryWorkspace.datasets.appending(path: file))
        }
        let register = """
            SoDangKy,ChieuDai,VaiTro,MaTinh,MaXa,ChuTau,lon,lat
            BĐ 99119-TS,16.5,khai-thac,52,21583,Trần Thị Bí Mật,109.25,13.77
            BĐ 30222-TS,13,khai-thac,52,21601,Lê Văn Kín,109.25,13.77
            BĐ 40333-TS,26,hau-can,52,21583,Lê Văn Kín,109.25,13.77

            """
        try await load("vessels", try temporary.write(register, to: "tau.csv"))
        try await engine.live.begin()
    }

    private func load(_ layer: String, _ file: URL) async throws {
        _ = try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
    }

    /// Sends positions of a vessel: hours after nine o'clock, longitude and latitude.
    func sail(_ vessel: String, _ places: [(hours: Double, lon: Double, lat: Double)]) async throws {
        let records = places.map { place in
            let time = Self.start.adding(hours: place.hours).rfc3339()
            return
                #"{"vessel": "\#(vessel)", "time": "\#(time)", "lon": \#(place.lon), "lat": \#(place.lat), "source": "vms"}"#
        }
        let body = Array("[\(records.joined(separator: ","))]".utf8)
        let answer = try await engine.live.receive(body, form: .detected, from: Self.feed)
        #expect(answer.accepted == places.count)
        try await engine.live.show()
    }

    /// The hours from nine o'clock on to others.
    static func span(_ from: Double, _ to: Double) -> Range<Instant> {
        start.adding(hours: from)..<start.adding(hours: to)
    }
}
