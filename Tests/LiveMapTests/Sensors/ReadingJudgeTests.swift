import GeoCore
import Testing

@testable import LiveMap

@Suite("Devices are judged by what they say and by their silence")
struct ReadingJudgeTests {
    private static let gauge = ObjectID("tram-01")!
    private static let start = Instant(rfc3339: "2026-10-05T00:00:00+07:00")!

    private static func kind(
        hysteresis: Double = 0.2, dwellMinutes: Double = 0, rule: String? = "device-silent",
        activeHours: Range<Int>? = nil
    ) -> DeviceKind {
        DeviceKind(
            layer: LayerID("water-levels")!, motion: .measuring, idField: "ma", timeField: "luc",
            stateField: "trang_thai",
            silence: SilenceLimits(lateSeconds: 1_200, lostSeconds: 3_600, activeHours: activeHours, rule: rule),
            readings: [
                ReadingRule(
                    field: "muc_nuoc", plausible: -2...20, direction: .above,
                    levels: [
                        ReadingLevel(state: "warn", bound: .number(6)),
                        ReadingLevel(state: "alarm", bound: .field("bao_dong_2")),
                    ], hysteresis: hysteresis, dwellSeconds: dwellMinutes * 60,
                    violation: ReadingViolation(rule: "water-level", level: 1), source: "thử")
            ], version: CivilDay("2026-01-01")!)
    }

    private static func judge(_ kind: DeviceKind = kind()) -> ReadingJudge {
        ReadingJudge(kind, attributes: ["bao_dong_2": 7])
    }

    private static func reading(_ minute: Double, _ level: Double) -> DeviceReading {
        DeviceReading(
            fix: Fix(
                object: gauge, time: start.adding(seconds: minute * 60), coordinate: Coordinate(x: 109.2, y: 13.8),
                source: .vms), values: ["muc_nuoc": level])
    }

    private static func run(_ readings: [DeviceReading], _ kind: DeviceKind = kind()) -> ReadingJudge {
        var judge = judge(kind)
        for reading in readings { _ = judge.apply(reading) }
        return judge
    }

    @Test("a level begins at its bound and ends only past the hysteresis")
    func hysteresis() {
        var judge = Self.judge()
        let names = [(0.0, 5.9), (10, 6.0), (20, 5.9), (30, 5.81), (40, 5.79)].map { minute, level in
            _ = judge.apply(Self.reading(minute, level))
            return judge.status(at: Self.start.adding(seconds: minute * 60)).name
        }
        #expect(names == ["ok", "warn", "warn", "warn", "ok"])
    }

    @Test("the violation opens at the level that the rule names, by the device's own bound, and closes below it")
    func violation() throws {
        var judge = Self.judge()
        #expect(judge.apply(Self.reading(0, 6.5)).findings.isEmpty)
        let opened = judge.apply(Self.reading(10, 7.1)).findings
        #expect(opened.count == 1)
        _ = judge.apply(Self.reading(20, 7.9))
        #expect(judge.apply(Self.reading(30, 6.85)).findings.isEmpty)
        let closed = judge.apply(Self.reading(40, 6.5)).findings
        guard case .closed(let violation)? = closed.first else {
            Issue.record("nothing was closed")
            return
        }
        #expect(violation.id == "water-level.tram-01.\(Self.start.adding(seconds: 600).milliseconds)")
        #expect(violation.closed == Self.start.adding(seconds: 2_400))
        #expect(violation.measures.first { $0.name == "muc_nuoc.peak" }?.value == 7.9)
    }

    @Test("a spike shorter than the dwell is nothing; a longer one begins with its first reading")
    func dwell() {
        let kind = Self.kind(dwellMinutes: 15)
        let spike = Self.run([Self.reading(0, 8), Self.reading(10, 5), Self.reading(20, 8)], kind)
        #expect(spike.violations.isEmpty)
        let flood = Self.run([Self.reading(0, 5), Self.reading(10, 8), Self.reading(20, 8), Self.reading(30, 8)], kind)
        #expect(flood.violations.map(\.opened) == [Self.start.adding(seconds: 600)])
    }

    @Test("a number that no sensor measures is kept and not judged")
    func implausible() {
        var judge = Self.judge()
        let outcome = judge.apply(Self.reading(0, 99))
        #expect(outcome.implausible == ["muc_nuoc"] && outcome.findings.isEmpty)
        #expect(judge.status(at: Self.start).name == "ok")
    }

