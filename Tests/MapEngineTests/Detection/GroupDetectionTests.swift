import GeoCore
import LiveMap
import MapEngine
import SampleProvince
import Testing

/// The rules on several vessels scored on simulated fleets; gatherings with how sure they are.
@Suite("Detection of groups by the rules of the repository")
struct GroupDetectionTests {
    @Test(
        "boats in company are not taken for carried devices, however often they report",
        arguments: DetectionFleets.cadences)
    func company(cadence: ReportCadence) throws {
        let groups = GroupDetection(try #require(try DetectionFleets.short[cadence]?.get()))
        let row = try #require(groups.rows.first { $0.rule == TruthKind.carriedDevice.rawValue })
        #expect(row.score.owed >= 5 && row.score.precision >= 0.95 && row.score.recall >= 0.8, "\(row.line)")
    }

    @Test(
        "of the gatherings of a calm fleet that are told as sure nearly all are true, and nearly all of them are told")
    func gatherings() throws {
        var deeds = DeedRates.none
        deeds.gathering = 1
        let run = try DetectionFleets.run(.vms, seed: 20_260_105, vessels: 110, days: 14, deeds: deeds)
        let groups = GroupDetection(run)
        let sure = groups.gatherings.filter { $0.confidence >= 0.9 }
        let score = DetectionScore(violations: sure, truths: run.truths(.gathering), owedHours: 5)
        #expect(score.owed >= 5 && score.precision >= 0.9 && score.recall >= 0.8, "\(score.line)")
    }

    @Test(
        "long: groups, and gatherings by how sure they are",
        .enabled(if: DetectionFleets.isSoak, "set BANDO_SOAK=1"), arguments: DetectionFleets.cadences)
    func long(cadence: ReportCadence) throws {
        let fleets = DetectionFleets.long(cadence)
        var rows: [DetectionRow] = []
        var bands: [ConfidenceBand] = []
        for seed in fleets.seeds {
            let groups = GroupDetection(try fleets.run(seed))
            let found = (rows: groups.rows, bands: groups.bands(of: groups.gatherings))
            rows = rows.isEmpty ? found.rows : zip(rows, found.rows).map { $0 + $1 }
            bands = bands.isEmpty ? found.bands : zip(bands, found.bands).map { $0 + $1 }
        }
        rows.show("Groups at \(cadence), seeds \(fleets.seeds)")
        for band in bands { print(band.line) }
        let carried = try #require(rows.first { $0.rule == TruthKind.carriedDevice.rawValue })
        #expect(carried.score.precision >= 0.95, "\(carried.line)")
        for row in rows where row.rule == TruthKind.encounter.rawValue || row.rule == TruthKind.loitering.rawValue {
            #expect(row.score.precision >= 0.95 && row.heardShare >= 0.95, "\(row.line)")
        }
        let surest = try #require(bands.last)
        #expect(surest.found >= 100 && Double(surest.correct) >= 0.99 * Double(surest.found), "\(surest.line)")
        for band in bands where band.found >= 20 {
            let interval = DetectionScore.wilson(band.correct, of: band.found)
            #expect(interval.upperBound >= band.mean - 0.05, "told as surer than it is: \(band.line)")
        }
    }
}
