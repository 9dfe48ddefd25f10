import GeoCore
import LiveMap
import Testing

@Suite("Outages as time goes on")
struct OutageWatchTests {
    /// Looks every hour, as fixes come; gives what was told at each.
    private func told(_ fleet: OutageFleet, until hours: Int) -> [[Violation]] {
        var watch = OutageWatch(OutageFleet(boats: 0).detector())
        var rest = fleet.fixes.sorted { $0.precedes($1) }[...]
        return (1...hours).map { hour in
            let now = Voyage.hour(Double(hour))
            let heard = rest.prefix { $0.time <= now }
            rest = rest.dropFirst(heard.count)
            for fix in heard { watch.note(fix, isInHarbour: false) }
            _ = watch.look(at: now)
            return watch.outages.map(\.violation)
        }
    }

    @Test("an outage stays as it was told, however long ago it is", arguments: [20.0, 20.9])
    func stays(start: Double) {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: start, to: 30)
        fleet.report(until: 200)
        let told = told(fleet, until: 200)
        #expect(told[39].count == 1 && told[39][0].closed != nil)
        #expect(told[39...].allSatisfy { $0 == told[39] })
    }

    @Test("the end of one that lasts for longer than the memory is found, from its true beginning")
    func lasting() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 20, to: 170)
        fleet.report(until: 240)
        let told = told(fleet, until: 240)
        #expect(told[160].count == 1 && told[160][0].closed == nil)
        #expect(told[200].count == 1 && told[200][0].opened == told[160][0].opened)
        #expect(abs(told[200][0].closed?.seconds(since: Voyage.hour(171)) ?? .infinity) <= 2 * 3_600)
        #expect(told[239] == told[200])
    }

    @Test("a clock that goes back takes nothing back")
    func backwards() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<300, from: 20, to: 100)
        fleet.report(until: 60)
        var watch = OutageWatch(fleet.detector())
        _ = watch.look(at: Voyage.hour(28))
        let outages = watch.outages
        #expect(outages.count == 1)
        #expect(!watch.isWorthLooking(at: Voyage.hour(20)))
        _ = watch.look(at: Voyage.hour(20))
        #expect(watch.outages == outages)
    }

    @Test("where nobody is heard for longer than the memory, the network is silent and not the boats")
    func longGap() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<300, from: 50, to: 250)
        fleet.report(until: 252)
        var watch = OutageWatch(OutageFleet(boats: 0).detector())
        for fix in fleet.fixes where fix.time < Voyage.hour(50) { watch.note(fix, isInHarbour: false) }
        let (before, found) = watch.look(at: Voyage.hour(250))
        #expect(before.isEmpty && found.count == 1 && found.first?.lastFixes.count == 300)
        #expect(watch.look(at: Voyage.hour(251)).found == found)
    }

    @Test("one that was told long ago is not taken back by a process that begins long after")
    func longAfter() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 20, to: 30)
        fleet.report(until: 60)
        let told = fleet.detector().outages(at: Voyage.hour(60))
        for later in [70.0, 110, 124, 170, 2_000] {
            var watch = OutageWatch(fleet.detector())
            watch.restore(told.map(\.violation).compactMap(Outage.init))
            watch.forget(asOf: Voyage.hour(60))
            let (before, found) = watch.look(at: Voyage.hour(later))
            // From an hour on, all are silent: that is another.
            #expect(before.count == 1 && found.first?.violation == before.first?.violation, "\(later)")
        }
    }

    @Test("one whose end never comes ends after thirty days, so that later silences are the boats'")
    func endless() {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 20, to: 30)
        fleet.report(until: 22)
        var watch = OutageWatch(fleet.detector())
        #expect(watch.look(at: Voyage.hour(30)).found.map(\.end) == [nil])
        #expect(watch.look(at: Voyage.hour(600)).found.map(\.end) == [nil])
        let ended = watch.look(at: Voyage.hour(900)).found.first
        #expect(ended?.end == ended?.start.adding(hours: 720))
    }

    @Test("what was told before a restart is the same after it")
    func restored() throws {
        var fleet = OutageFleet(boats: 300)
        fleet.silence(0..<200, from: 20, to: 30)
        fleet.report(until: 60)
        let outages = fleet.detector().outages(at: Voyage.hour(60))
        var watch = OutageWatch(fleet.detector())
        watch.restore(outages.map(\.violation).compactMap(Outage.init))
        let (before, found) = watch.look(at: Voyage.hour(60))
        #expect(before.map(\.violation) == found.map(\.violation) && found == outages && !found.isEmpty)
        #expect(Outage.affected(from: before, to: found).isEmpty)
    }
}
