package import GeoCore

/// Finds vessels that lie together at sea for hours, from fixes that are hours apart.
///
/// Time is cut into windows of event time; at the middle of each the place of every slow vessel is reasoned from the fixes
/// around it (`PresenceModel`), and a group that is found in enough windows one after another is a gathering. The answer is
/// a function of the fixes alone: a late one has its windows judged again, and what was persisted of them is compared.
///
/// The confidence is the probability that the rule's condition was met, that is, that in enough consecutive windows at least
/// the rule's number of vessels lay within the radius of the middle of the group, under the model of `PresenceModel`,
/// with vessels and windows taken as independent. Where the devices of two of them were never seen apart, from half a day before
/// until the end (`OneBoatTest`), they may be one boat, and the confidence is so much less. It says nothing of what they did there.
///
/// The objects of a gathering are the vessels that opened it, so that its identifier stays when others join; those are among
/// the evidence and counted in the measure `vessels`.
package struct GatheringDetector: Sendable {
    package let reference: RuleReference
    package let rule: GatheringRule
    private let harbours: VicinityIndex
    let oneBoat: OneBoatTest?

    /// - Parameters:
    ///   - harbours: Ports, anchorages and storm shelters: what lies there does not gather.
    ///   - carriedDevice: How well two devices on one boat agree; `nil` takes every device for a boat.
    package init(
        _ reference: RuleReference, rule: GatheringRule, harbours: VicinityIndex,
        carriedDevice: CarriedDeviceRule? = nil
    ) {
        precondition(rule.vessels >= 2 && rule.windows >= 1, "a gathering needs two vessels and one window")
        precondition(rule.windowSeconds >= 60 && rule.missedWindows >= 0, "a window lasts at least a minute")
        self.reference = reference
        self.rule = rule
        self.harbours = harbours
        oneBoat = carriedDevice.map { OneBoatTest(rule: $0, memorySeconds: rule.driftMemorySeconds) }
    }

    /// The number of the window that a moment lies in.
    package func window(of time: Instant) -> Int64 { timeWindows.number(of: time) }

    /// When a window begins.
    package func start(ofWindow number: Int64) -> Instant { timeWindows.start(of: number) }

    /// The windows that fixes of these moments have a say in.
    package func windows(affectedBy times: ClosedRange<Instant>) -> Range<Int64> {
        let reach = max(rule.longestGapSeconds, rule.windowSeconds)
        let first = window(of: times.lowerBound.adding(seconds: -reach))
        return first..<window(of: times.upperBound.adding(seconds: reach)) + 1
    }

    /// Windows to judge again, widened to whole gatherings: those persisted that touch or nearly touch them.
    package func widened(_ windows: Range<Int64>, to persisted: some Sequence<Violation>) -> Range<Int64> {
        var result = windows
        for violation in persisted {
            let first = window(of: violation.opened)
            let end = violation.closed.map { window(of: $0) } ?? max(first + 1, windows.upperBound)
            guard first - margin <= windows.upperBound, windows.lowerBound <= end + margin else { continue }
            result = min(result.lowerBound, first)..<max(result.upperBound, end)
        }
        return result
    }

    /// The time of the fixes that judging these windows needs.
    package func span(of windows: Range<Int64>) -> Range<Instant> {
        let reach = max(rule.longestGapSeconds, rule.windowSeconds)
        let company = oneBoat == nil ? 0 : Self.companyHours * 3_600
        let first = start(ofWindow: windows.lowerBound - margin).adding(seconds: -max(reach, company))
        return first..<start(ofWindow: windows.upperBound + margin).adding(seconds: reach)
    }

    /// The gatherings that touch these windows, in order of opening.
    ///
    /// One that began more windows before the first than the rule asks for is only seen from there on: widen the windows to
    /// what was persisted first.
    ///
    /// - Parameters:
    ///   - horizon: The first window that is not complete: a gathering in the last one before it is still open.
    ///   - tracks: Of the fixes to be judged, at least of `span(of:)`, in order of the vessels.
    ///   - carried: Suspicions of `CarriedDeviceDetector`, those in the same time and those of the two weeks before: until
    ///     something sets the tracks apart, their vessels count as one boat.
    package func findings(
        in windows: Range<Int64>, horizon: Int64, tracks: [VesselTrack], carried: [Violation] = []
    ) -> [Violation] {
        let last = min(horizon, windows.upperBound + margin)
        guard windows.lowerBound - margin < last else { return [] }
        let found = (windows.lowerBound - margin..<last).flatMap { clusters(in: $0, tracks, carried) }
        return GatheringChains(rule: rule, clusters: found).chains().compactMap { chain in
            let touches = chain.contains { windows.contains($0.window) }
            return touches ? violation(of: chain, tracks, horizon: last) : nil
        }.sorted { ($0.opened, $0.objects[0]) < ($1.opened, $1.objects[0]) }
    }

    /// How many windows beside those judged tell whether a group goes on.
    private var margin: Int64 { Int64(rule.windows + rule.missedWindows) }

    private var timeWindows: TimeWindows { TimeWindows(milliseconds: Int64((rule.windowSeconds * 1_000).rounded())) }
}

