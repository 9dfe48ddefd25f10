package import Foundation
package import GeoCore
import GeoStorage
import LiveMap

/// Keeps the violations: what judging found, and what people do about it, as rows of a layer with revisions.
///
/// The rows are written first and told after; an event carries the number of writings, so that one that was written and not
/// told when the process ended is told after the start, once.
actor ViolationBook {
    private struct Entry {
        var fid: Int64?
        var record: ViolationRecord
    }

    /// What the book asks of others about a vessel.
    struct Register: Sendable {
        var name: @Sendable (ObjectID) async -> String
        var lengthClass: @Sendable (ObjectID) async -> String?
        /// The codes of province and commune where a violation's first vessel is at home, or where a device stands.
        var home: @Sendable (Violation) async throws -> ViolationRow.Home
    }

    private var rows: ViolationRow
    private let store: SpatiaLiteStore
    private let log: EventLog
    private let register: Register
    private var rules: RuleSeries<EscalationRule>
    private var entries: [String: Entry] = [:]
    private var unwritten: Set<String> = []
    /// How many numbered changes were taken over, and those that came before their turn.
    private var taken = 0
    private var early: [Int: [ViolationChange]] = [:]
    /// One writing at a time, so that no row is inserted twice; whoever comes meanwhile waits for its turn.
    private var isWriting = false
    private var turns: [CheckedContinuation<Void, Never>] = []
    private var payload: FeaturePayload
    private var homes: HomeUnits?
    private let now: @Sendable () -> Date

    init(
        _ definition: LayerDefinition, rules: RuleSeries<EscalationRule>, store: SpatiaLiteStore, log: EventLog,
        register: Register, homes: HomeUnits?, now: @escaping @Sendable () -> Date
    ) {
        rows = ViolationRow(definition: definition)
        payload = FeaturePayload(definition)
        self.rules = rules
        self.store = store
        self.log = log
        self.register = register
        self.homes = homes
        self.now = now
    }

    var layer: LayerID { rows.definition.id }

    /// Escalates by other rules from now on.
    func use(_ rules: RuleSeries<EscalationRule>) {
        self.rules = rules
    }

    /// Writes rows and tells of units by this definition from now on.
    func follow(_ definition: LayerDefinition, homes: HomeUnits?) {
        self.homes = homes
        guard definition != rows.definition else { return }
        rows = ViolationRow(definition: definition)
        payload = FeaturePayload(definition)
    }

    /// Reads what was kept.
    func begin() async throws {
        var query = FeatureQuery(layer: layer, limit: 10_000)
        repeat {
            let page = try await store.features(query)
            for feature in page.features {
                guard let record = rows.record(of: feature) else { continue }
                entries[record.violation.id] = Entry(fid: feature.id, record: record)
            }
            query.after = page.next
        } while query.after != nil
    }

    /// The violations that hold, by object; those of several objects are each one's.
    func held() -> [ObjectID: [Violation]] {
        var result: [ObjectID: [Violation]] = [:]
        for entry in entries.values where entry.record.handling.state != .withdrawn {
            for object in entry.record.violation.objects { result[object, default: []].append(entry.record.violation) }
        }
        return result
    }

    /// The violations of some kinds that hold.
    func held(of kinds: Set<ViolationKind>) -> [Violation] {
        entries.values.filter { kinds.contains($0.record.violation.kind) && $0.record.handling.state != .withdrawn }
            .map(\.record.violation).sorted { $0.id < $1.id }
    }

    // MARK: Changes

    /// Takes over what judging changed; returns when it is written.
    func apply(_ changes: [ViolationChange]) async throws {
        guard !changes.isEmpty else { return }
        take(changes)
        try await flush()
    }

    /// Takes over what judging one by one changed, each after all that came before it; to be written by the next `flush`.
    ///
    /// - Returns: Whether there is something to be written.
    @discardableResult
    func take(_ numbered: NumberedChanges) -> Bool {
        if !numbered.changes.isEmpty { early[numbered.first] = numbered.changes }
        while let changes = early.removeValue(forKey: taken) {
            take(changes)
            taken += changes.count
        }
        return !unwritten.isEmpty
    }

    private func take(_ changes: [ViolationChange]) {
        let moment = Instant(now())
        for change in changes { take(change, at: moment) }
    }

    private func take(_ change: ViolationChange, at moment: Instant) {
        switch change {
        case .recorded(let violation): record(violation, at: moment)
        case .withdrawn(let violation):
            withdraw(violation, at: moment, note: "Vị trí đến sau cho thấy không có vi phạm.")
        case .replaced(let old, let new):
            let handling = entries[old.id]?.record.handling ?? ViolationCase()
            record(new, at: moment, handling: handling)
            withdraw(old, at: moment, note: "Thay bằng \(new.id).")
        }
    }

    private func record(_ violation: Violation, at moment: Instant, handling: ViolationCase = ViolationCase()) {
        var entry =
            entries[violation.id]
            ?? Entry(fid: nil, record: ViolationRecord(violation: violation, handling: handling))
        let before = entry.record
        entry.record.violation = violation
        entry.record.handling.reinstate(at: moment, note: "Vị trí đến sau xác nhận lại.")
        guard entry.fid == nil || entry.record != before else { return }
        entries[violation.id] = entry
        unwritten.insert(violation.id)
    }

    private func withdraw(_ violation: Violation, at moment: Instant, note: String) {
        guard var entry = entries[violation.id], entry.record.handling.state != .withdrawn else { return }
        entry.record.handling.withdraw(at: moment, note: note)
        entries[violation.id] = entry
        unwritten.insert(violation.id)
    }

    /// Takes a step in a case that a person asks for.
    ///
    /// - Parameter id: The violation's code, or its feature's identifier.
    /// - Returns: The violation's feature identifier.
    /// - Throws: `notFound`, `unprocessable` for a state that is none, `conflict` for one that does not follow.
    func transition(_ id: String, by step: ViolationStep, of person: String) async throws -> Int64 {
        guard let key = entries[id] != nil ? id : entries.first(where: { $0.value.fid.map(String.init) == id })?.key,
            var entry = entries[key]
        else { throw EngineError(.notFound, "There is no violation “\(id)”.", parameter: "id") }
        do throws(CaseError) {
            try entry.record.handling.transition(
                to: step.to, from: step.from, by: person, at: Instant(now()), note: step.note)
        } catch {
            throw EngineError(error)
        }
        entries[key] = entry
        unwritten.insert(key)
        try await flush()
        guard let fid = entries[key]?.fid else {
            throw EngineError(.failed, "The violation “\(id)” could not be written.")
        }
        return fid
    }

    /// Escalates what nobody has settled in time.
    func escalate(at moment: Instant) async throws {
        for (id, var entry) in entries
        where entry.record.handling.advance(to: moment, violation: entry.record.violation, rules: rules) {
            entries[id] = entry
            unwritten.insert(id)
        }
        try await flush()
    }

    // MARK: Writing

    /// Writes what is not written yet; returns when it is.
    func flush() async throws {
        while isWriting { await withCheckedContinuation { turns.append($0) } }
        isWriting = true
        defer {
            isWriting = false
            let waiting = turns
            turns = []
            for turn in waiting { turn.resume() }
        }
        try await writeAll()
    }

    private func writeAll() async throws {
        let ids = unwritten.sorted()
        guard !ids.isEmpty else { return }
        unwritten = []
        do {
            var features: [Feature] = []
            for id in ids { features.append(try await feature(id)) }
            let outcome = try await store.edit(layer, features.map(Self.edit), author: "judging", time: now())
            let inserted = features.indices.filter { features[$0].id == 0 }
            for (index, fid) in zip(inserted, outcome.insertedIDs) {
                features[index].id = fid
                entries[ids[index]]?.fid = fid
            }
            try await log.publish(features.compactMap(event))
        } catch {
            unwritten.formUnion(ids)
            throw error
        }
    }

    private func feature(_ id: String) async throws -> Feature {
        guard let entry = entries[id] else { throw EngineError(.failed, "The violation “\(id)” is gone.") }
        let violation = entry.record.violation
        var names: [String] = []
        for object in violation.objects.prefix(6) { names.append(await register.name(object)) }
        let more = violation.objects.count > 6 ? " +\(violation.objects.count - 6)" : ""
        let values = rows.values(
            of: entry.record, name: names.joined(separator: ", ") + more,
            lengthClass: violation.objects.isEmpty ? nil : await register.lengthClass(violation.objects[0]),
            home: try await register.home(violation),
            escalation: entry.record.handling.escalationDue(of: violation, by: rules))
        return Feature(id: entry.fid ?? 0, geometry: .point(violation.place), values: values)
    }

    private static func edit(_ feature: Feature) -> FeatureEdit {
        guard feature.id > 0 else { return .insert(values: feature.values, geometry: feature.geometry) }
        return .update(id: feature.id, values: feature.values, geometry: feature.geometry)
    }

    private func event(of feature: Feature) -> LiveEvent? {
        guard case .point(let place)? = feature.geometry else { return nil }
        return LiveEvent(
            topic: EventTopic.violation.rawValue, time: Instant(now()),
            units: homes?.codes(in: feature.values, of: rows.definition),
            box: BoundingBox(west: place.x, south: place.y, east: place.x, north: place.y),
            access: EventAudience(layer: layer).text, payload: payload.bytes(of: feature))
    }
}

extension Instant {
    /// A moment of the machine's clock.
    package init(_ date: Date) {
        self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }
}

/// A step that somebody asks for, as they write it.
package struct ViolationStep: Sendable {
    package var to: String
    /// In which state they saw the case; `nil` where they do not say.
    package var from: String?
    package var note: String

    package init(to: String, from: String? = nil, note: String = "") {
        self.to = to
        self.from = from
        self.note = note
    }
}

extension EngineError {
    /// A step that a case does not take.
    init(_ error: CaseError) {
        let code: Code =
            switch error {
            case .notAllowed, .movedOn: .conflict
            case .unknownState, .noteMissing: .unprocessable
            }
        let sentence = error.description
        self.init(code, sentence.prefix(1).uppercased() + sentence.dropFirst() + ".", parameter: "to")
    }
}
