import GeoCore
import LiveMap
import MapEngine
import Testing

@Suite("Real AIS tracks by the rules of the repository", .enabled(if: RealSea.isThere, "../shared/data is not there"))
struct RealTrackTests {
    private static let tracks = ["143", "165", "192", "54", "6"]

    @Test("ten thousand ships off America raise no zone alarm, in ports or on passage")
    func passesShips() throws {
        let context = try RealSea.context([RealSea.forbidden] + RealSea.ports())
        let ships = try RealSea.ships()
        #expect(ships.count > 10_000)
        for fixes in ships {
            let stretch = try RealSea.judged(fixes, in: context)
            #expect(stretch.violations.filter { $0.kind == .zone }.isEmpty)
        }
    }

    @Test("a real trawler is seen to trawl for hours; in a lane, or while it steams or lies in port, it is not")
    func seesTrawling() throws {
        let ports = try RealSea.ports()
        let fixes = try RealSea.brest("95")
        let found = try RealSea.judged(fixes, in: RealSea.context([RealSea.forbidden] + ports)).violations
            .filter { $0.kind == .zone }
        #expect((1...2).contains(found.count))
        for violation in found {
            #expect(violation.evidence.allSatisfy { (0.5...5).contains($0.speedKnots ?? 0) })
            #expect(violation.place.longitude < -5.3)
        }
        let lane = RealSea.zone("lane", .lane, BoundingBox(west: -5.8, south: 47.6, east: -5.2, north: 48.4))
        let inLane = try RealSea.judged(fixes, in: RealSea.context([RealSea.forbidden, lane] + ports)).violations
        #expect(inLane.filter { $0.kind == .zone }.isEmpty)
    }

    @Test(
        "dense tracks off Brest, sentinels and all, raise no zone alarm, but the same at a fifth of the speed do",
        arguments: tracks)
    func passesTracks(name: String) throws {
        let context = try RealSea.context([RealSea.forbidden] + RealSea.ports())
        let fixes = try RealSea.brest(name)
        #expect(fixes.count > 3_000)
        #expect(try RealSea.judged(fixes, in: context).violations.filter { $0.kind == .zone }.isEmpty)
        let slowed = fixes.map { fix in
            var slow = fix
            slow.time = fixes[0].time.adding(seconds: 5 * fix.time.seconds(since: fixes[0].time))
            slow.speedKnots = fix.speedKnots.map { $0 / 5 }
            return slow
        }
        #expect(try RealSea.judged(slowed, in: context).violations.contains { $0.kind == .zone })
    }

    @Test("along the border of a zone nothing flaps: every entry and exit is a real way across", arguments: tracks)
    func doesNotFlap(name: String) throws {
        let fixes = try believed(RealSea.brest(name))
        let border = middle(of: fixes)
        let zone = RealSea.zone(
            "west", .prohibited, BoundingBox(west: -20, south: 40, east: border, north: 60))
        let stretch = try RealSea.judged(fixes, in: RealSea.context([zone]))
        let events = stretch.transitions.map(\.event)
        #expect(!events.isEmpty)
        #expect(!events.contains(.cross))
        #expect(zip(events, events.dropFirst()).allSatisfy { $0 != $1 })
        #expect(events.count <= 1 + sides(of: fixes, border: border).count)
        let told = stretch.violations.filter { $0.rule.id == "prohibited-zone" }
        // After a gap too long to reason about, a stay is told anew.
        let gaps = zip(fixes, fixes.dropFirst()).count { $1.time.seconds(since: $0.time) > 5 * 3_600 }
        let entries = events.count { $0 == .enter }
        #expect((entries...entries + gaps).contains(told.count))
    }

    @Test("thinned to a report in ten minutes, no boat jumps a prohibited strip of a kilometre", arguments: tracks)
    func doesNotJump(name: String) throws {
        let fixes = thinned(try believed(RealSea.brest(name)), seconds: 600)
        let middle = middle(of: fixes)
        let half = 500 / LocalScale(latitude: 48).metersPerDegreeEast
        let strip = BoundingBox(west: middle - half, south: 40, east: middle + half, north: 60)
        let stretch = try RealSea.judged(fixes, in: RealSea.context([RealSea.zone("strip", .prohibited, strip)]))
        let jumps = zip(fixes, fixes.dropFirst()).filter { one, next in
            let places = [one.coordinate.longitude, next.coordinate.longitude].sorted()
            return places[0] < strip.west && places[1] > strip.east
                && next.time.seconds(since: one.time) < 5 * 3_600
        }
        let told = stretch.transitions.filter { $0.event == .cross }
        #expect(jumps.allSatisfy { one, next in told.contains { (one.time...next.time).contains($0.time) } })
        #expect(stretch.transitions.count { $0.event != .exit } >= 1)
    }

    /// Without those that no boat could have sent.
    private func believed(_ fixes: [Fix]) throws -> [Fix] {
        let rule = try #require(try DetectionFleets.rules().book.track.versions.last?.parameters)
        return zip(fixes, FixSanity(rule).doubts(along: fixes)).filter { $0.1.isEmpty }.map(\.0)
    }

    /// The longitude that half of the track lies west of.
    private func middle(of fixes: [Fix]) -> Double {
        fixes.map(\.coordinate.longitude).sorted()[fixes.count / 2]
    }

    /// On which side of a border the track lay, each time it went 100 m beyond to another.
    private func sides(of fixes: [Fix], border: Double) -> [Bool] {
        fixes.reduce(into: []) { sides, fix in
            let scale = LocalScale(latitude: fix.coordinate.latitude)
            let meters = (fix.coordinate.longitude - border) * scale.metersPerDegreeEast
            guard abs(meters) > 100, sides.last != (meters < 0) else { return }
            sides.append(meters < 0)
        }
    }

    private func thinned(_ fixes: [Fix], seconds: Double) -> [Fix] {
        fixes.reduce(into: []) { kept, fix in
            if kept.last.map({ fix.time.seconds(since: $0.time) >= seconds }) ?? true { kept.append(fix) }
        }
    }
}
