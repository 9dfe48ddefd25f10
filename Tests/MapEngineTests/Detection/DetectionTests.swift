import GeoCore
import LiveMap
import MapEngine
import SampleProvince
import Testing

/// The rules of the repository scored on simulated fleets: zone, boundary and signal rules against their targets.
@Suite("Detection by the rules of the repository")
struct DetectionTests {
    private static let precision = 0.95
    private static let recall = 0.98

    @Test(
        "of a tenth of the long run's events nothing contradicts a precision of 0.95 and a recall of 0.98",
        arguments: DetectionFleets.cadences)
    func short(cadence: ReportCadence) throws {
        let run = try #require(try DetectionFleets.short[cadence]?.get())
        #expect(run.outages.isEmpty)
        for row in run.vesselRows {
            #expect(row.score.owed >= 15, "\(row.line)")
            // Of so few one miss more or less says little: the target has to lie within what they allow, and none may fail.
            #expect(row.score.precisionInterval.upperBound >= Self.precision, "\(row.line)")
            #expect(row.score.recallInterval.upperBound >= Self.recall, "\(row.line)")
            #expect(row.score.precision >= 0.9 && row.score.recall >= 0.9, "\(row.line)")
        }
    }

    @Test(
        "long: precision is at least 0.95 and recall at least 0.98 of 200 true events and more of each rule",
        .enabled(if: DetectionFleets.isSoak, "set BANDO_SOAK=1"), arguments: DetectionFleets.cadences)
    func long(cadence: ReportCadence) throws {
        let fleets = DetectionFleets.long(cadence)
        var rows: [DetectionRow] = []
        for seed in fleets.seeds {
            let run = try fleets.run(seed)
            #expect(run.outages.isEmpty, "seed \(seed)")
            rows = rows.isEmpty ? run.vesselRows : zip(rows, run.vesselRows).map { $0 + $1 }
        }
        rows.show("Detection at \(cadence), seeds \(fleets.seeds)")
        for row in rows {
            #expect(row.score.owed >= 200, "\(row.line)")
            #expect(row.score.precision >= Self.precision, "\(row.line)")
            #expect(row.score.recall >= Self.recall, "\(row.line)")
        }
    }
}
