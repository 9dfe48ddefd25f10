import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("ReportService")
struct ReportServiceTests {
    @Test("a report gets its commune, a code, a deadline in working days and a receipt")
    func submits() async throws {
        let fixture = try await OperationsFixture()
        let receipt = try await fixture.submit()
        #expect(receipt.commune?.code == "21583")
        #expect(receipt.code.hasPrefix("PA-261105-"))
        #expect(receipt.due.rfc3339() == "2026-11-16T17:00:00+07:00")
        #expect(receipt.doubts.isEmpty)
        #expect(try await fixture.submit(at: Coordinate(longitude: 111, latitude: 13)).commune == nil)
    }

    @Test("without a token a report is taken only where that is allowed, and only so many in an hour")
    func limits() async throws {
        let closed = try await OperationsFixture("anonymous: false")
        #expect(await code { _ = try await closed.submit() } == .unauthenticated)
        #expect(await code { _ = try await closed.submit(by: OperationsFixture.viewer) } == nil)
        #expect(await code { _ = try await closed.submit(by: OperationsFixture.actor(.feed)) } == .forbidden)
        let open = try await OperationsFixture("anonymous: true, perHour: 2")
        for _ in 0..<2 { _ = try await open.submit() }
        #expect(await code { _ = try await open.submit() } == .tooMany)
        #expect(await code { _ = try await open.submit(by: OperationsFixture.citizen("198.51.100.1")) } == nil)
        open.clock.advance(seconds: 1_800)
        #expect(await code { _ = try await open.submit() } == nil)
    }

    @Test("a value that cannot be is refused with what may be written", arguments: ["", "  \n", "x"])
    func refuses(text: String) async throws {
        let fixture = try await OperationsFixture()
        let category = text == "x" ? "rác" : "rac"
        #expect(await code { _ = try await fixture.submit(category: category, text: text) } == .unprocessable)
        let nowhere = Coordinate(longitude: 181, latitude: 13)
        #expect(await code { _ = try await fixture.submit(at: nowhere) } == .unprocessable)
    }

    @Test("a state that there is not, one that is not allowed, and one without a token are told apart")
    func tellsSteps() async throws {
        let fixture = try await OperationsFixture()
        let report = try await fixture.submit()
        #expect(await code { try await fixture.move(report, "finished") } == .unprocessable)
        #expect(await code { try await fixture.move(report, "published") } == .conflict)
        #expect(
            await code { try await fixture.move(report, "assigned", by: OperationsFixture.citizen()) }
                == .unauthenticated)
        #expect(
            await code { try await fixture.move(report, "assigned", by: OperationsFixture.otherCommune) } == .notFound)
        #expect(await code { try await fixture.move(report, "assigned", by: OperationsFixture.viewer) } == .notFound)
        try await fixture.move(report, "assigned", by: OperationsFixture.commune)
        let steps = try await fixture.engine.reports.steps(of: report.code, for: OperationsFixture.officer)
        #expect(steps.map(\.to) == [.received, .assigned])
        #expect(steps.last?.actor == "21583" && steps.last?.note == "vì sao")
        #expect(steps.last?.assignee == "Công ty môi trường")
    }

    @Test("the reporter rates by the receipt's key and can do nothing else; others who see the report learn no names")
    func rates() async throws {
        let fixture = try await OperationsFixture()
        let report = try await fixture.submit()
        let reporter = OperationsFixture.citizen(receipt: report.key)
        #expect(await code { try await fixture.move(report, "assigned", by: reporter) } == .unauthenticated)
        try await fixture.move(report, "assigned", "in-progress", "done", "published")
        let stranger = OperationsFixture.citizen(receipt: "0" + report.key.dropFirst())
        #expect(await code { try await fixture.move(report, "rated", by: stranger) } == .unauthenticated)
        try await fixture.move(report, "rated", by: reporter)
        let steps = try await fixture.engine.reports.steps(of: report.code, for: OperationsFixture.citizen())
        #expect(steps.map(\.to) == [.received, .assigned, .inProgress, .done, .published, .rated])
        #expect(steps.allSatisfy { $0.actor.isEmpty && $0.note.isEmpty })
    }

    @Test("steps taken at the same moment are each taken once, or refused")
    func concurrentSteps() async throws {
        let fixture = try await OperationsFixture()
        let report = try await fixture.submit()
        try await fixture.move(report, "assigned")
        let taken = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<6 {
                group.addTask { await code { try await fixture.move(report, "in-progress") } == nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }

    @Test("contacts are for those who handle the report, noted, secret on request, and erased in time")
    func keepsContacts() async throws {
        let fixture = try await OperationsFixture("anonymous: true, contactDays: 30")
        let reports = fixture.engine.reports
        let open = try await fixture.submit()
        let secret = try await fixture.submit(secret: true)
        func contact(_ report: ReportReceipt, _ role: Role, purpose: String = "xác minh") async throws -> String? {
            let caller = OperationsFixture.actor(role).caller
            return try await reports.contact(of: report.code, for: caller, purpose: purpose)?.phone
        }
        #expect(try await contact(open, .operator) == "0905123456")
        #expect(try await contact(secret, .administrator) == "0905123456")
        #expect(await code { _ = try await contact(secret, .operator) } == .forbidden)
        #expect(await code { _ = try await contact(open, .operator, purpose: " ") } == .unprocessable)
        #expect(await code { _ = try await contact(open, .viewer) } == .notFound)
        fixture.clock.advance(seconds: 30 * 86_400 + 1)
        #expect(try await reports.eraseOldContacts() == 2)
        #expect(try await contact(open, .operator) == nil)
    }

    @Test("reports of the same thing are found, but only those that the asker may see are named")
    func findsDuplicates() async throws {
        let fixture = try await OperationsFixture()
        let first = try await fixture.submit()
        let second = try await fixture.submit()
        #expect(second.duplicates.isEmpty)
        let third = try await fixture.submit(by: OperationsFixture.officer)
        #expect(Set(third.duplicates) == [first.code, second.code])
        #expect(try await fixture.submit(category: "dien", by: OperationsFixture.officer).duplicates.isEmpty)
        let steps = try await fixture.engine.reports.steps(of: third.code, for: OperationsFixture.officer)
        #expect(steps[0].note.contains(first.code))
    }

    @Test("reports are counted for those who handle them, a commune's token its own")
    func counts() async throws {
        let fixture = try await OperationsFixture()
        for _ in 0..<4 { _ = try await fixture.submit() }
        try await fixture.move(
            try await fixture.submit(at: OperationsFixture.quyNhonBac), "assigned", "in-progress", "done")
        fixture.clock.advance(seconds: 20 * 86_400)
        let reports = fixture.engine.reports
        let selection = ReportSelection(
            from: Instant(seconds: 0), to: Instant(seconds: 4_000_000_000))
        let all = try await reports.statistics(by: [.unit], of: selection, for: OperationsFixture.officer.caller)
        #expect(all.groups.map(\.key) == [["21553"], ["21583"]])
        #expect((all.total.received, all.total.overdue, all.total.done) == (5, 4, 1))
        #expect(all.total.onTimeRate == 1)
        let own = try await reports.statistics(by: [], of: selection, for: OperationsFixture.otherCommune.caller)
        #expect(own.total.received == 1)
        #expect(
            await code { _ = try await reports.statistics(by: [], of: selection, for: .anonymous) } == .unauthenticated)
        let spots = try await reports.hotSpots(of: selection, for: OperationsFixture.officer.caller)
        #expect(spots.map(\.reports.count) == [4])
    }
}
