package import GeoCore

/// Tells the silence of the network from the silence of boats, by windows of event time.
///
/// A vessel that was heard at sea is due a term later. Where in one window many fall silent, and they are a great share of those
/// that were due in it, the network is silent: one outage begins. To it belong those who are silent from then on and were last
/// heard before that window was over, and they again whenever they fall silent before it ends; others only in windows in which
/// as great a share of those due is silent. So whoever is heard on while the network is silent for others is not cut off by it,
/// and a later silence is the boat's own. One that falls silent by itself in the hours in which the network does cannot be told
/// from the others; its clock begins when the outage ends.
///
/// What is found follows from the fixes and `now` alone, whatever order they came in; windows that are not yet over, with the
/// grace for fixes that are under way, are not looked at. Note only vessels that must carry a device.
package struct OutageDetector: Sendable {
    private let rule: RuleReference
    private let parameters: OutageRule
    /// Of each of them the newest fix of a vessel is all that counts.
    package let timeWindows: TimeWindows
    private var vessels: [ObjectID: [Sighting]] = [:]
    private var horizon = Instant(milliseconds: .min / 4)

    package init(rule: RuleReference, parameters: OutageRule) {
        self.rule = rule
        self.parameters = parameters
        timeWindows = TimeWindows(milliseconds: Int64(parameters.windowMinutes) * 60_000)
    }

    /// Since when the fixes count at a moment: since the window began in which the memory of the rule does, or since those who fell
    /// silent in an outage that lasts were last heard.
    package func horizon(asOf now: Instant, sparing outage: Outage? = nil) -> Instant {
        let memory = start(of: window(of: now.adding(hours: -parameters.memoryHours)))
        guard let outage else { return memory }
        let heard = start(of: window(of: outage.start) - 1).adding(hours: -parameters.dueHours)
        return min(memory, start(of: window(of: heard)))
    }

    /// Whether an outage began so long ago that it is not found any more: of those who fell silent first in it, in the window before,
    /// something is forgotten.
    package func hasForgotten(_ outage: Outage) -> Bool { outage.start < firstFindable }

    private var firstFindable: Instant {
        horizon.adding(hours: parameters.dueHours).adding(seconds: Double(timeWindows.milliseconds) / 1_000)
    }

    /// When it is known who fell silent after the newest of all fixes; `nil` where there is none.
    package var quiet: Instant? {
        let newest = vessels.values.compactMap { $0.last?.fix.time }.max()
        return newest?.adding(hours: parameters.dueHours + parameters.graceHours)
            .adding(seconds: 2 * Double(timeWindows.milliseconds) / 1_000)
    }

    /// Whether in some window as many as make an outage have fallen silent, since a moment or not long before it, and are so
    /// still: where not, none has begun.
    package func mayBeSilent(at now: Instant, since moment: Instant) -> Bool {
        let recent = moment.adding(seconds: -3 * Double(timeWindows.milliseconds) / 1_000)
        var counts: [Int64: Int] = [:]
        for sightings in vessels.values {
            guard let last = sightings.last, !last.isInHarbour else { continue }
            let due = last.fix.time.adding(hours: parameters.dueHours)
            let told = due.adding(hours: parameters.graceHours)
            if told <= now, told > recent { counts[window(of: due), default: 0] += 1 }
        }
        return counts.values.contains { $0 >= parameters.leastDevices }
    }

    /// Takes note of a fix of a device that was judged. Of each window the newest fix of a vessel is kept.
    ///
    /// - Parameter isInHarbour: `VesselJudge.isInHarbour(in:)` after the fix: then none is due.
    package mutating func note(_ fix: Fix, isInHarbour: Bool) {
        guard fix.time >= horizon else { return }
        let sighting = Sighting(fix: fix, window: window(of: fix.time), isInHarbour: isInHarbour)
        // Taken out, so that changing them copies nothing.
        var sightings = vessels.removeValue(forKey: fix.object) ?? []
        let place = sightings.lastIndex { $0.window <= sighting.window }
        if let place, sightings[place].window == sighting.window {
            if !fix.precedes(sightings[place].fix) { sightings[place] = sighting }
        } else {
            sightings.insert(sighting, at: (place ?? -1) + 1)
        }
        vessels[fix.object] = sightings
    }

    /// Forgets what is older than the memory of the rule; outages that began before are not found any more and stay as persisted.
    ///
    /// - Parameter outage: One that lasts: what tells of its beginning is not forgotten.
    package mutating func forget(asOf now: Instant, sparing outage: Outage? = nil) {
        let start = horizon(asOf: now, sparing: outage)
        guard start > horizon else { return }
        horizon = start
        for (object, sightings) in vessels {
            let kept = sightings.filter { $0.fix.time >= horizon }
            vessels[object] = kept.isEmpty ? nil : kept
        }
    }

    /// The outages that began in the memory, in order.
    package func outages(at now: Instant) -> [Outage] {
        let (silences, windows) = survey(at: now)
        var outages: [Outage] = []
        for (number, count) in windows.sorted(by: { $0.key < $1.key }) where isOutage(count) {
            let begin = start(of: number)
            if let last = outages.last, last.end.map({ begin < $0 }) ?? true { continue }
            guard begin >= firstFindable else { continue }
            outages.append(outage(from: number, windows, silences))
        }
        return outages
    }
}

