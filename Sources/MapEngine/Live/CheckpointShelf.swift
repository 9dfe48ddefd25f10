import GeoCore

/// Which checkpoints of a vessel are on the disk, by their event times.
struct CheckpointShelf: Hashable, Sendable {
    /// Those that are as they are in memory.
    private var current: Set<Instant> = []
    /// Those that a change of the past made wrong, or that were not surely written.
    private var outdated: Set<Instant> = []

    /// - Parameter times: Of the checkpoints that were read.
    init(_ times: some Sequence<Instant> = []) {
        current = Set(times)
    }

    /// Takes note that the past has changed from a moment on.
    mutating func spoil(from time: Instant = Instant(milliseconds: .min)) {
        let spoilt = current.filter { $0 >= time }
        current.subtract(spoilt)
        outdated.formUnion(spoilt)
    }

    /// Takes note that one cannot be used.
    mutating func spoil(_ time: Instant) {
        current.remove(time)
        outdated.insert(time)
    }

    /// What is to be written and removed so that the disk holds the checkpoints of these times and no others; counts as done then.
    mutating func update(to wanted: Set<Instant>) -> (written: Set<Instant>, removed: Set<Instant>) {
        defer { (current, outdated) = (wanted, []) }
        return (wanted.subtracting(current), current.union(outdated).subtracting(wanted))
    }
}
