import Foundation
import GeoCore
import LiveMap
import SampleProvince

/// A simulated fleet, what arrived of it and what was true.
struct FleetRun {
    let options: FleetOptions
    let vessels: [SimulatedVessel]
    /// In order of arrival.
    let reports: [SimulatedFix]
    /// Made in the time of the run, but arrived after it.
    let delayed: [SimulatedFix]
    let truths: [Truth]
    /// Those that keep boats from being seen.
    private let hiding: [Truth]
    let end: Instant

    static let start = Instant(seconds: 1_790_000_000 / 86_400 * 86_400)

    init(_ options: FleetOptions, days: Double) {
        self.options = options
        var simulator = FleetSimulator(options)
        end = options.start.adding(hours: days * 24)
        reports = simulator.next(until: end)
        vessels = simulator.vessels
        truths = simulator.truthsSoFar
        hiding = truths.filter { $0.kind == .signalLost || $0.kind == .carriedDevice }
        // What was under way at the end arrives within a day.
        let (start, end) = (options.start, end)
        delayed = simulator.next(until: end.adding(hours: 24)).filter { $0.fix.time >= start && $0.fix.time <= end }
    }

    /// All reports that were made in the time of the run.
    var allReports: [SimulatedFix] { reports + delayed }

    /// What rules are given: without the impossible, the duplicates and second devices.
    var soundFixes: [Fix] { allReports.filter { $0.defect == nil }.map(\.fix) }

    /// Whether so many of a truth's boats cannot be seen by any rule that fewer than the rule wants are left: their devices
    /// are silent at the time, or on board of another boat.
    func isHidden(_ truth: Truth, leaving least: Int) -> Bool {
        let visible = truth.objects.filter { object in
            !hiding.contains { other in
                other.start < truth.end && other.end > truth.start && other.objects.contains(object)
            }
        }
        return visible.count < least
    }

    /// Whether a violation is of a device on board of another boat than its own.
    func isCarried(_ violation: Violation) -> Bool {
        let end = violation.closed ?? self.end
        return violation.objects.allSatisfy { object in
            hiding.contains { truth in
                truth.kind == .carriedDevice && truth.start < end && truth.end > violation.opened
                    && truth.objects.contains(object)
            }
        }
    }

    func truths(_ kind: TruthKind) -> [Truth] { truths.filter { $0.kind == kind } }

    /// Of boats that must carry a device.
    func truthsOfLongBoats(_ kind: TruthKind) -> [Truth] {
        let long = Set(vessels.filter { ($0.facts.lengthMeters ?? 0) >= 15 }.map(\.id))
        return truths(kind).filter { $0.objects.allSatisfy(long.contains) }
    }

    /// Long runs only where asked for.
    static var isSoak: Bool { ProcessInfo.processInfo.environment["BANDO_SOAK"] == "1" }
}

/// The parameters that the group rules are scored with.
enum ScoredRules {
    static func reference(_ id: String) -> RuleReference { RuleReference(id: id, version: CivilDay(number: 20_478)) }

    static let gathering = GatheringRule(
        vessels: 3, radiusMeters: 1_852, windowSeconds: 7_200, windows: 2, missedWindows: 1, slowKnots: 2,
        fastestKnots: 12, longestGapSeconds: 6 * 3_600, driftMemorySeconds: 1_800, leastConfidence: 0.3)
    static let encounter = EncounterRule(
        distanceMeters: 500, shortestSeconds: 3_600, durationSeconds: 7_200, joinedWithinSeconds: 4 * 3_600,
        slowKnots: 2, stepSeconds: 600, longestGapSeconds: 3_600)
    static func loitering(longestGapHours: Double) -> LoiteringRule {
        LoiteringRule(slowKnots: 2, durationSeconds: 4 * 3_600, longestGapSeconds: longestGapHours * 3_600)
    }
    static let carried = CarriedDeviceRule(
        medianMeters: 300, farthestMeters: 1_500, straightness: 0.9, fastestKnots: 12, fixes: 8,
        durationSeconds: 8 * 3_600, movingKnots: 3, longestGapSeconds: 3 * 3_600)

    static let harbours = VicinityIndex(SimulatedSea.harbours, reachMeters: 0)
    static let anchorages = VicinityIndex(SimulatedSea.harbours, reachMeters: 10_000)
    static let shore = VicinityIndex(SimulatedSea.shore, reachMeters: 20 * 1_852)

    static func gatherings(_ run: FleetRun) -> [Violation] {
        let detector = GatheringDetector(reference("gathering"), rule: gathering, harbours: harbours)
        let (first, last) = (detector.window(of: run.options.start), detector.window(of: run.end))
        return detector.findings(
            in: first..<last, horizon: last, fixes: run.soundFixes, carried: carriedDevices(run))
    }

    static func encounters(_ run: FleetRun) -> [Violation] {
        EncounterDetector(reference("encounter"), rule: encounter, anchorages: anchorages)
            .findings(horizon: run.end, fixes: run.soundFixes)
    }

    static func loitering(_ run: FleetRun, longestGapHours: Double) -> [Violation] {
        let rule = loitering(longestGapHours: longestGapHours)
        return LoiteringDetector(reference("loitering"), rule: rule, shore: shore)
            .findings(horizon: run.end, fixes: run.soundFixes, carried: carriedDevices(run))
    }

    static func carriedDevices(_ run: FleetRun) -> [Violation] {
        CarriedDeviceDetector(reference("carried-device"), rule: carried)
            .findings(horizon: run.end, fixes: run.soundFixes)
    }
}
