import Foundation

/// A record of fixed size that a `SpillingSorter` sorts.
protocol SpillingRecord: Comparable, BitwiseCopyable, Sendable {
    /// A number that is never less than that of a lesser record, which decides most comparisons.
    var sortPrefix: UInt64 { get }
}

/// Sorts any number of fixed-size records in bounded memory: full buffers are sorted and spilled to a scratch file,
/// and the runs are merged as they are read.
struct SpillingSorter<Record: SpillingRecord> {
    private let folder: URL
    private let capacity: Int
    private var buffer: [Record] = []
    private var file: ScratchFile?
    private var runs: [Run] = []

    struct Run: Sendable {
        var offset: Int64
        var count: Int
    }

    /// - Parameter memoryLimit: bytes of records held in memory before they are spilled.
    init(scratchFolder: URL, memoryLimit: Int = 48 << 20) {
        folder = scratchFolder
        capacity = max(1_024, memoryLimit / MemoryLayout<Record>.stride)
    }

    private(set) var count = 0

    mutating func append(_ record: Record) throws {
        if buffer.count == capacity { try spill() }
        // Room for all at once: growing would copy what is there again and again, and pages count when they are used.
        if buffer.count == 1_024 { buffer.reserveCapacity(capacity) }
        buffer.append(record)
        count += 1
    }

    /// The records in ascending order, to be read any number of times.
    consuming func finish() throws -> SortedRuns<Record> {
        var sorter = self
        if !sorter.runs.isEmpty { try sorter.spill() }
        let order = sorter.order()
        return SortedRuns(
            count: sorter.count, memory: sorter.buffer, order: order, file: sorter.file, runs: sorter.runs)
    }

    private mutating func spill() throws {
        guard !buffer.isEmpty else { return }
        let target: ScratchFile
        if let file { target = file } else { target = try ScratchFile(in: folder) }
        file = target
        let offset = target.size
        let order = order()
        for start in stride(from: 0, to: order.count, by: Self.pieceCount) {
            let piece = order[start..<min(start + Self.pieceCount, order.count)].map { buffer[Int($0)] }
            try unsafe piece.withUnsafeBytes { _ = try unsafe target.append($0) }
        }
        try target.flush()
        runs.append(Run(offset: offset, count: buffer.count))
        buffer.removeAll(keepingCapacity: true)
    }

    private static var pieceCount: Int { 4_096 }

    /// The places of the records in ascending order: places are moved about, which are smaller than records.
    private func order() -> [UInt32] {
        var places = buffer.indices.map { SortingPlace(prefix: buffer[$0].sortPrefix, index: UInt32($0)) }
        places.sort { (left: SortingPlace, right: SortingPlace) -> Bool in
            left.prefix != right.prefix
                ? left.prefix < right.prefix : buffer[Int(left.index)] < buffer[Int(right.index)]
        }
        return places.map { $0.index }
    }
}

/// What is moved about in place of a record while it is sorted.
private struct SortingPlace {
    let prefix: UInt64
    let index: UInt32
}

/// Sorted records, in memory or in runs of a scratch file.
struct SortedRuns<Record: SpillingRecord>: Sendable {
    let count: Int
    fileprivate let memory: [Record]
    /// The places of the records in memory, in ascending order.
    fileprivate let order: [UInt32]
    fileprivate let file: ScratchFile?
    fileprivate let runs: [SpillingSorter<Record>.Run]

    fileprivate init(
        count: Int, memory: [Record], order: [UInt32], file: ScratchFile?, runs: [SpillingSorter<Record>.Run]
    ) {
        self.count = count
        self.memory = memory
        self.order = order
        self.file = file
        self.runs = runs
    }

    /// Reads from the first record.
    func cursor() -> RunCursor<Record> { RunCursor(self) }
}

/// Reads sorted records one by one.
struct RunCursor<Record: SpillingRecord> {
    private let source: SortedRuns<Record>
    private var position = 0
    private var streams: [RunStream<Record>]
    private var isStarted = false

    fileprivate init(_ source: SortedRuns<Record>) {
        self.source = source
        streams = source.runs.map { RunStream(run: $0) }
    }

    /// The next record in ascending order, or `nil` after the last.
    mutating func next() throws -> Record? {
        guard let file = source.file else {
            guard position < source.order.count else { return nil }
            defer { position += 1 }
            return source.memory[Int(source.order[position])]
        }
        if !isStarted {
            for index in streams.indices { try streams[index].advance(in: file) }
            isStarted = true
        }
        return try nextOfStreams(in: file)
    }

    private mutating func nextOfStreams(in file: ScratchFile) throws -> Record? {
        var best: Int?
        for index in streams.indices {
            guard let head = streams[index].head else { continue }
            guard let current = best, let smallest = streams[current].head, smallest <= head else {
                best = index
                continue
            }
        }
        guard let best else { return nil }
        let record = streams[best].head
        try streams[best].advance(in: file)
        return record
    }
}

/// One run of a scratch file, read a block at a time.
private struct RunStream<Record: BitwiseCopyable> {
    private var offset: Int64
    private var remaining: Int
    private var block: [Record] = []
    private var position = 0
    private(set) var head: Record?
    private static var blockBytes: Int { 1 << 17 }

    init(run: SpillingSorter<some SpillingRecord>.Run) {
        offset = run.offset
        remaining = run.count
    }

    mutating func advance(in file: ScratchFile) throws {
        if position == block.count { try fill(from: file) }
        guard position < block.count else {
            head = nil
            return
        }
        head = block[position]
        position += 1
    }

    private mutating func fill(from file: ScratchFile) throws {
        let stride = MemoryLayout<Record>.stride
        let count = min(remaining, max(1, Self.blockBytes / stride))
        let start = offset
        block = try unsafe [Record](unsafeUninitializedCapacity: count) { buffer, initialized in
            try unsafe file.read(
                at: start,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[0..<count * stride])
            )
            initialized = count
        }
        position = 0
        remaining -= count
        offset += Int64(count * stride)
    }
}
