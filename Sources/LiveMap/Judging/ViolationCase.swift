package import GeoCore

/// What people do about a violation: its states with who, when and why.
///
/// The state follows from the steps alone, so that storing the steps stores the case.
package struct ViolationCase: Hashable, Sendable {
    /// In order of what was done; empty for one that nobody has looked at.
    private(set) package var steps: [CaseStep]

    package init(steps: [CaseStep] = []) {
        self.steps = steps
    }

    package var state: CaseState { steps.last?.to ?? .detected }

    /// Takes a step that a person asks for by the name of the state.
    ///
    /// - Parameter seen: The name of the state in which the person saw the case; `nil` takes it as it is.
    /// - Throws: `.unknownState` for a name that no state has, `.movedOn` where somebody else took a step since, `.notAllowed`
    ///   for a state that does not follow from here, `.noteMissing` where the step needs its reason.
    package mutating func transition(
        to name: String, from seen: String? = nil, by person: String, at time: Instant, note: String = ""
    ) throws(CaseError) {
        guard let to = CaseState(rawValue: name) else { throw .unknownState(name) }
        if let seen {
            guard let from = CaseState(rawValue: seen) else { throw .unknownState(seen) }
            guard from == state else { throw .movedOn(to: state) }
        }
        guard state.following.contains(to) else { throw .notAllowed(from: state, to: to) }
        guard !to.needsNote || note.contains(where: { !$0.isWhitespace }) else { throw .noteMissing(to) }
        steps.append(CaseStep(to: to, actor: .person(person), time: time, note: note))
    }

    /// Marks the case where judging takes its violation back; again does nothing.
    package mutating func withdraw(at time: Instant, note: String) {
        guard state != .withdrawn else { return }
        steps.append(CaseStep(to: .withdrawn, actor: .judging, time: time, note: note))
    }

    /// Brings a withdrawn case back to the state before, where judging finds its violation again.
    package mutating func reinstate(at time: Instant, note: String) {
        guard state == .withdrawn else { return }
        let before = steps.last { $0.to != .withdrawn }?.to ?? .detected
        steps.append(CaseStep(to: before, actor: .judging, time: time, note: note))
    }

    /// When the case goes up to the province unless somebody settles it; `nil` where it has, is settled, or no rule says so.
    package func escalationDue(of violation: Violation, by rules: RuleSeries<EscalationRule>) -> Instant? {
        guard state.isWaiting, let rule = rules.version(at: violation.opened)?.parameters,
            let hours = rule.hours[violation.kind]
        else { return nil }
        return violation.began.adding(hours: hours)
    }

    /// Escalates where that is due and the violation lasts; the step has the moment at which it was due, or that of the
    /// last step where that is later.
    ///
    /// - Returns: Whether a step was taken.
    package mutating func advance(
        to now: Instant, violation: Violation, rules: RuleSeries<EscalationRule>
    ) -> Bool {
        guard violation.closed == nil, let due = escalationDue(of: violation, by: rules), due <= now else {
            return false
        }
        let time = max(due, steps.last?.time ?? due)
        steps.append(CaseStep(to: .escalated, actor: .timer, time: time, note: ""))
        return true
    }
}

/// One step of a case.
package struct CaseStep: Hashable, Sendable {
    package var to: CaseState
    package var actor: CaseActor
    package var time: Instant
    package var note: String

    package init(to: CaseState, actor: CaseActor, time: Instant, note: String = "") {
        self.to = to
        self.actor = actor
        self.time = time
        self.note = note
    }
}

/// Who took a step.
package enum CaseActor: Hashable, Sendable {
    case person(String)
    /// A deadline of the rules.
    case timer
    /// A late fix.
    case judging
}

/// The states of a violation, as the contract names them.
package enum CaseState: String, Hashable, Sendable, CaseIterable {
    case detected
    case contacted
    case monitoring
    case resolved
    case escalated
    case closed
    case falseAlarm = "false-alarm"
    case withdrawn

    /// The states that a person may go on to, in order of the procedure.
    package var following: [CaseState] {
        switch self {
        case .detected: [.contacted, .monitoring, .resolved, .escalated, .falseAlarm]
        case .contacted: [.monitoring, .resolved, .escalated, .falseAlarm]
        case .monitoring: [.contacted, .resolved, .escalated, .falseAlarm]
        case .escalated: [.contacted, .monitoring, .resolved, .closed, .falseAlarm]
        case .resolved: [.monitoring, .escalated, .closed]
        case .falseAlarm: [.monitoring, .closed]
        case .closed, .withdrawn: []
        }
    }

    /// Whether somebody at the duty desk still has to settle it.
    package var isWaiting: Bool { [.detected, .contacted, .monitoring].contains(self) }

    fileprivate var needsNote: Bool { self == .falseAlarm }
}

/// Why a step was refused.
package enum CaseError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownState(String)
    case movedOn(to: CaseState)
    case notAllowed(from: CaseState, to: CaseState)
    case noteMissing(CaseState)

    package var description: String {
        switch self {
        case .unknownState(let name):
            "there is no state '\(name)'; write one of \(Self.names(CaseState.allCases.filter { $0 != .withdrawn }))"
        case .movedOn(let state):
            "somebody else has made the violation \(state.rawValue); look at it again"
        case .notAllowed(let from, _) where from.following.isEmpty:
            "the violation is \(from.rawValue), and nothing follows that"
        case .notAllowed(let from, let to):
            "a violation that is \(from.rawValue) cannot become \(to.rawValue); it can become \(Self.names(from.following))"
        case .noteMissing(let state):
            "\(state.rawValue) needs a note that says why; send it as 'note'"
        }
    }

    private static func names(_ states: [CaseState]) -> String { states.map(\.rawValue).joined(separator: ", ") }
}

extension Violation {
    /// From when the hours to its escalation count: for a lost signal from the silence, not from the hour at which it is lost.
    fileprivate var began: Instant {
        let before = measures.first { $0.name == "lostAfterHours" }?.value ?? 0
        return opened.adding(hours: -before)
    }
}