    @Test("silence is late, then lost, opens a violation at that moment, and ends with the next message")
    func silence() {
        var judge = Self.run([Self.reading(0, 5)])
        #expect(judge.status(at: Self.start.adding(seconds: 1_200)).name == "ok")
        #expect(judge.status(at: Self.start.adding(seconds: 1_201)).name == "late")
        #expect(judge.status(at: Self.start.adding(seconds: 3_601)).name == "lost")
        #expect(judge.advance(to: Self.start.adding(seconds: 3_600)).isEmpty)
        #expect(judge.advance(to: Self.start.adding(seconds: 4_000)).count == 1)
        #expect(judge.advance(to: Self.start.adding(seconds: 5_000)).isEmpty)
        _ = judge.apply(Self.reading(90, 5))
        #expect(judge.violations.map(\.opened) == [Self.start.adding(seconds: 3_600)])
        #expect(judge.violations.map(\.closed) == [Self.start.adding(seconds: 5_400)])
    }

    @Test("a message that was only delayed withdraws the silence that it fills")
    func withdrawn() {
        var judge = Self.run([Self.reading(0, 5), Self.reading(90, 5)])
        let ids = judge.violations.map(\.id)
        #expect(ids.count == 1)
        let outcome = judge.apply(Self.reading(45, 5))
        #expect(outcome.findings.map(\.violation.id) == ids)
        guard case .withdrawn? = outcome.findings.first else {
            Issue.record("nothing was withdrawn")
            return
        }
        #expect(outcome.handling == .late && judge.violations.isEmpty)
    }

    @Test("hours in which a device need not report do not count as silence")
    func activeHours() {
        let kind = Self.kind(activeHours: 5..<22)
        let judge = Self.run([Self.reading(21.5 * 60, 5)], kind)
        let nextMorning = Self.start.adding(hours: 24 + 5.5)
        #expect(judge.status(at: nextMorning).name != "lost")
        #expect(judge.status(at: nextMorning.adding(seconds: 1)).name == "lost")
    }

    @Test("the same message twice is left out")
    func duplicate() {
        var judge = Self.run([Self.reading(0, 8)])
        let before = judge.violations
        #expect(judge.apply(Self.reading(0, 8)).handling == .duplicate)
        #expect(judge.violations == before)
    }

    @Test("a message older than all that is remembered is not judged")
    func tooOld() {
        var judge = ReadingJudge(Self.kind(), attributes: ["bao_dong_2": 7], memorySeconds: 3_600)
        for minute in stride(from: 0.0, through: 240, by: 10) { _ = judge.apply(Self.reading(minute, 5)) }
        #expect(judge.apply(Self.reading(5, 9)).handling == .tooOld)
        #expect(judge.violations.isEmpty)
    }

    @Test("whatever the order of arrival, the violations are the same", arguments: 1...20)
    func anyOrder(seed: Int) {
        let readings = (0..<40).map { index in
            Self.reading(Double(index * 10 + (index > 20 ? 120 : 0)), 6.5 + 1.2 * Self.wave(index))
        }
        let expected = Self.run(readings).violations
        var shuffled: [DeviceReading] = []
        for (index, reading) in readings.enumerated() {
            shuffled.insert(reading, at: (index * seed * 7 + seed) % (shuffled.count + 1))
        }
        #expect(expected.count > 2)
        #expect(Self.run(shuffled, Self.kind()).violations == expected)
    }

    @Test("what was told adds up to the violations, however late messages come")
    func told() {
        var judge = Self.judge()
        var known: [String: Violation] = [:]
        for index in [3, 0, 7, 1, 2, 9, 4, 8, 5, 6] {
            let outcome = judge.apply(Self.reading(Double(index * 10), index % 3 == 0 ? 8 : 6))
            for finding in outcome.findings {
                switch finding {
                case .opened(let violation), .updated(let violation), .closed(let violation):
                    known[violation.id] = violation
                case .withdrawn(let violation):
                    known[violation.id] = nil
                }
            }
        }
        #expect(known.values.sorted { $0.opened < $1.opened } == judge.violations)
    }

    @Test("the speed of a position is told in the unit of its field")
    func speed() {
        var kind = Self.kind()
        kind.speed = SpeedField(field: "toc_do", unit: .kilometersPerHour)
        var fix = Self.reading(0, 0).fix
        fix.speedKnots = 10
        #expect(DeviceReading(fix: fix, values: [:], of: kind).values == ["toc_do": 18.52])
        #expect(DeviceReading(fix: fix, values: ["toc_do": 20], of: kind).values == ["toc_do": 20])
    }

    private static func wave(_ index: Int) -> Double {
        let phase = Double(index % 12) / 12
        return phase < 0.5 ? phase * 2 : 2 - phase * 2
    }
}
