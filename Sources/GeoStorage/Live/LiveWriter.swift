import Foundation
import GRDB
import GeoCore

/// The one who writes the live history: gathers what many senders bring and makes it durable in one commit.
///
/// While a commit waits for the disk, further batches gather behind it; the next commit takes them all.
actor LiveWriter {
    private let executor = QueueExecutor(label: "bando.live")
    let files: MonthFiles
    let memory: SharedMemory
    let state: LiveState
    var current: MonthWriting?
    private var compaction: EventCompaction
    private var series = SeriesNumbers()
    /// Months that were begun and days that ended, which the state file does not know yet.
    ///
    /// What is still in here when the process ends is found in the months' files when they are opened again.
    private var untoldMonths: [(month: LiveMonth, firstSequence: Int64)] = []
    private var untoldDays: [(day: ArchivedDay, month: LiveMonth)] = []
    private var waiting: [Waiting] = []
    private var isScheduled = false
    private var isClosed = false

    private struct Waiting {
        let batch: LiveBatch
        let continuation: CheckedContinuation<LiveReceipt, any Error>
    }

    init(files: MonthFiles, memory: SharedMemory, state: LiveState, current: MonthWriting?, compaction: EventCompaction)
    {
        self.files = files
        self.memory = memory
        self.state = state
        self.current = current
        self.compaction = compaction
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Returns when the batch is on the disk.
    func append(_ batch: LiveBatch) async throws -> LiveReceipt {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(batch: batch, continuation: continuation))
            guard !isScheduled else { return }
            isScheduled = true
            // One commit for all that gather until it runs; every sender waits for it above.
            Task { commitWaiting() }
        }
    }

    private func commitWaiting() {
        isScheduled = false
        let group = waiting
        waiting = []
        do {
            let receipts = try commit(group.map(\.batch))
            for (sender, receipt) in zip(group, receipts) { sender.continuation.resume(returning: receipt) }
        } catch {
            let error = StorageError.translating(error, while: "writing the live history")
            for sender in group { sender.continuation.resume(throwing: error) }
        }
    }

    private func commit(_ batches: [LiveBatch]) throws -> [LiveReceipt] {
        guard !isClosed else { throw StorageError(.database, "The live history is closed.") }
        var gathered = GatheredBatches(batches, day: current?.day)
        if memory.read({ $0.pendingCount }) >= MonthMerge.size { try merge() }
        for segment in gathered.segments {
            try enter(segment)
            gathered.take(try store(segment))
        }
        return gathered.receipts(batches, sequence: current?.head.sequence ?? 0)
    }

    /// Writes one month's part, in one transaction.
    private func store(_ segment: GatheredBatches.Segment) throws -> GatheredBatches.Stored {
        guard var writing = current else { return GatheredBatches.Stored() }
        let archived = try archivedKeys(among: segment.fixes.map(\.fix.fix))
        let earlier = try earlierReadings(segment.readings)
        let (plan, counts) = memory.read { memory in
            (
                LivePlan(segment.fixes, memory: memory, archived: archived),
                (objects: memory.objects.count, devices: memory.devices.count)
            )
        }
        var stored = GatheredBatches.Stored(fixes: plan.outcomes)
        let due = segment.events.isEmpty ? [] : compaction.due
        do {
            try writing.pool.write { db in
                try MonthWriting.write(plan.newObjects.map(\.text), after: counts.objects, into: "objects", in: db)
                try MonthWriting.write(plan.newDevices, after: counts.devices, into: "devices", in: db)
                for (day, group) in plan.groups {
                    try writing.append(.fixes(group), day: day, fixCount: group.fixes.count, in: db)
                }
                stored.events = try writing.append(segment.events, removing: due, in: db)
                for (reading, isEarlier) in zip(segment.readings, earlier) {
                    stored.readings.append(isEarlier ? .duplicate : try series.write(reading, in: db))
                }
            }
        } catch {
            // Numbers that were given in the transaction went with it.
            series = SeriesNumbers()
            throw error
        }
        compaction.note(segment.events, ids: stored.events, removed: due)
        finish(&writing, plan)
        return stored
    }

    /// Takes over what was committed.
    private func finish(_ writing: inout MonthWriting, _ plan: LivePlan) {
        takeEndedDays(of: &writing)
        current = writing
        memory.change { memory in
            for object in plan.newObjects {
                memory.objects.append(object)
                memory.states.append(LiveMemory.ObjectState())
            }
            for device in plan.newDevices { memory.devices.append(device) }
            for fix in plan.stored { memory.take(fix, month: writing.month) }
            memory.sequence = writing.head.sequence
            memory.lastEvent = writing.nextEvent - 1
        }
        if !plan.stored.isEmpty { tellState(of: writing) }
    }

    /// Keeps in the state file where the chain stands.
    ///
    /// What was committed counts, whether this comes to pass or not: a disk that fails here fails the next commit, which says
    /// so, and what was not told is told after the next one that does not.
    func tellState(of writing: MonthWriting) {
        do {
            try tellNews()
            try state.setHead(writing.head, month: writing.month)
        } catch {
            return
        }
    }

    /// Days that are over are told with the month that they lie in, whenever that comes to pass.
    func takeEndedDays(of writing: inout MonthWriting) {
        let month = writing.month
        untoldDays += writing.endedDays.map { ($0, month) }
        writing.endedDays = []
    }

    /// The state file is to know a month whose file was begun.
    func takeBegunMonth(_ writing: MonthWriting) { untoldMonths.append((writing.month, writing.head.sequence)) }

    /// Tells the state file what it does not know yet.
    func tellNews() throws {
        for told in untoldMonths { try state.addMonth(told.month, firstSequence: told.firstSequence) }
        untoldMonths = []
        for told in untoldDays { try state.addDay(told.day, month: told.month) }
        untoldDays = []
    }

    /// Series have other numbers in another month's file.
    func forgetSeries() { series = SeriesNumbers() }

    /// What is superfluous in the file of a month that is over stays until it is purged.
    func forgetEvents() { compaction = EventCompaction() }

    /// Brings the tables for reading up to the log.
    func merge() throws {
        guard let current else { return }
        let memory = memory.snapshot
        try current.pool.write { db in try MonthMerge.run(memory, in: db) }
        self.memory.change { $0.clearPending() }
    }

    /// Merges and closes; what is appended afterwards is refused.
    func close() throws {
        guard !isClosed else { return }
        try merge()
        try current?.settle()
        if let current { tellState(of: current) }
        isClosed = true
        current = nil
        try files.closeAll()
        try state.queue.close()
    }
}
