package import GeoCore

/// Where a report stands.
package enum ReportState: String, Hashable, Sendable, CaseIterable {
    case received
    /// Not taken up: not this authority's, not true, or sent twice.
    case rejected
    /// A body has been told to act.
    case assigned
    case inProgress = "in-progress"
    case done
    /// The public may see it.
    case published
    /// The reporter has said how satisfied they are.
    case rated

    /// Whether somebody still has to act.
    package var isOpen: Bool { self == .received || self == .assigned || self == .inProgress }

    /// Whether the public may see a report in this state.
    package var isPublic: Bool { self == .published || self == .rated }

    /// The states that may follow, in the order in which they are offered.
    ///
    /// What was rejected by mistake comes back; work handed to the wrong body is assigned anew; what turns out not to be
    /// done is taken up again, and is then no longer public.
    package var next: [ReportState] {
        switch self {
        case .received: [.assigned, .rejected]
        case .rejected: [.received]
        case .assigned: [.inProgress, .assigned, .rejected]
        case .inProgress: [.done, .assigned, .rejected]
        case .done: [.published, .inProgress]
        case .published: [.rated, .done, .inProgress]
        case .rated: [.done]
        }
    }
}

/// One step of a report: who moved it, when and why.
package struct ReportTransition: Hashable, Sendable {
    /// `nil` for the receipt.
    package var from: ReportState?
    package var to: ReportState
    package var at: Instant
    /// The caller's name, or `reporter`.
    package var actor: String
    /// Why; empty where nothing was said.
    package var note: String
    /// The body told to act, where the step assigns one.
    package var assignee: String?
    /// 1 to 5, where the step rates.
    package var rating: Int?

    package init(
        from: ReportState?, to: ReportState, at: Instant, actor: String, note: String = "", assignee: String? = nil,
        rating: Int? = nil
    ) {
        self.from = from
        self.to = to
        self.at = at
        self.actor = actor
        self.note = note
        self.assignee = assignee
        self.rating = rating
    }
}

/// A step that somebody asks for, by the name they wrote.
package struct ReportStep: Hashable, Sendable {
    package var to: String
    package var at: Instant
    package var actor: String
    package var note: String
    package var assignee: String?
    package var rating: Int?

    package init(
        to: String, at: Instant, actor: String, note: String = "", assignee: String? = nil, rating: Int? = nil
    ) {
        self.to = to
        self.at = at
        self.actor = actor
        self.note = note
        self.assignee = assignee
        self.rating = rating
    }
}

/// The life of one report: its steps in order, and which may follow.
package struct ReportWorkflow: Hashable, Sendable {
    package private(set) var state: ReportState
    package private(set) var deadline: Instant
    package let received: Instant
    /// When it was last done; `nil` while it is not, or was taken up again.
    package private(set) var done: Instant?
    /// 1 to 5; `nil` before the reporter said.
    package private(set) var rating: Int?

    package init(received: Instant, deadline: Instant) {
        state = .received
        self.received = received
        self.deadline = deadline
    }

    /// A report as it was kept.
    package init(state: ReportState, received: Instant, deadline: Instant, done: Instant?, rating: Int?) {
        self.state = state
        self.received = received
        self.deadline = deadline
        self.done = done
        self.rating = rating
    }

    /// What came of asking for a step.
    package enum Answer: Hashable, Sendable {
        case moved(ReportTransition)
        /// The state exists but does not follow on the present one.
        case notAllowed(from: ReportState, to: ReportState)
        /// There is no state of this name.
        case unknownState(String)
        /// The step lacks what its state needs: a sentence that says what.
        case incomplete(String)
    }

    /// Takes a step, or says why not; nothing changes then.
    ///
    /// Rejecting needs a note, since the reporter is told; rating needs 1 to 5.
    package mutating func take(_ step: ReportStep) -> Answer {
        guard let next = ReportState(rawValue: step.to) else { return .unknownState(step.to) }
        guard state.next.contains(next) else { return .notAllowed(from: state, to: next) }
        if let lack = Self.lack(of: step, for: next) { return .incomplete(lack) }
        let transition = ReportTransition(
            from: state, to: next, at: step.at, actor: step.actor, note: step.note,
            assignee: next == .assigned ? step.assignee : nil, rating: next == .rated ? step.rating : nil)
        apply(transition)
        return .moved(transition)
    }

    private static func lack(of step: ReportStep, for next: ReportState) -> String? {
        switch next {
        case .rejected where step.note.allSatisfy(\.isWhitespace):
            "Say in “note” why the report is rejected; the reporter is told."
        case .rated where !(1...5).contains(step.rating ?? 0):
            "Give “rating” as a whole number from 1 (not satisfied) to 5 (very satisfied)."
        default: nil
        }
    }

    private mutating func apply(_ transition: ReportTransition) {
        state = transition.to
        switch transition.to {
        case .done where done == nil: done = transition.at
        case .received, .assigned, .inProgress, .rejected: (done, rating) = (nil, nil)
        case .rated: rating = transition.rating
        case .done, .published: break
        }
    }

    /// Whether the deadline has passed at a moment with nothing done.
    package func isOverdue(at moment: Instant) -> Bool { state.isOpen && moment > deadline }

    /// Whether it was done by its deadline; `nil` while it is not done.
    package var wasOnTime: Bool? { done.map { $0 <= deadline } }
}
