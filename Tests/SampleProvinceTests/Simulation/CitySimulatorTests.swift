import GeoCore
import LiveMap
import SampleProvince
import Testing

@Suite("CitySimulator")
struct CitySimulatorTests {
    private static let start = Instant(seconds: 1_790_000_000 / 86_400 * 86_400)
    private static let roads: [[Coordinate]] = {
        let rows = (0..<4).map { row in
            (0..<5).map { Coordinate(x: 109.2 + Double($0) * 0.004, y: 13.76 + Double(row) * 0.004) }
        }
        let columns = (0..<5).map { column in
            (0..<4).map { Coordinate(x: 109.2 + Double(column) * 0.004, y: 13.76 + Double($0) * 0.004) }
        }
        return rows + columns
    }()

    private static func options() -> CityOptions {
        let places = (0..<10).map { Coordinate(x: 109.2 + Double($0) * 0.001, y: 13.77) }
        return CityOptions(
            start: start, roads: roads, lampControllers: places, waterGauges: Array(places.prefix(3)),
            airSensors: Array(places.prefix(4)), reportsPerDay: 200,
            rain: start.adding(hours: 30)...start.adding(hours: 34))
    }

    private static func messages(hours: Double, step: Double) -> [CityMessage] {
        var city = CitySimulator(options())
        return stride(from: step, through: hours, by: step).flatMap { city.next(until: start.adding(hours: $0)) }
    }

    @Test("the same messages come in one step and in many, in order of time")
    func determinism() {
        let whole = Self.messages(hours: 48, step: 48)
        #expect(whole == Self.messages(hours: 48, step: 0.5))
        #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test("vehicles stay on the roads and move no faster than they can")
    func vehicles() {
        let lines = Geometry.multiLineString(Self.roads)
        var last: [ObjectID: Fix] = [:]
        for case .reading(let layer, let reading) in Self.messages(hours: 12, step: 12)
        where ["buses", "patrol-cars", "refuse-trucks"].contains(layer) {
            let fix = reading.fix
            #expect(GeodesicOrigin(fix.coordinate).distance(to: lines) < 5)
            if let before = last[fix.object], fix.time.seconds(since: before.time) < 120 {
                let meters = Geodesic.distance(from: before.coordinate, to: fix.coordinate)
                #expect(meters <= 15 * fix.time.seconds(since: before.time) + 70)
            }
            last[fix.object] = fix
        }
        #expect(last.count == 26)
    }

    @Test("rain lifts the gauges above what the tide does and brings reports of floods, some of them twice")
    func rain() {
        let messages = Self.messages(hours: 48, step: 48)
        let levels = messages.compactMap { message -> (Instant, Double)? in
            guard case .reading("water-levels", let reading) = message, let level = reading.values["muc_nuoc"] else {
                return nil
            }
            return (reading.fix.time, level)
        }
        let dry = levels.filter { $0.0 < Self.start.adding(hours: 30) }.map(\.1).max() ?? 0
        let wet = levels.filter { $0.0 > Self.start.adding(hours: 33) }.map(\.1).max() ?? 0
        #expect(dry < 1.6 && wet > 2.5)
        let reports = messages.compactMap { message -> SimulatedReport? in
            if case .report(let report) = message { report } else { nil }
        }
        #expect((250...700).contains(reports.count))
        #expect(reports.contains { $0.category == "thoat-nuoc" } && reports.contains { $0.duplicateOf != nil })
        #expect(reports.map(\.number) == Array(1...reports.count))
    }

    @Test("a silent device sends nothing in its silence, and what is wrong is told as a truth")
    func truths() throws {
        var city = CitySimulator(Self.options())
        let messages = city.next(until: Self.start.adding(hours: 48))
        let silence = try #require(city.truths.first { $0.kind == .silence })
        let heard = messages.contains { message in
            guard case .reading(_, let reading) = message else { return false }
            return reading.fix.object == silence.device && reading.fix.time >= silence.start
                && reading.fix.time < silence.end
        }
        #expect(!heard)
        #expect(Set(city.truths.map(\.kind)) == Set(CityTruth.Kind.allCases))
    }
}
