import GeoCore
import LiveMap
import SampleProvince
import Testing

@Suite("FleetSimulator")
struct FleetSimulatorTests {
    private static func reports(_ options: FleetOptions, hours: Double, step: Double) -> ([SimulatedFix], [Truth]) {
        var simulator = FleetSimulator(options)
        var reports: [SimulatedFix] = []
        for end in stride(from: step, through: hours, by: step) {
            reports += simulator.next(until: options.start.adding(hours: end))
        }
        return (reports, simulator.truthsSoFar)
    }

    @Test("the same seed gives the same reports and truths in steps of an hour and of two days, another seed others")
    func determinism() {
        var options = FleetOptions(vessels: 25, start: FleetRun.start, deeds: .dense)
        let (whole, truths) = Self.reports(options, hours: 192, step: 48)
        let (parts, same) = Self.reports(options, hours: 192, step: 1)
        #expect(whole == parts && truths == same && whole.count > 500)
        options.seed += 1
        #expect(Self.reports(options, hours: 192, step: 48).0 != whole)
    }

    @Test("reports come in order of arrival, never before they were made, and some of them late or out of order")
    func arrival() {
        let (reports, _) = Self.reports(FleetOptions(vessels: 100, start: FleetRun.start), hours: 168, step: 24)
        #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.arrival <= $1.arrival })
        #expect(reports.allSatisfy { $0.arrival >= $0.fix.time })
        let late = reports.count { $0.arrival.seconds(since: $0.fix.time) > 3_600 }
        #expect(late > reports.count / 50 && late < reports.count / 5)
        let defects = Set(reports.compactMap(\.defect))
        #expect(defects.isSuperset(of: [.duplicated, .nullIsland, .spike, .secondDevice]))
    }

    @Test("a boat at sea reports about every two hours, at most thirteen times a day with the event of its port")
    func cadence() {
        var options = FleetOptions(vessels: 25, start: FleetRun.start, deeds: .none, link: .perfect)
        options.mix = FleetMix(over24: 0, over15: 1, over12: 0, under12: 0)
        let (reports, truths) = Self.reports(options, hours: 240, step: 240)
        let tracks = Dictionary(grouping: reports.filter { $0.defect == nil }, by: \.fix.object).values
        let gaps = tracks.flatMap { track in
            zip(track, track.dropFirst()).map { $1.fix.time.seconds(since: $0.fix.time) }
        }
        let usual = gaps.count { abs($0 - 7_200) < 300 }
        #expect(usual * 10 > gaps.count * 9)
        #expect(!truths.contains { $0.kind == .signalLost || $0.kind == .wrongZone || $0.kind == .boundaryCrossing })
    }

    @Test("numbers are unique registrations, lengths fit the classes, two boats in five or more are 15 m and longer")
    func roster() {
        let vessels = FleetSimulator(FleetOptions(vessels: 3_000, start: FleetRun.start)).vessels
        #expect(Set(vessels.map(\.id)).count == 3_000)
        #expect(vessels.allSatisfy { $0.id.text == $0.registration.key })
        let long = vessels.count { ($0.facts.lengthMeters ?? 0) >= 15 }
        #expect(long > 1_200)
        #expect(vessels.allSatisfy { (6...33).contains($0.facts.lengthMeters ?? 0) })
    }

    @Test("an outage silences exactly the boats that depend on it, and is one truth")
    func outage() throws {
        let start = FleetRun.start.adding(hours: 120)
        let outage = SimulatedOutage(start: start, hours: 10, vessels: 70)
        let options = FleetOptions(vessels: 100, start: FleetRun.start, deeds: .none, link: .perfect, outages: [outage])
        let (reports, truths) = Self.reports(options, hours: 168, step: 24)
        let truth = try #require(truths.first { $0.kind == .outage })
        let end = start.adding(hours: 10)
        #expect(truth.objects.count > 20 && truth.objects.count <= 70)
        let heard = Set(reports.filter { $0.fix.time >= start && $0.fix.time < end }.map(\.fix.object))
        #expect(heard.isDisjoint(with: truth.objects))
        #expect(!truths.contains { $0.kind == .signalLost && $0.start < end && $0.end > start })
    }

    @Test("every kind of deed becomes a truth")
    func truths() {
        let options = FleetOptions(vessels: 150, start: FleetRun.start, deeds: .dense)
        let (_, truths) = Self.reports(options, hours: 480, step: 480)
        for kind in TruthKind.allCases where kind != .outage {
            #expect(truths.contains { $0.kind == kind }, "no \(kind.rawValue)")
        }
        #expect(truths.allSatisfy { $0.start <= $0.end && !$0.objects.isEmpty })
    }
}
