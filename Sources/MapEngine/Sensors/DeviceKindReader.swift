import GeoCore
import LiveMap
import Yams

/// The keys of `live:` in a layer's definition, in the order in which they are written.
package enum LiveKeys {
    package static let live = [
        "kind", "id", "time", "state", "speed", "course", "since", "silence", "readings",
    ]
    package static let silence = ["late", "lost", "hours", "rule"]
    package static let reading = [
        "field", "plausible", "direction", "levels", "hysteresis", "dwell", "violation", "source",
    ]
    package static let level = ["state", "at"]
    package static let violation = ["rule", "from"]
}

/// Reads `live:` of a layer's definition: what makes its features devices that move or measure.
struct DeviceKindReader {
    let layer: LayerID
    let key: [String]
    let fields: [FieldDefinition]

    /// - Returns: `nil` where something is missing or wrong, which the log then says.
    func kind(reading mapping: MappingReader) -> DeviceKind? {
        for key in ["kind", "id", "time", "state", "since"] { mapping.require(key) }
        let motion = mapping.choice("kind", of: DeviceMotion.self)
        let silence = mapping.mapping("silence", known: LiveKeys.silence).flatMap(silence)
        let readings = readings(of: mapping)
        let idField = field("id", types: [.text], in: mapping)
        let timeField = field("time", types: [.datetime], in: mapping)
        let stateField = field("state", types: [.text], in: mapping)
        let speed = speed(of: mapping)
        let course = field("course", types: [.real, .integer], in: mapping)
        guard let motion, let idField, let timeField, let stateField, let version = day("since", in: mapping) else {
            return nil
        }
        let kind = DeviceKind(
            layer: layer, motion: motion, idField: idField.name, timeField: timeField.name,
            stateField: stateField.name, speed: speed, courseField: course?.name, silence: silence, readings: readings,
            version: version)
        check(kind, stateField, in: mapping)
        return kind
    }

    private func check(_ kind: DeviceKind, _ stateField: FieldDefinition, in mapping: MappingReader) {
        if key != [kind.idField] {
            mapping.reject(
                "id", "is '\(kind.idField)', which must be the layer's 'key', since messages name devices by it")
        }
        if kind.motion == .measuring, kind.speed != nil || kind.courseField != nil {
            mapping.reject("kind", "is measuring, but 'speed' and 'course' are of what moves; remove them")
        }
        if kind.motion == .measuring, kind.readings.isEmpty {
            mapping.reject("readings", "are missing, but the kind is measuring; name what it measures")
        }
        let missing = kind.stateNames.filter { name in !stateField.codes.contains { $0.value == name } }
        if !missing.isEmpty {
            mapping.reject(
                "state",
                "names '\(stateField.name)', whose codes lack \(missing.joined(separator: ", ")); add them with their titles"
            )
        }
        let rules = kind.ruleNames
        if let twice = rules.first(where: { rule in rules.filter { $0 == rule }.count > 1 }) {
            mapping.reject(
                "readings", "break the rule '\(twice)' twice; give each its own, so that their violations differ")
        }
    }

    /// The field that a key names; `nil` where the key is absent or the field is not there or of another type.
    private func field(_ key: String, types: Set<FieldType>, in mapping: MappingReader) -> FieldDefinition? {
        guard let name = mapping.text(key) else { return nil }
        guard let field = fields.first(where: { $0.name == name }) else {
            mapping.reject(key, "names '\(name)', which is no field of this layer; add it to 'fields'")
            return nil
        }
        guard types.contains(field.type) else {
            let wanted = types.map(\.rawValue).sorted().joined(separator: " or ")
            mapping.reject(key, "names '\(name)', which is \(field.type.rawValue); it must be \(wanted)")
            return nil
        }
        return field
    }

    private func speed(of mapping: MappingReader) -> SpeedField? {
        guard let field = field("speed", types: [.real], in: mapping) else { return nil }
        guard let unit = SpeedField.Unit(rawValue: field.unit ?? "") else {
            mapping.reject("speed", "names '\(field.name)', whose unit must be kn or km/h")
            return nil
        }
        return SpeedField(field: field.name, unit: unit)
    }

    private func silence(reading mapping: MappingReader) -> SilenceLimits? {
        mapping.require("late")
        mapping.require("lost")
        let hours = hours(of: mapping)
        guard let late = mapping.duration("late"), let lost = mapping.duration("lost") else { return nil }
        if late >= lost { mapping.reject("late", "is not sooner than 'lost'; exchange them") }
        return SilenceLimits(lateSeconds: late, lostSeconds: lost, activeHours: hours, rule: rule("rule", in: mapping))
    }

    private func hours(of mapping: MappingReader) -> Range<Int>? {
        let numbers = mapping.list("hours").map(\.int)
        guard !numbers.isEmpty else { return nil }
        guard numbers.count == 2, let from = numbers[0], let to = numbers[1], 0 <= from, from < to, to <= 24 else {
            mapping.reject("hours", "must be two hours of a day, such as [5, 22]")
            return nil
        }
        return from..<to
    }
}

