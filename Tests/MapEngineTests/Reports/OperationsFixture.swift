import Foundation
import GeoCore
import LiveMap
import Logging
import MapTesting
import Synchronization
import Testing

@testable import MapEngine

/// An engine on communes around Quy Nhơn, with a clock that the test moves.
final class OperationsFixture: Sendable {
    let temporary: TemporaryWorkspace
    let engine: Engine
    let clock: MovingClock

    static let quyNhon = Coordinate(longitude: 109.222, latitude: 13.785)
    static let quyNhonBac = Coordinate(longitude: 109.16, latitude: 13.77)
    static let officer = actor(.operator)
    static let commune = actor(.commune, unit: "21583")
    static let otherCommune = actor(.commune, unit: "21553")
    static let viewer = actor(.viewer)

    static func actor(_ role: Role, unit: String? = nil) -> ReportActor {
        ReportActor(caller: Caller(role: role, unit: unit, name: unit ?? role.rawValue), address: "")
    }

    static func citizen(_ address: String = "203.0.113.7", receipt: String? = nil) -> ReportActor {
        ReportActor(caller: .anonymous, receipt: receipt, address: address)
    }

    init(_ reports: String = "anonymous: true", at time: String = "2026-11-05T09:00:00+07:00") async throws {
        let clock = MovingClock(try #require(Instant(rfc3339: time)))
        let temporary = try TemporaryWorkspace()
        try Data("reports: { \(reports) }\n".utf8).write(to: temporary.workspace.configurationFile)
        engine = try await Engine(
            workspace: temporary.workspace, share: ShareFolder(root: TemporaryWorkspace.repository),
            logger: Logger(label: "bando.test"), now: { clock.date })
        self.temporary = temporary
        self.clock = clock
        try await load("commune", TemporaryWorkspace.datasets.appending(path: "xa-tu-2025-07.geojson"))
    }

    func load(_ layer: String, _ file: URL) async throws {
        _ = try await engine.importer.run(layer: layer, files: [file], options: ImportOptions(), author: "test")
        try await engine.refresh()
    }

    /// Sends a report and has the engine take notice.
    func submit(
        at place: Coordinate = OperationsFixture.quyNhon, category: String = "rac", text: String = "Đống rác",
        secret: Bool = false, by actor: ReportActor = citizen()
    ) async throws -> ReportReceipt {
        var submission = ReportSubmission(place: place, accuracyMeters: 12, category: category, text: text)
        (submission.contactName, submission.contactPhone) = ("Nguyễn Văn An", "0905123456")
        submission.isSecret = secret
        let receipt = try await engine.reports.submit(submission, by: actor)
        try await engine.refresh()
        return receipt
    }

    func move(
        _ report: ReportReceipt, _ states: String..., by actor: ReportActor = OperationsFixture.officer
    ) async throws {
        for state in states {
            let request = ReportStepRequest(to: state, note: "vì sao", assignee: "Công ty môi trường", rating: 4)
            _ = try await engine.reports.take(request, of: report.code, by: actor)
        }
        try await engine.refresh()
    }
}

/// A clock that stands until it is moved.
final class MovingClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ moment: Instant) {
        self.moment = Mutex(moment)
    }

    var date: Date { moment.withLock { $0.date } }

    func advance(seconds: Double) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// The code of the error that a body throws; `nil` where it throws none of the engine's.
func code(of body: () async throws -> Void) async -> EngineError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? EngineError)?.code
    }
}
