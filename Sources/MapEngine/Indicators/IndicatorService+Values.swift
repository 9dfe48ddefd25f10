package import GeoCore
import GeoStorage
package import LiveMap

/// What sending values in came to.
package struct KPIReceipt: Sendable {
    package var added: Int
    package var changed: Int
    package var unchanged: Int
    /// The lines of the units that were sent, without small counts.
    package var lines: [ToldValue]
    /// Of the targets that are missed now, without small counts.
    package var alerts: [KPIAlert]
    /// What follows from the values in the newest periods, without small counts: the province's, and indicators that are computed
    /// from this one, whoever may read this one itself.
    package var consequences: [ToldValue] = []
}

/// The value of a unit as `/events` may tell it: without small counts, since nobody hears more than all who may read the indicator.
package struct ToldValue: Sendable {
    package var indicator: String
    package var line: KPIAnswer.Line

    init(_ line: KPIAnswer.Line, of definition: KPIDefinition) {
        indicator = definition.id.name
        self.line = line
    }
}

extension IndicatorService {
    /// The most values that one request sends.
    package static let valueLimit = 10_000

    /// Writes the values of a JSON array, all or none; each takes the place of the one of its unit, period and breakdown.
    ///
    /// - Parameter body: `[{"unit", "period", "value", "target", "state", "count", "breakdown", "at"}]`: `value` is a number
    ///   or null for no data, `state` is `estimate` where it is left out, `breakdown` is `name:code`, and `at` is a day of
    ///   the unit's version, the period's last day where it is left out.
    /// - Throws: `unauthenticated` or `forbidden` for who may not write, also for another unit than a commune's own;
    ///   `invalidParameter` with the number of the value that is wrong or repeats another; `conflict` for one less settled than what
    ///   it would take the place of; `tooLarge`.
    package func put(_ body: JSONValue, to id: String, by caller: Caller) async throws -> KPIReceipt {
        let definition = try definition(id, for: caller)
        try checkRight(to: definition, caller)
        guard case .array(let items) = body else {
            throw EngineError(.invalidParameter, "The body must be an array of values.")
        }
        guard items.count <= Self.valueLimit else {
            throw EngineError(.tooLarge, "A request sends at most \(Self.valueLimit) values; send them in parts.")
        }
        let register = try await units.register()
        let reader = KPIValueReader(definition: definition, register: register, today: today)
        var rows: [IndicatorRow] = []
        var places: [IndicatorRow.Key: Int] = [:]
        for (index, item) in items.enumerated() {
            let (key, figures) = try reader.read(item, index: index)
            try checkUnit(key.unit, index: index, caller)
            if let first = places.updateValue(index, forKey: key) { throw KPIValueReader.repeated(index, of: first) }
            rows.append(IndicatorRow(key: key, figures: figures, updated: moment, author: caller.name))
        }
        let outcome = try await write(rows, by: caller)
        return try await receipt(outcome, rows, definition)
    }

    /// Writes rows, unless one is less settled than the value in whose place it would come: those who keep the data may take such a
    /// step back, everybody else corrects a value with one that is as settled.
    private func write(_ rows: [IndicatorRow], by caller: Caller) async throws -> IndicatorOutcome {
        let mayStepBack = caller.role == .administrator || caller.role == .steward
        return try await EngineError.translating {
            try await self.store.putIndicatorValues(rows) { row, before in
                guard !mayStepBack, let old = KPIState(rawValue: before.state),
                    let new = KPIState(rawValue: row.figures.state), new < old
                else { return nil }
                return "The value of \(row.key.unit) in \(row.key.period) is \(old.rawValue) already; "
                    + "send a correction as \(old.rawValue), not as \(new.rawValue)."
            }
        }
    }

    private func checkRight(to definition: KPIDefinition, _ caller: Caller) throws {
        guard definition.access.allowsEditing(by: caller) else {
            throw caller.role == nil
                ? EngineError(.unauthenticated, "Sending values needs a token.")
                : EngineError(.forbidden, "Your role may not send values of “\(definition.id)”.")
        }
        guard definition.takesValues else {
            throw EngineError(
                .forbidden, "The values of “\(definition.id)” are computed; send those that it is computed from.")
        }
    }

