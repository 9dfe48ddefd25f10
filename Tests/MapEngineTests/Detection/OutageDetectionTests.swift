import GeoCore
import LiveMap
import MapEngine
import SampleProvince
import Testing

/// The pattern of April 2024, when some 700 boats fell silent at once: an outage of the network, not 700 boats.
@Suite("Detection of an outage of the network")
struct OutageDetectionTests {
    private static let start = DetectionRun.start.adding(hours: 130.3)
    private static let hours = 11.0
    /// Boats switch their devices off as on any lively day.
    private static let deeds = DeedRates(
        wrongZone: 0, boundary: 0, silence: 0.15, gathering: 0, encounter: 0, carriedDevice: 0)

    private static func run(
        vessels: Int, cutOff: Int, _ reach: OutageReach, _ mix: FleetMix = .monitored, seed: UInt64
    ) throws -> DetectionRun {
        let outage = SimulatedOutage(start: start, hours: hours, vessels: cutOff, reach: reach)
        let options = FleetOptions(
            seed: seed, vessels: vessels, mix: mix, start: DetectionRun.start, deeds: deeds, outages: [outage])
        return try DetectionRun(options, days: 8, rules: DetectionFleets.rules())
    }

    private func check(_ run: DetectionRun) throws {
        let truth = try #require(run.truths(.outage).first)
        let outage = try #require(run.outages.first)
        #expect(run.outages.count == 1)
        #expect(abs(outage.start.seconds(since: truth.start)) <= 3 * 3_600)
        #expect(abs(try #require(outage.end).seconds(since: truth.end)) <= 2.5 * 3_600)
        let silences = run.violations.filter { $0.rule.id == "signal-lost" }
        let lost = run.truths(.signalLost).filter { $0.objects.allSatisfy(run.dutyVessels.contains) }
        let score = DetectionScore(violations: silences, truths: lost, owedHours: 6)
        print(
            "outage of \(truth.objects.count) boats at sea of \(run.vessels.count): \(run.outages.count) found, share",
            outage.share, "listed", outage.lastFixes.count, "; silences: \(score.line)")
        let alarms = score.falseAlarms.filter { Set(truth.objects).isSuperset(of: $0.objects) }
        // Who may have come into port in the meantime is asked for a day after, as unsure.
        let restored = try #require(outage.end)
        #expect(alarms.allSatisfy { $0.opened >= restored.adding(hours: 24) && $0.confidence <= 0.3 })
        #expect(alarms.count <= max(1, truth.objects.count / 300), "\(alarms.map(\.objects))")
        #expect(score.precision >= 0.95, "\(score.line)")
        let own = lost.filter { isItsOwn($0, beside: truth, until: restored) }
        let raised = DetectionScore(violations: silences, truths: own, owedHours: 6)
        print(
            "  lost by themselves at that time: \(raised.detected) of \(raised.owed) told; else told: \(alarms.count)")
        #expect(raised.owed >= 1 && raised.recall >= 0.98, "\(raised.missed)")
    }

    /// Whether a silence at the time of the outage shows itself as the boat's: it began hours before, or the boat was heard
    /// while the network was silent, or it went on for more than six hours after.
    private func isItsOwn(_ lost: Truth, beside outage: Truth, until restored: Instant) -> Bool {
        guard lost.start < outage.end, lost.end > outage.start else { return false }
        return lost.start < outage.start.adding(hours: -4) || lost.start > outage.start.adding(hours: 2)
            || lost.end > restored.adding(hours: 6)
    }

    @Test(
        "a tenth of the boats of April 2024 silent at once are one outage, and only boats that are lost are told as lost",
        arguments: [OutageReach.boats, .squads])
    func small(reach: OutageReach) throws {
        try check(Self.run(vessels: 260, cutOff: 70, reach, seed: 20_260_103))
    }

    @Test(
        "long: 700 boats silent at once, of fleets small and large, are one outage and no other violation",
        .enabled(if: DetectionFleets.isSoak, "set BANDO_SOAK=1"), arguments: [1_000, 2_600, 3_118],
        [OutageReach.boats, .squads])
    func large(vessels: Int, reach: OutageReach) throws {
        try check(Self.run(vessels: vessels, cutOff: 700, reach, seed: 20_260_104))
    }
}
