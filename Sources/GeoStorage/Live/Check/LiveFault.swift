package import GeoCore

/// Something that is wrong with the live history: where, and what to do about it.
package struct LiveFault: Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    package var file: String
    /// The day of receipt (+07:00), where one is known.
    package var day: CivilDay?
    package var object: ObjectID?
    /// Event time of the record.
    package var time: Instant?
    /// One sentence for a person.
    package var description: String

    init(file: String, day: CivilDay? = nil, object: ObjectID? = nil, time: Instant? = nil, _ description: String) {
        self.file = file
        self.day = day
        self.object = object
        self.time = time
        self.description = description
    }
}

/// Gathers faults up to a number, beyond which they are only counted.
struct LiveFaults {
    private(set) var faults: [LiveFault] = []
    private var uncounted = 0
    private static let limit = 1_000

    mutating func add(_ fault: LiveFault) {
        if faults.count < Self.limit { faults.append(fault) } else { uncounted += 1 }
    }

    mutating func add(_ others: LiveFaults) {
        for fault in others.faults { add(fault) }
        uncounted += others.uncounted
    }

    /// The faults, with a last one that counts those left out.
    var all: [LiveFault] {
        guard uncounted > 0, let last = faults.last else { return faults }
        return faults + [LiveFault(file: last.file, "\(uncounted) more faults of the live history are not listed.")]
    }
}
