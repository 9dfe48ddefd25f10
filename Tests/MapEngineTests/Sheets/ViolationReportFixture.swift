import Foundation
import GeoCore
import LiveMap
import Logging
import MapTesting
import Testing

@testable import MapEngine

/// An engine whose store holds some violations of November 2026, a register of vessels, and the sample's sea.
struct ViolationReportFixture: Sendable {
    let temporary: TemporaryWorkspace
    let engine: Engine

    static let fisheries = Caller(role: .fisheries, name: "Chi cục Thủy sản")
    static let november = ReportedMonth("2026-11")!
    static let clock = "2026-12-01T08:00:00+07:00"

    /// - Parameter layers: Of the sample's files, by layer.
    init(_ layers: [String: String] = [:]) async throws {
        let now = try #require(Instant(rfc3339: Self.clock)).date
        let temporary = try TemporaryWorkspace()
        self.temporary = temporary
        engine = try await Engine(
            workspace: temporary.workspace, share: ShareFolder(root: TemporaryWorkspace.repository),
            logger: Logger(label: "bando.test"), now: { now })
        for (layer, file) in layers.sorted(by: { $0.key < $1.key }) {
            let file = TemporaryWorkspace.datasets.appending(path: file)
            _ = try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        }
        try await register()
        try await engine.refresh()
        try await engine.live.begin()
    }

    func end() async throws { try await engine.live.end() }

    /// Two vessels of Gia Lai, with an owner and a telephone that no report may tell.
    private func register() async throws {
        let rows = [("BĐ 99119-TS", "16.5"), ("BĐ 30222-TS", "13")].map { number, length in
            """
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [109.25, 13.77]}, "properties": {
              "so_dang_ky": "\(number)", "chieu_dai": \(length), "vai_tro": "khai-thac", "tinh": "52", "cang": "Quy Nhơn",
              "chu_tau": "Trần Thị Bí Mật", "dien_thoai": "0905123456"}}
            """
        }
        let file = try temporary.write(
            "{\"type\": \"FeatureCollection\", \"features\": [\(rows.joined(separator: ","))]}",
            to: "tau.geojson")
        _ = try await engine.importer.run(layer: "vessels", files: [file], options: ImportOptions(), author: "test")
    }

    /// Records violations as judging does, and takes the steps that people take.
    func record(_ violations: [(violation: Violation, steps: [String])], note: String = "đã gọi chủ tàu") async throws {
        let book = try engine.live.works().book
        try await book.apply(violations.map { .recorded($0.violation) })
        for (violation, steps) in violations {
            for state in steps {
                _ = try await book.transition(
                    violation.id, by: ViolationStep(to: state, note: note), of: "Nguyễn Văn Trực")
            }
        }
        try await engine.refresh()
    }

    func withdraw(_ violation: Violation) async throws {
        try await engine.live.works().book.apply([.withdrawn(violation)])
        try await engine.refresh()
    }

    static func violation(
        _ object: String = "bd99119", _ kind: ViolationKind = .zone, rule: String = "wrong-zone",
        opened: String = "2026-11-05T10:00:00+07:00", closed: String? = "2026-11-05T16:00:00+07:00"
    ) throws -> Violation {
        let opened = try #require(Instant(rfc3339: opened))
        let object = try #require(ObjectID(object))
        let place = Coordinate(longitude: 109.6, latitude: 13.9)
        return Violation(
            rule: RuleReference(id: rule, version: try #require(CivilDay("2026-01-25"))), kind: kind,
            objects: [object], opened: opened, closed: closed.flatMap { Instant(rfc3339: $0) }, place: place,
            evidence: [
                Fix(
                    object: object, time: opened, coordinate: place, speedKnots: 3, courseDegrees: 90, device: "",
                    source: .vms)
            ])
    }
}
