import GeoCore
import LiveMap
import Testing

/// A sea of boxes off 109° E: the near zone to 109.5°, the inshore to 110°, the open sea to 112°, where a boundary line runs
/// north; a port with a lane, a prohibited area; rules from 2019 on.
enum Sea {
    static let day = CivilDay(number: 17_897)

    static func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Polygon {
        Polygon(rings: [
            [
                Coordinate(x: west, y: south), Coordinate(x: east, y: south), Coordinate(x: east, y: north),
                Coordinate(x: west, y: north), Coordinate(x: west, y: south),
            ]
        ])
    }

    static func zone(_ code: String, _ kind: ZoneKind, province: String? = nil, _ polygon: Polygon) -> Zone {
        Zone(
            reference: ZoneReference(id: code, revision: 1), kind: kind, name: code, province: province,
            polygons: [polygon])
    }

    static let zones = ZoneIndex([
        zone("ven-bo-52", .coastal, province: "52", box(109, 13, 109.5, 14)),
        zone("ven-bo-51", .coastal, province: "51", box(109, 14, 109.5, 15)),
        zone("long", .inshore, box(109.5, 13, 110, 15)),
        zone("khoi", .offshore, box(110, 13, 112, 15)),
        zone("cang", .port, box(109, 13.4, 109.05, 13.6)),
        zone("luong", .lane, box(109.05, 13.49, 109.5, 13.51)),
        zone("cam", .prohibited, box(110.5, 13.5, 110.6, 13.6)),
    ])

    static let line = BoundaryLine(
        reference: ZoneReference(id: "duong-112", revision: 3), name: "112° E", status: .operationalWarning,
        homeSide: .left, vertices: [Coordinate(x: 112, y: 13), Coordinate(x: 112, y: 14), Coordinate(x: 112, y: 15)])

    static let context = JudgingContext(rules: rules, zones: zones, boundaries: [line])

    static func series<P>(_ id: String, _ parameters: P) -> RuleSeries<P> {
        RuleSeries(
            id: id,
            versions: [
                RuleVersion(
                    from: day, source: LegalSource(citation: "test", standing: .reference), parameters: parameters)
            ])
    }

    static let rules = RuleBook(
        track: series(
            "track",
            TrackRule(
                maxKnots: 40, doubtKnots: 12, jitterMeters: 1_000, agreeingFixes: 3, deviceAliveHours: 3,
                segmentHours: 5, hysteresisMeters: 100)),
        fishingZones: series("wrong-zone", fishing),
        closedZones: [
            series(
                "prohibited-zone",
                ClosedZoneRule(kinds: [.prohibited], countsCrossings: true, leastConfidence: 0.5))
        ],
        approach: series(
            "boundary-approach",
            BoundaryApproachRule(warningMiles: [15, 6], statuses: Set(BoundaryStatus.allCases))),
        crossing: series(
            "boundary-crossing",
            BoundaryCrossingRule(
                toleranceMeters: 200, statuses: Set(BoundaryStatus.allCases), reachMiles: 200,
                leastConfidence: 0.5)),
        signal: series(
            "signal-lost",
            SignalRule(
                minimumLength: 15, sources: [.vms, .ais], lateHours: 2.25, lostHours: 6, manualHours: 6,
                escalatedHours: 24, harbourKinds: [.port, .stormShelter], harbourMinutes: 60)),
        noReturn: series("signal-no-return", ReturnRule(hours: 240)),
        outage: series(
            "network-outage",
            OutageRule(
                windowMinutes: 60, dueHours: 2, graceHours: 1, leastDevices: 20, leastShare: 0.3, restoredShare: 0.5,
                memoryHours: 96)),
        escalation: series("escalation", EscalationRule(hours: [.signal: 24, .zone: 12, .boundary: 12])))

    static let fishing = FishingZoneRule(
        classes: [
            FishingClass(minimumLength: 15, role: .fishing, allowed: [.offshore]),
            FishingClass(minimumLength: 12, maximumLength: 15, role: .fishing, allowed: [.inshore]),
            FishingClass(maximumLength: 12, role: .fishing, allowed: [.coastal], boundToHomeProvince: true),
            FishingClass(minimumLength: 15, role: .logistics, allowed: [.coastal, .inshore, .offshore]),
            FishingClass(minimumLength: 12, maximumLength: 15, role: .logistics, allowed: [.coastal, .inshore]),
            FishingClass(maximumLength: 12, role: .logistics, allowed: [.coastal]),
        ],
        exemptKinds: [.port, .lane, .anchorage, .stormShelter],
        pattern: FishingPattern(
            knots: 0.5...5, dwellHours: 1.75, leastFixes: 2, pauseHours: 5, exitHours: 5), transitHours: 36)
}

/// A vessel with what it sends, hour by hour from 2026-11-01T00:00Z.
struct Voyage {
    let facts: VesselFacts
    var fixes: [Fix] = []

    init(_ length: Double?, _ role: VesselRole? = .fishing, home: String? = "52") throws {
        facts = try VesselFacts(
            id: #require(ObjectID("bd99119")), lengthMeters: length, role: role, homeProvince: home)
    }

    static let start = Instant(seconds: 1_793_491_200)

    static func hour(_ hours: Double) -> Instant { start.adding(hours: hours) }

    mutating func at(
        _ hours: Double, _ x: Double, _ y: Double, _ knots: Double? = nil, device: String = "v1",
        _ source: FixSource = .vms
    ) {
        fixes.append(
            Fix(
                object: facts.id, time: Self.hour(hours), coordinate: Coordinate(x: x, y: y), speedKnots: knots,
                device: device, source: source))
    }

    /// What is found in all, by the end.
    func judged(until hours: Double, in context: JudgingContext = Sea.context) -> [Violation] {
        VesselTimeline.judge(fixes, from: VesselJudge(facts), until: Self.hour(hours), in: context).violations
    }
}