extension OutageDetector {
    private struct Sighting: Sendable {
        var fix: Fix
        var window: Int64
        var isInHarbour: Bool
    }

    private struct Silence {
        var last: Fix
        var due: Instant
        var heard: Instant?
    }

    /// How many vessels were due in a window, and how many of them were not heard in time.
    private struct WindowCount {
        var due = 0
        var silent = 0

        var share: Double { due == 0 ? 0 : Double(silent) / Double(due) }
    }

    private func survey(at now: Instant) -> (silences: [Silence], windows: [Int64: WindowCount]) {
        var silences: [Silence] = []
        var windows: [Int64: WindowCount] = [:]
        for sightings in vessels.values {
            for (index, sighting) in sightings.enumerated() where !sighting.isInHarbour {
                let due = sighting.fix.time.adding(hours: parameters.dueHours)
                guard due.adding(hours: parameters.graceHours) <= now else { continue }
                let next = index + 1 < sightings.count ? sightings[index + 1].fix.time : nil
                let heard = next.flatMap { $0 <= now ? $0 : nil }
                let isSilent = heard.map { $0 > due.adding(hours: parameters.graceHours) } ?? true
                if isSilent { silences.append(Silence(last: sighting.fix, due: due, heard: heard)) }
                let number = window(of: due)
                guard start(of: number + 1).adding(hours: parameters.graceHours) <= now else { continue }
                windows[number, default: WindowCount()].due += 1
                if isSilent { windows[number, default: WindowCount()].silent += 1 }
            }
        }
        return (silences, windows)
    }

    private func isOutage(_ count: WindowCount) -> Bool {
        count.silent >= parameters.leastDevices && count.share >= parameters.leastShare
    }

    private func outage(from number: Int64, _ windows: [Int64: WindowCount], _ silences: [Silence]) -> Outage {
        let (begin, first) = (start(of: number), firstDue(before: number))
        let joining = joining(number, from: first, windows, silences)
        let end = end(of: joining, after: start(of: number + 1))
        let members = joining.filter { silence in end.map { silence.due < $0 } ?? true }
        let lastFixes = members.map { ($0.last.object, $0.last) }
        return Outage(
            rule: rule, start: begin, end: end, share: windows[number]?.share ?? 0,
            lastHeard: first.adding(hours: -parameters.dueHours)..<start(of: number + 1),
            lastFixes: Dictionary(lastFixes) { $0.precedes($1) ? $0 : $1 })
    }

    /// The silences that an outage explains, were it to last. A window that is not over yet is given the benefit of the doubt.
    private func joining(
        _ number: Int64, from first: Instant, _ windows: [Int64: WindowCount], _ silences: [Silence]
    ) -> [Silence] {
        let (begin, known) = (start(of: number), start(of: number + 1))
        var members: Set<ObjectID> = []
        var joining: [Silence] = []
        for silence in silences.sorted(by: { ($0.due, $0.last.object) < ($1.due, $1.last.object) }) {
            guard silence.due >= first, silence.heard.map({ $0 > begin }) ?? true else { continue }
            let isDisturbed = windows[window(of: silence.due)].map { $0.share >= parameters.leastShare } ?? true
            guard isDisturbed || silence.last.time < known || members.contains(silence.last.object) else { continue }
            members.insert(silence.last.object)
            joining.append(silence)
        }
        return joining
    }

    /// When the first of the silent was due: the network falls silent within a window, so in the one before it is from where on as
    /// great a share as makes an outage is silent.
    private func firstDue(before number: Int64) -> Instant {
        let begin = start(of: number)
        var dues: [(time: Instant, isSilent: Bool)] = []
        for sightings in vessels.values {
            for (index, sighting) in sightings.enumerated() where !sighting.isInHarbour {
                let due = sighting.fix.time.adding(hours: parameters.dueHours)
                guard window(of: due) == number - 1 else { continue }
                let next = index + 1 < sightings.count ? sightings[index + 1].fix.time : nil
                dues.append((due, next.map { $0 > due.adding(hours: parameters.graceHours) } ?? true))
            }
        }
        var (first, count) = (begin, WindowCount())
        for due in dues.sorted(by: { ($0.time, $0.isSilent ? 1 : 0) > ($1.time, $1.isSilent ? 1 : 0) }) {
            count.due += 1
            if due.isSilent { count.silent += 1 }
            if due.isSilent, count.share >= parameters.leastShare { first = due.time }
        }
        return first
    }

    /// The first moment at which enough of those that had joined by then had been heard again.
    private func end(of joining: [Silence], after earliest: Instant) -> Instant? {
        let dues = joining.map(\.due).sorted()
        let returns = joining.compactMap(\.heard).sorted()
        var joined = 0
        for (index, moment) in returns.enumerated() {
            while joined < dues.count, dues[joined] <= moment { joined += 1 }
            guard moment >= earliest else { continue }
            if Double(index + 1) >= parameters.restoredShare * Double(joined) { return moment }
        }
        return nil
    }

    private func window(of time: Instant) -> Int64 { timeWindows.number(of: time) }

    private func start(of window: Int64) -> Instant { timeWindows.start(of: window) }
}
