import GeoCore

/// The batches of one commit, put together and divided by month of receipt.
struct GatheredBatches {
    private(set) var segments: [Segment] = []
    private var stored = Stored()

    /// What goes into one month's file.
    struct Segment {
        var month: LiveMonth
        var day: Int64
        var fixes: ArraySlice<(day: Int64, fix: ReceivedFix)>
        var events: [LiveEvent] = []
        var readings: [Reading] = []
    }

    /// What became of them.
    struct Stored {
        var fixes: [AppendOutcome] = []
        var events: [Int64] = []
        var readings: [AppendOutcome] = []
    }

    /// - Parameter day: The newest day in the log. A fix that came, says its clock, on an earlier one counts as of this day.
    init(_ batches: [LiveBatch], day: Int64?) {
        var day = day
        let fixes = batches.flatMap(\.fixes).map { fix in
            let newest = max(day ?? .min, fix.received.day().number)
            day = newest
            return (day: newest, fix: fix)
        }
        divide(fixes[...])
        let events = batches.flatMap(\.events)
        let readings = batches.flatMap(\.readings)
        guard !events.isEmpty || !readings.isEmpty else { return }
        let latest = (events.map(\.time) + readings.map(\.time)).max()?.day().number ?? .min
        let today = max(day ?? .min, latest)
        let month = LiveMonth(CivilDay(number: today))
        if segments.last?.month != month { segments.append(Segment(month: month, day: today, fixes: [])) }
        // After the last fixes, so that an event is never kept without the fixes that it came with.
        segments[segments.count - 1].events = events
        segments[segments.count - 1].readings = readings
    }

    private mutating func divide(_ fixes: ArraySlice<(day: Int64, fix: ReceivedFix)>) {
        var rest = fixes
        while let first = rest.first {
            let month = LiveMonth(CivilDay(number: first.day))
            let end = rest.firstIndex { $0.day != first.day && LiveMonth(CivilDay(number: $0.day)) != month }
            segments.append(Segment(month: month, day: first.day, fixes: rest[..<(end ?? rest.endIndex)]))
            rest = rest[(end ?? rest.endIndex)...]
        }
    }

    mutating func take(_ part: Stored) {
        stored.fixes += part.fixes
        stored.events += part.events
        stored.readings += part.readings
    }

    /// What each sender is told.
    func receipts(_ batches: [LiveBatch], sequence: Int64) -> [LiveReceipt] {
        var (fix, event, reading) = (0, 0, 0)
        return batches.map { batch in
            defer {
                fix += batch.fixes.count
                event += batch.events.count
                reading += batch.readings.count
            }
            return LiveReceipt(
                fixes: Array(stored.fixes[fix..<fix + batch.fixes.count]),
                events: Array(stored.events[event..<event + batch.events.count]),
                readings: Array(stored.readings[reading..<reading + batch.readings.count]), sequence: sequence)
        }
    }
}
