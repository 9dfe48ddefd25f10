package import GeoCore
import GeoStorage
package import LiveMap

/// A step that somebody asks for, as they write it.
package struct ReportStepRequest: Sendable {
    package var to: String
    /// The state in which they saw the report; `nil` where they do not say.
    package var from: String?
    package var note: String
    /// The body that is to act, for `assigned`.
    package var assignee: String?
    /// 1 to 5, for `rated`.
    package var rating: Int?

    package init(
        to: String, from: String? = nil, note: String = "", assignee: String? = nil, rating: Int? = nil
    ) {
        self.to = to
        self.from = from
        self.note = note
        self.assignee = assignee
        self.rating = rating
    }
}

extension ReportService {
    /// Another change between reading the row and writing it repeats the step so often.
    private static let attempts = 50

    /// Takes a step of a report's workflow: its handlers any, its reporter, by the receipt's key, the rating.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for those who may not, `notFound` for a report that the caller may not
    ///   see, `unprocessable` for a state that there is not or a step that lacks something, `conflict` for one that is not allowed now.
    package func take(
        _ request: ReportStepRequest, of name: String, by actor: ReportActor
    ) async throws -> ReportTransition {
        if actor.caller.role == nil, actor.receipt == nil {
            throw EngineError(.unauthenticated, "Moving a report on needs a token.")
        }
        if let from = request.from, ReportState(rawValue: from) == nil {
            throw EngineError(.unprocessable, "There is no state “\(from.prefix(40))”.", parameter: "from")
        }
        let state = try await EngineError.translating { try await self.store.report(name)?.state }
        let seen = request.from ?? state
        for _ in 1..<Self.attempts {
            if let done = try await attempt(request, name, actor, seen) { return done }
        }
        throw EngineError(.conflict, "Others change reports at the same moment; try again.")
    }

    /// `nil` where the layer has moved on between reading and writing.
    ///
    /// - Parameter seen: The state in which the request found the report: of two at once, only one is taken.
    private func attempt(
        _ request: ReportStepRequest, _ name: String, _ actor: ReportActor, _ seen: String?
    ) async throws -> ReportTransition? {
        let definition = try definition()
        let revision = try await store.layer(definition.id)?.revision ?? 0
        var record = try await report(name, for: actor)
        try authorise(request, record, actor)
        guard record.state == seen else {
            throw EngineError(.conflict, "Somebody else has just made the report \(record.state); look at it again.")
        }
        var row = try await row(of: record, definition)
        let (transition, workflow) = try move(record, by: request, actor)
        row.apply(transition, workflow)
        (record.state, record.done, record.rating) = (workflow.state.rawValue, workflow.done, workflow.rating)
        let step = ReportStepRecord(transition)
        let (moved, values) = (record, row.values)
        return try await retrying(ifMovedFrom: revision, definition.id) {
            try await self.store.moveReport(
                moved, by: step, values: values, in: definition.id, expected: revision, author: transition.actor,
                time: transition.at.date)
        } ? transition : nil
    }

    private func authorise(_ request: ReportStepRequest, _ record: ReportRecord, _ actor: ReportActor) throws {
        if handles(record, actor.caller) { return }
        let rates = request.to == ReportState.rated.rawValue || ReportState(rawValue: request.to) == nil
        if rates, isReporter(actor, of: record) { return }
        throw actor.caller.role == nil
            ? EngineError(.unauthenticated, "Moving a report on needs a token; its reporter may rate it.")
            : EngineError(.forbidden, "Your role may not move this report on.")
    }

    private func move(
        _ record: ReportRecord, by request: ReportStepRequest, _ actor: ReportActor
    ) throws -> (ReportTransition, ReportWorkflow) {
        guard var workflow = record.workflow else {
            throw EngineError(.failed, "The report is in a state that this program does not know.")
        }
        let name = handles(record, actor.caller) ? actor.caller.name : "reporter"
        let step = ReportStep(
            to: request.to, at: max(now, record.received), actor: name, note: request.note,
            assignee: request.assignee, rating: request.rating)
        switch workflow.take(step) {
        case .moved(let transition): return (transition, workflow)
        case .incomplete(let sentence): throw EngineError(.unprocessable, sentence)
        case .unknownState(let other):
            let names = ReportState.allCases.map(\.rawValue).joined(separator: ", ")
            throw EngineError(
                .unprocessable, "There is no state “\(other.prefix(40))”; the states are \(names).", parameter: "to")
        case .notAllowed(let from, let to):
            let next = from.next.map(\.rawValue).joined(separator: ", ")
            throw EngineError(
                .conflict, "A report that is \(from.rawValue) cannot become \(to.rawValue); it can become \(next).",
                parameter: "to")
        }
    }