extension GatheringDetector {
    private func clusters(in window: Int64, _ tracks: [VesselTrack], _ carried: [Violation]) -> [Cluster] {
        let model = PresenceModel(rule: rule)
        let moment = start(ofWindow: window).adding(seconds: rule.windowSeconds / 2)
        let doubles = doubles(in: window, tracks, carried)
        let presences = tracks.compactMap { model.presence(of: $0, at: moment) }
            .filter { $0.lingering >= rule.leastConfidence && !harbours.isNear($0.place) }
            .filter { !doubles.contains($0.vessel) }
        return GatheringSnapshot(rule: rule, window: window, presences: presences).clusters()
    }

    /// `nil` where the group was not together long enough, or not surely enough.
    private func violation(of chain: [Cluster], _ tracks: [VesselTrack], horizon: Int64) -> Violation? {
        let windows = Dictionary(grouping: chain, by: \.window)
        guard let opening = opening(of: windows), let last = chain.last?.window else { return nil }
        let confidence = confidence(of: chain, tracks)
        guard confidence >= rule.leastConfidence else { return nil }
        let isOver = last + Int64(rule.missedWindows) + 1 < horizon
        return Violation(
            rule: reference, kind: .gathering, objects: founders(opening, windows),
            opened: start(ofWindow: opening), closed: isOver ? start(ofWindow: last + 1) : nil,
            place: windows[opening]?[0].center ?? chain[0].center, confidence: confidence,
            measures: measures(of: chain), evidence: evidence(opening, last: last, windows))
    }

    /// The first of the first enough windows one after another.
    private func opening(of windows: [Int64: [Cluster]]) -> Int64? {
        windows.keys.sorted().first { first in
            (first..<first + Int64(rule.windows)).allSatisfy { windows[$0] != nil }
        }
    }

    /// The vessels of all the opening windows, or of any of them where too few are in all.
    private func founders(_ opening: Int64, _ windows: [Int64: [Cluster]]) -> [ObjectID] {
        let sets = (opening..<opening + Int64(rule.windows)).map { Set((windows[$0] ?? []).flatMap(\.vessels)) }
        let always = sets.dropFirst().reduce(sets[0]) { $0.intersection($1) }
        return (always.count >= rule.vessels ? always : sets.reduce(into: []) { $0.formUnion($1) }).sorted()
    }

    private func measures(of chain: [Cluster]) -> [Measure] {
        let vessels = Set(chain.flatMap(\.vessels)).count
        return [
            Measure("hours", Double(Set(chain.map(\.window)).count) * rule.windowSeconds / 3_600),
            Measure("spreadMeters", chain.map(\.spreadMeters).max() ?? 0),
            Measure("vessels", Double(vessels)),
            Measure("vesselsAtOnce", Double(chain.map(\.vessels.count).max() ?? 0)),
        ]
    }

    /// The fixes around the opening windows and the last, and of each later window those of vessels that are new in it.
    private func evidence(_ opening: Int64, last: Int64, _ windows: [Int64: [Cluster]]) -> [Fix] {
        var seen: Set<ObjectID> = []
        var fixes: Set<Fix> = []
        for window in windows.keys.sorted() {
            let isKept = window < opening + Int64(rule.windows) || window == last
            for presence in (windows[window] ?? []).flatMap(\.presences) {
                if isKept || !seen.contains(presence.vessel) { fixes.formUnion(presence.evidence) }
                seen.insert(presence.vessel)
            }
        }
        return fixes.sorted { ($0.time, $0.object) < ($1.time, $1.object) }
    }
}

/// Links the clusters of windows into gatherings.
struct GatheringChains {
    let rule: GatheringRule
    let clusters: [Cluster]

    /// Clusters of one gathering, in order of time: those of windows near enough that share enough vessels.
    func chains() -> [[Cluster]] {
        var groups = DisjointSets(count: clusters.count)
        let windows = Dictionary(grouping: clusters.indices) { clusters[$0].window }.mapValues(membership)
        for (index, cluster) in clusters.enumerated() {
            for step in 1...Int64(rule.missedWindows + 1) {
                guard let later = windows[cluster.window + step] else { continue }
                for other in sharing(cluster.vessels, later) { groups.join(index, other) }
            }
        }
        let byRoot = Dictionary(grouping: clusters.indices) { groups.root(of: $0) }
        return byRoot.values.map { indexes in
            indexes.map { clusters[$0] }.sorted { ($0.window, $0.vessels[0]) < ($1.window, $1.vessels[0]) }
        }
    }

    /// The clusters of one window by their vessels.
    private func membership(_ indexes: [Int]) -> [ObjectID: [Int]] {
        var owners: [ObjectID: [Int]] = [:]
        for index in indexes {
            for vessel in clusters[index].vessels { owners[vessel, default: []].append(index) }
        }
        return owners
    }

    private func sharing(_ vessels: [ObjectID], _ owners: [ObjectID: [Int]]) -> [Int] {
        var counts: [Int: Int] = [:]
        for vessel in vessels {
            for index in owners[vessel] ?? [] { counts[index, default: 0] += 1 }
        }
        return counts.filter { $0.value >= rule.vessels }.map(\.key)
    }
}