// MARK: - Readings

extension DeviceKindReader {
    private func readings(of mapping: MappingReader) -> [ReadingRule] {
        mapping.list("readings").enumerated().compactMap { index, item in
            let path = mapping.name(of: "readings[\(index)]")
            return MappingReader(item, path: path, known: LiveKeys.reading, log: mapping.log).flatMap(reading)
        }
    }

    private func reading(of mapping: MappingReader) -> ReadingRule? {
        for key in ["field", "plausible", "direction", "levels", "source"] { mapping.require(key) }
        let field = field("field", types: [.real, .integer], in: mapping)
        let plausible = plausible(of: mapping)
        let direction = mapping.choice("direction", of: ReadingDirection.self)
        let levels = levels(of: mapping)
        guard let field, let plausible, let direction, let source = mapping.text("source") else { return nil }
        let rule = ReadingRule(
            field: field.name, plausible: plausible, direction: direction, levels: levels,
            hysteresis: mapping.number("hysteresis") ?? 0, dwellSeconds: mapping.duration("dwell") ?? 0,
            violation: violation(of: mapping, levels), source: source)
        check(rule, in: mapping)
        return rule
    }

    private func plausible(of mapping: MappingReader) -> ClosedRange<Double>? {
        let numbers = mapping.list("plausible").map(\.float)
        guard numbers.count == 2, let low = numbers[0], let high = numbers[1], low < high else {
            mapping.reject("plausible", "must be the least and the greatest number that the sensor measures")
            return nil
        }
        return low...high
    }

    private func levels(of mapping: MappingReader) -> [ReadingLevel] {
        mapping.list("levels").enumerated().compactMap { index, item in
            let path = mapping.name(of: "levels[\(index)]")
            guard let reader = MappingReader(item, path: path, known: LiveKeys.level, log: mapping.log) else {
                return nil
            }
            reader.require("state")
            reader.require("at")
            guard let state = reader.text("state"), let bound = bound(of: reader) else { return nil }
            return ReadingLevel(state: state, bound: bound)
        }
    }

    private func bound(of mapping: MappingReader) -> ReadingBound? {
        guard let node = mapping.node("at") else { return nil }
        guard node.plainText != nil else { return mapping.number("at").map(ReadingBound.number) }
        return field("at", types: [.real, .integer], in: mapping).map { .field($0.name) }
    }

    private func violation(of mapping: MappingReader, _ levels: [ReadingLevel]) -> ReadingViolation? {
        guard let reader = mapping.mapping("violation", known: LiveKeys.violation) else { return nil }
        reader.require("rule")
        reader.require("from")
        guard let rule = rule("rule", in: reader), let state = reader.text("from") else { return nil }
        guard let level = levels.firstIndex(where: { $0.state == state }) else {
            reader.reject("from", "is '\(state)', which is no state of 'levels'")
            return nil
        }
        return ReadingViolation(rule: rule, level: level)
    }

    private func check(_ rule: ReadingRule, in mapping: MappingReader) {
        if rule.levels.isEmpty { mapping.reject("levels", "names none; name at least one") }
        if rule.hysteresis < 0 { mapping.reject("hysteresis", "is below 0; write how far a number must come back") }
        let bounds = rule.levels.compactMap { level in
            if case .number(let number) = level.bound { number } else { nil }
        }
        for (milder, graver) in zip(bounds, bounds.dropFirst()) {
            let isGraver = rule.direction == .above ? graver > milder : graver < milder
            if !isGraver { mapping.reject("levels", "must go from the mildest to the gravest") }
        }
    }

    /// The identifier of a rule: kebab-case.
    private func rule(_ key: String, in mapping: MappingReader) -> String? {
        guard let name = mapping.text(key) else { return nil }
        guard LayerID(name) != nil else {
            mapping.reject(key, "is '\(name)'; write lower-case letters and digits joined by single hyphens")
            return nil
        }
        return name
    }

    private func day(_ key: String, in mapping: MappingReader) -> CivilDay? {
        guard let node = mapping.node(key) else { return nil }
        guard let day = node.scalar.flatMap({ CivilDay($0.string) }) else {
            mapping.reject(key, "must be a day such as 2026-01-01")
            return nil
        }
        return day
    }
}

extension MappingReader {
    /// A length of time in seconds, written `30s`, `10m`, `2h` or `1d`.
    func duration(_ key: String) -> Double? {
        guard let text = text(key) else { return nil }
        let seconds: Double? =
            switch text.last {
            case "s": 1
            case "m": 60
            case "h": 3_600
            case "d": 86_400
            default: nil
            }
        guard let seconds, let number = Double(text.dropLast()), number.isFinite, number >= 0 else {
            reject(key, "is '\(text)'; write a length of time such as 30s, 10m, 2h or 1d")
            return nil
        }
        return number * seconds
    }
}
