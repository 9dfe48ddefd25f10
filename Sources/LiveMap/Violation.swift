package import GeoCore

/// That a rule was broken, from one moment to another, with the evidence for it.
///
/// Everything here follows from event time, so that the same fixes give the same violation to the byte in whatever order
/// they came. Who did what about it is `ViolationCase`'s.
package struct Violation: Hashable, Sendable {
    package var rule: RuleReference
    package var kind: ViolationKind
    /// The zone or boundary line, with the revision of its layer that was judged by; `nil` for rules without one.
    package var zone: ZoneReference?
    /// In order of their text, each once; never empty except for an outage of the network.
    package var objects: [ObjectID]
    package var opened: Instant
    /// `nil` while it lasts.
    package var closed: Instant?
    /// Where it began, CRS84.
    package var place: Coordinate
    /// How sure the rule is, 0 to 1; 1 where nothing had to be assumed about where the object was between fixes.
    package var confidence: Double
    /// What was measured, such as `depthMeters`, in order of the names.
    package var measures: [Measure]
    /// The fixes that decided, in event order.
    package var evidence: [Fix]

    package init(
        rule: RuleReference, kind: ViolationKind, zone: ZoneReference? = nil, objects: [ObjectID], opened: Instant,
        closed: Instant? = nil, place: Coordinate, confidence: Double = 1, measures: [Measure] = [],
        evidence: [Fix]
    ) {
        self.rule = rule
        self.kind = kind
        self.zone = zone
        self.objects = objects
        self.opened = opened
        self.closed = closed
        self.place = place
        self.confidence = confidence
        self.measures = measures
        self.evidence = evidence
    }

    /// Derived from rule, zone, objects and opening time, so that a replay finds it again: `wrong-zone.ven-bo.bd99119.1764000000000`.
    ///
    /// A group of more than one object is named by its first and a checksum of all.
    package var id: String {
        [rule.id, zone?.id, subject, String(opened.milliseconds)].compactMap { $0 }.joined(separator: ".")
    }

    private var subject: String? {
        guard let first = objects.first, objects.count > 1 else { return objects.first?.text }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for object in objects {
            for byte in object.text.utf8 + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return "\(first)-\(String(hash, radix: 36))"
    }
}

/// A rule in the version that was in force.
package struct RuleReference: Hashable, Sendable {
    /// Kebab-case, as in `rules/`.
    package var id: String
    /// The day from which this version of the rule is in force.
    package var version: CivilDay

    package init(id: String, version: CivilDay) {
        self.id = id
        self.version = version
    }
}

/// A zone or a boundary line in the revision that was judged by.
package struct ZoneReference: Hashable, Sendable {
    /// The zone's code in kebab-case.
    package var id: String
    /// The revision of the layer that it came from.
    package var revision: Int64

    package init(id: String, revision: Int64) {
        self.id = id
        self.revision = revision
    }
}

/// What sort of rule was broken; grows with the rules.
package struct ViolationKind: Hashable, Sendable {
    /// Kebab-case, as the `violations` layer shows it.
    package let name: String

    package static let zone = ViolationKind(name: "zone")
    package static let boundary = ViolationKind(name: "boundary")
    /// A device that is silent at sea.
    package static let signal = ViolationKind(name: "signal")
    /// Silence of many devices at once: the network, not the boats.
    package static let outage = ViolationKind(name: "outage")
    package static let gathering = ViolationKind(name: "gathering")
    package static let encounter = ViolationKind(name: "encounter")
    package static let loitering = ViolationKind(name: "loitering")
    /// Several devices carried by one boat.
    package static let carriedDevice = ViolationKind(name: "carried-device")
    /// A reading of a sensor beyond its threshold, or a sensor that is silent.
    package static let reading = ViolationKind(name: "reading")
}

/// A number with what it measures; its unit is in its name.
package struct Measure: Hashable, Sendable {
    package var name: String
    package var value: Double

    package init(_ name: String, _ value: Double) {
        self.name = name
        self.value = value
    }
}

/// What judging says happened to a violation.
package enum Finding: Hashable, Sendable {
    case opened(Violation)
    /// More evidence, or another measure; the same identifier.
    case updated(Violation)
    case closed(Violation)
    /// It was told, and a fix or an outage of the network that came to be known later proves it wrong.
    case withdrawn(Violation)

    /// The violation, as it is after this.
    package var violation: Violation {
        switch self {
        case .opened(let violation), .updated(let violation), .closed(let violation), .withdrawn(let violation):
            violation
        }
    }
}
