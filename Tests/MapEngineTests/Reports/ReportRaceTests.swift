import GeoCore
import Testing

@testable import MapEngine

@Suite("Two steps of one report at once")
struct ReportRaceTests {
    @Test("of two officers who move a report at the same moment one is told that the other has")
    func race() async throws {
        let fixture = try await OperationsFixture()
        for _ in 0..<8 {
            let report = try await fixture.submit()
            async let assigned = code { try await fixture.move(report, "assigned") }
            async let rejected = code { try await fixture.move(report, "rejected") }
            let codes = await [assigned, rejected]
            // Where one was done before the other began, both are: then the second saw the first.
            let steps = try await fixture.engine.reports.steps(of: report.code, for: OperationsFixture.officer)
            #expect(codes.filter { $0 == nil }.count == steps.count - 1)
            #expect(codes.allSatisfy { $0 == nil || $0 == .conflict })
        }
    }
}
