import GeoCore

/// What a group of fixes adds to a month's file, decided before anything is written.
struct LivePlan {
    private(set) var stored: [StoredFix] = []
    private(set) var outcomes: [AppendOutcome] = []
    private(set) var newObjects: [ObjectID] = []
    private(set) var newDevices: [String] = []
    /// Where the fixes of each day begin in `stored`, with the names that were new by then.
    private(set) var days: [DayStart] = []

    private var objectNumbers: [ObjectID: Int32] = [:]
    private var deviceNumbers: [String: Int32] = [:]
    private var keys: Set<StoredFix.Key> = []

    struct DayStart {
        var day: Int64
        var fix: Int
        var object: Int
        var device: Int
    }

    /// - Parameters:
    ///   - fixes: With their days of receipt, which never go back.
    ///   - archived: The keys among them that the tables hold already.
    init(_ fixes: ArraySlice<(day: Int64, fix: ReceivedFix)>, memory: LiveMemory, archived: Set<StoredFix.Key>) {
        stored.reserveCapacity(fixes.count)
        outcomes.reserveCapacity(fixes.count)
        for (day, fix) in fixes { add(fix, day: day, memory: memory, archived: archived) }
    }

    private mutating func add(_ fix: ReceivedFix, day: Int64, memory: LiveMemory, archived: Set<StoredFix.Key>) {
        let known = Self.key(of: fix.fix, in: memory)
        if let known, archived.contains(known) || memory.isPending(known) { return outcomes.append(.duplicate) }
        if days.last?.day != day {
            days.append(DayStart(day: day, fix: stored.count, object: newObjects.count, device: newDevices.count))
        }
        let row = StoredFix(fix, object: number(fix.fix.object, memory), device: number(fix.fix.device, memory))
        guard keys.insert(row.key).inserted else { return outcomes.append(.duplicate) }
        stored.append(row)
        outcomes.append(.stored)
    }

    /// The key by which a fix could already be there; `nil` where it cannot, being of a new object or newer than all.
    static func key(of fix: Fix, in memory: LiveMemory) -> StoredFix.Key? {
        guard let object = memory.objects.number(fix.object), let device = memory.devices.number(fix.device),
            fix.time.milliseconds <= memory.states[Int(object)].newest
        else { return nil }
        return StoredFix.Key(object: object, time: fix.time.milliseconds, device: device)
    }

    private mutating func number(_ object: ObjectID, _ memory: LiveMemory) -> Int32 {
        if let number = memory.objects.number(object) ?? objectNumbers[object] { return number }
        let number = Int32(memory.objects.count + newObjects.count)
        newObjects.append(object)
        objectNumbers[object] = number
        return number
    }

    private mutating func number(_ device: String, _ memory: LiveMemory) -> Int32 {
        if let number = memory.devices.number(device) ?? deviceNumbers[device] { return number }
        let number = Int32(memory.devices.count + newDevices.count)
        newDevices.append(device)
        deviceNumbers[device] = number
        return number
    }

    /// The log's entries: one for each day.
    var groups: [(day: Int64, group: FixGroup)] {
        days.indices.compactMap { index in
            let start = days[index]
            let next = index + 1 < days.count ? days[index + 1] : nil
            let fixes = stored[start.fix..<(next?.fix ?? stored.count)]
            guard !fixes.isEmpty else { return nil }
            return (
                start.day,
                FixGroup(
                    newObjects: newObjects[start.object..<(next?.object ?? newObjects.count)].map(\.text),
                    newDevices: Array(newDevices[start.device..<(next?.device ?? newDevices.count)]),
                    fixes: Array(fixes))
            )
        }
    }
}