    private func checkUnit(_ code: String, index: Int, _ caller: Caller) throws {
        guard caller.role == .commune else { return }
        guard let own = caller.unit, UnitCode.same(own, code) else {
            throw EngineError(
                .forbidden, "Value \(index): your token is for the unit \(caller.unit ?? "of none") only.",
                parameter: "unit")
        }
    }

    /// What may be told of the periods that were written.
    private func receipt(
        _ outcome: IndicatorOutcome, _ rows: [IndicatorRow], _ definition: KPIDefinition
    ) async throws -> KPIReceipt {
        var receipt = KPIReceipt(
            added: outcome.added, changed: outcome.changed, unchanged: outcome.unchanged, lines: [], alerts: [])
        let sent = Dictionary(grouping: rows, by: \.key.period).mapValues { Set($0.map(\.key.unit)) }
        try await tell(sent, of: definition, in: &receipt)
        receipt.consequences = try await consequences(of: sent, definition)
        return receipt
    }

    /// - Parameter sent: The codes of units by period.
    private func tell(
        _ sent: [String: Set<String>], of definition: KPIDefinition, in receipt: inout KPIReceipt
    ) async throws {
        for (text, codes) in sent.sorted(by: { $0.key < $1.key }).prefix(24) {
            guard let period = Period(text) else { continue }
            let answer = try await answerToTell(definition, period)
            receipt.lines += answer.lines.filter { codes.contains($0.entry.unit.code) }
                .map { ToldValue($0, of: definition) }
            receipt.alerts += answer.alerts.filter { codes.contains($0.entry.unit.code) }
        }
    }

    /// Of so many periods, the newest, consequences are told: the others are history.
    private static let consequencePeriods = 2

    /// - Parameter sent: The codes of units by period.
    private func consequences(
        of sent: [String: Set<String>], _ definition: KPIDefinition
    ) async throws -> [ToldValue] {
        let followers = indicators.definitions.filter { $0.aggregation.parts.contains(definition.id) }
        var found: [ToldValue] = []
        for (text, codes) in sent.sorted(by: { $0.key > $1.key }).prefix(Self.consequencePeriods) {
            guard let period = Period(text) else { continue }
            found += try await hidden(of: definition, in: period, except: codes) + totals(of: definition, in: period)
            for follower in followers where follower.period == period.kind {
                found += try await lines(of: follower, in: period, codes)
                found += try await hidden(of: follower, in: period, except: codes) + totals(of: follower, in: period)
            }
        }
        return found
    }

    private func lines(
        of definition: KPIDefinition, in period: Period, _ codes: Set<String>
    ) async throws -> [ToldValue] {
        try await answerToTell(definition, period).lines.filter { codes.contains($0.entry.unit.code) }
            .map { ToldValue($0, of: definition) }
    }

    /// The values of other units that stay hidden, some of them only now, so that nobody goes on showing them.
    private func hidden(
        of definition: KPIDefinition, in period: Period, except codes: Set<String>
    ) async throws -> [ToldValue] {
        try await answerToTell(definition, period).lines
            .filter { $0.entry.figure == .suppressed && !codes.contains($0.entry.unit.code) }
            .map { ToldValue($0, of: definition) }
    }

    private func totals(of definition: KPIDefinition, in period: Period) async throws -> [ToldValue] {
        try await answerToTell(definition, period).totals
            .map { ToldValue($0, of: definition) }
    }

    /// An indicator's values as all see them who may read it.
    func answerToTell(_ definition: KPIDefinition, _ period: Period) async throws -> KPIAnswer {
        var query = KPIQuery(indicator: definition.id.name, period: period)
        query.level = definition.level
        return try await answer(query, definition, exactFor: .anonymous)
    }
}

/// Reads one sent value strictly.
struct KPIValueReader {
    let definition: KPIDefinition
    let register: UnitRegister
    let today: CivilDay

    private static let names = ["unit", "period", "value", "target", "state", "count", "breakdown", "at"]

