import GeoCore
import LiveMap

/// Everything that a monthly report says, before it is set on pages.
struct ViolationReportContent: Sendable {
    /// Where some of the data come from.
    struct Source: Hashable, Sendable {
        var name: String
        var text: String
    }

    var month: ReportedMonth
    /// When the report was made.
    var created: Instant
    /// Who asked for it.
    var caller: String
    /// Those that were open at some moment of the month, in order of their beginning.
    var violations: [ReportedViolation]
    var province: String?
    var chart = PrintedChart()
    var sources: [Source] = []
    var tracks: [ObjectID: PrintedTrack] = [:]
    var vessels: [ObjectID: RegisteredVessel] = [:]
    /// After so many hours without a fix the rules of the month call a signal lost.
    var lostHours: Double?

    /// Sheets with the track of one vessel that a report has at most.
    static let mostMaps = 60

    /// Those that began in the month: what is counted.
    var opened: [ReportedViolation] { violations.filter { month.span.contains($0.violation.opened) } }

    /// Those that began before and were still open in the month.
    var carriedOver: [ReportedViolation] { violations.filter { $0.violation.opened < month.span.lowerBound } }

    /// The vessels whose violations hold, those with the most first.
    var concernedVessels: [ObjectID] {
        var counts: [ObjectID: Int] = [:]
        for violation in violations where violation.state.holds && violation.violation.kind != .outage {
            for object in violation.violation.objects { counts[object, default: 0] += 1 }
        }
        return counts.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map(\.key)
    }

    func name(of object: ObjectID) -> String {
        vessels[object]?.name ?? VesselRegistration(object.text)?.display ?? object.text
    }

    /// With the number that each has in the list of the report.
    func violations(of object: ObjectID) -> [(number: Int, violation: ReportedViolation)] {
        violations.enumerated().filter { $0.element.violation.objects.contains(object) }
            .map { ($0.offset + 1, $0.element) }
    }

    var digest: String { EvidenceDigest.hexadecimal(of: violations) }
}

/// Where a vessel was in a month, as densely as paper shows it, without suspect fixes.
struct PrintedTrack: Hashable, Sendable {
    /// In event order.
    private(set) var fixes: [Fix] = []
    /// How many there are in the history.
    private(set) var count = 0
    private(set) var last: Fix?

    /// Between two fixes that are drawn lies at least so much time: a month of them takes a megabyte, not thirty.
    static let stepSeconds = 300.0

    var first: Fix? { fixes.first }

    /// Takes the next fix in event order.
    mutating func add(_ fix: Fix) {
        count += 1
        last = fix
        if let drawn = fixes.last, fix.time.seconds(since: drawn.time) < Self.stepSeconds { return }
        fixes.append(fix)
    }
}

/// Days and moments as reports write them, by the clock of Việt Nam.
enum PrintedTime {
    /// `05/11/2026`.
    static func day(_ day: CivilDay) -> String {
        let (year, month, day) = day.parts
        return "\(two(day))/\(two(month))/\(year)"
    }

    /// `05/11/2026 14:05`.
    static func minute(_ moment: Instant) -> String { "\(day(moment.day())) \(clock(moment))" }

    /// `05/11 14:05`.
    static func shortMinute(_ moment: Instant) -> String { "\(day(moment.day()).prefix(5)) \(clock(moment))" }

    private static func clock(_ moment: Instant) -> String {
        let seconds = (moment.milliseconds - moment.day().start().milliseconds) / 1_000
        return "\(two(Int(seconds / 3_600))):\(two(Int(seconds % 3_600 / 60)))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