    func row(of record: ReportRecord, _ definition: LayerDefinition) async throws -> ReportRow {
        let feature = try await EngineError.translating {
            try await self.store.feature(id: record.fid, in: definition.id)
        }
        guard let feature else {
            throw EngineError(.notFound, "The report “\(record.code)” has been taken out of the layer.")
        }
        return ReportRow(definition, values: feature.values)
    }

    /// Whether the change was made; `false` where the layer has moved on, so that it is to be tried again.
    func retrying(
        ifMovedFrom revision: Int64, _ layer: LayerID, _ body: @Sendable () async throws -> Void
    ) async throws -> Bool {
        do {
            try await body()
            return true
        } catch let error as StorageError where error.code == .conflict {
            if try await store.layer(layer)?.revision != revision { return false }
            throw EngineError.translated(error)
        } catch {
            throw EngineError.translated(error)
        }
    }

    /// What was done about a report, the receipt first: for those who handle it with who and why, for others who may see it
    /// the states and times alone.
    package func steps(of name: String, for actor: ReportActor) async throws -> [ReportTransition] {
        let record = try await report(name, for: actor)
        let steps = try await EngineError.translating { try await self.store.steps(ofReport: record.fid) }
        let isHandler = handles(record, actor.caller)
        return steps.compactMap { $0.transition(withPeople: isHandler) }
    }

    /// Who sent a report; the reading is noted with its purpose. `nil` where nobody said or the time to keep it is over.
    ///
    /// - Throws: `forbidden` for those who do not handle it, and for all but administrators where the reporter asked for
    ///   secrecy; `unprocessable` without a purpose.
    package func contact(
        of name: String, for caller: Caller, purpose: String
    ) async throws -> (name: String?, phone: String?)? {
        guard caller.role != nil else { throw EngineError(.unauthenticated, "Contacts need a token.") }
        let record = try await report(name, for: ReportActor(caller: caller, address: ""))
        guard handles(record, caller), !record.isSecret || caller.role == .administrator else {
            throw EngineError(
                .forbidden,
                record.isSecret
                    ? "The reporter has asked that their identity be kept secret."
                    : "Your role may not see who sent this report.")
        }
        guard !purpose.allSatisfy(\.isWhitespace) else {
            throw EngineError(
                .unprocessable, "Say in “purpose” why you need the contact; it is noted.", parameter: "purpose")
        }
        let moment = now
        let contact = try await EngineError.translating {
            try await self.store.readContact(
                ofReport: record.fid, reader: caller.name, purpose: purpose, time: moment)
        }
        return contact.map { ($0.name, $0.phone) }
    }

    /// Erases the contacts that have been kept for as long as configured; answers how many.
    package func eraseOldContacts() async throws -> Int {
        let limit = now.adding(hours: -24 * Double(configuration.contactDays))
        return try await EngineError.translating { try await self.store.eraseContacts(receivedBefore: limit) }
    }
}

extension ReportStepRecord {
    fileprivate init(_ transition: ReportTransition) {
        self.init(
            former: transition.from?.rawValue, state: transition.to.rawValue, time: transition.at,
            actor: transition.actor, note: transition.note, assignee: transition.assignee, rating: transition.rating)
    }

    /// `nil` for a state that this program does not know.
    fileprivate func transition(withPeople: Bool) -> ReportTransition? {
        guard let to = ReportState(rawValue: state) else { return nil }
        return ReportTransition(
            from: former.flatMap(ReportState.init(rawValue:)), to: to, at: time, actor: withPeople ? actor : "",
            note: withPeople ? note : "", assignee: assignee, rating: rating)
    }
}