    /// - Throws: `invalidParameter`, naming the value by its place in the array, from 0.
    func read(_ item: JSONValue, index: Int) throws -> (IndicatorRow.Key, IndicatorRow.Figures) {
        guard case .object(let members) = item else {
            throw fault(index, "it is no object with unit, period and value")
        }
        if let unknown = members.first(where: { !Self.names.contains($0.name) }) {
            throw fault(index, "“\(unknown.name)” is not known; the members are \(Self.names.joined(separator: ", "))")
        }
        let period = try period(of: item, index)
        let category = try category(of: item, index)
        let unit = try unit(of: item, period, index)
        let key = IndicatorRow.Key(
            indicator: definition.id.name, level: unit.level, unit: unit.code, era: unit.era,
            period: period.description, firstDay: period.firstDay, category: category?.description ?? "")
        return (key, try figures(of: item, index))
    }

    private func period(of item: JSONValue, _ index: Int) throws -> Period {
        guard case .text(let text)? = item["period"], let period = Period(text) else {
            throw fault(index, "“period” must be a text such as \(Period(definition.period, containing: today))")
        }
        guard period.kind == definition.period else {
            let example = Period(definition.period, containing: period.firstDay)
            throw fault(index, "the indicator is told by \(definition.period.rawValue); write \(example)")
        }
        guard period.firstDay <= today else { throw fault(index, "\(period) has not begun") }
        return period
    }

    private func unit(of item: JSONValue, _ period: Period, _ index: Int) throws -> KPIUnit {
        guard case .text(let code)? = item["unit"] else {
            throw fault(index, "“unit” must be the code as a text")
        }
        var day = min(period.lastDay, max(today, period.firstDay))
        if let given = item["at"], given != .null {
            guard case .text(let text) = given, let at = CivilDay(text), period.contains(at) else {
                throw fault(index, "“at” must be a day in \(period)")
            }
            day = at
        }
        let moment = ValidMoment(day.description)
        let unit = register.versions(of: code).first { unit in
            unit.level == definition.level && moment.map(unit.isValid) == true
        }
        guard let unit else {
            throw fault(index, "there is no \(definition.level.rawValue) “\(code)” on \(day); “at” names another day")
        }
        return KPIUnit(unit)
    }

    private func category(of item: JSONValue, _ index: Int) throws -> KPICategory? {
        guard let given = item["breakdown"], given != .null else { return nil }
        guard case .text(let text) = given, let category = KPICategory(text),
            let breakdown = definition.breakdowns.first(where: { $0.name == category.breakdown }),
            breakdown.codes.contains(where: { $0.value == category.code })
        else {
            let known = definition.breakdowns.flatMap { part in part.codes.map { "\(part.name):\($0.value)" } }
            let hint = known.isEmpty ? "the indicator has none" : "write one of \(known.joined(separator: ", "))"
            throw fault(index, "“breakdown” is not known; \(hint)")
        }
        return category
    }

    private func figures(of item: JSONValue, _ index: Int) throws -> IndicatorRow.Figures {
        guard let given = item["value"] else {
            throw fault(index, "“value” is missing; null says that there is none")
        }
        var state = KPIState.estimate
        if let given = item["state"] {
            guard case .text(let text) = given, let known = KPIState(rawValue: text) else {
                throw fault(index, "“state” must be estimate, preliminary or official")
            }
            state = known
        }
        return IndicatorRow.Figures(
            value: try number(given, "value", index).map(definition.rounded),
            count: try count(item["count"] ?? .null, index),
            target: try number(item["target"] ?? .null, "target", index), state: state.rawValue)
    }

    private func number(_ value: JSONValue, _ name: String, _ index: Int) throws -> Double? {
        if value == .null { return nil }
        guard let number = value.fieldValue?.number, number.isFinite, abs(number) < 1e15 else {
            throw fault(index, "“\(name)” must be a number or null")
        }
        return number
    }

    private func count(_ value: JSONValue, _ index: Int) throws -> Int? {
        if value == .null { return nil }
        guard case .integer(let count) = value, count >= 0, count < 1 << 50 else {
            throw fault(index, "“count” must be a whole number, at least 0")
        }
        return Int(count)
    }

    static func repeated(_ index: Int, of first: Int) -> EngineError {
        EngineError(
            .invalidParameter,
            "Value \(index): it has the unit, period and breakdown of value \(first); send one of them.",
            parameter: "[\(index)]")
    }

    private func fault(_ index: Int, _ message: String) -> EngineError {
        EngineError(.invalidParameter, "Value \(index): \(message).", parameter: "[\(index)]")
    }
}
