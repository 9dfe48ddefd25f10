import Foundation
import GeoCore
import LiveMap

/// A violation with what people did about it, as a row of the `violations` layer and back.
struct ViolationRecord: Hashable, Sendable {
    var violation: Violation
    var handling: ViolationCase
}

/// Writes and reads the rows of the `violations` layer by the names of its definition's fields.
struct ViolationRow: Sendable {
    /// The codes of the units that are to deal with a violation.
    struct Home: Hashable, Sendable {
        var province: String?
        var commune: String?
    }

    let definition: LayerDefinition

    /// The values of a record, in the order of the fields.
    ///
    /// - Parameters:
    ///   - name: What people call those who are concerned.
    ///   - lengthClass: Of the first vessel; `nil` where its length is not known.
    func values(
        of record: ViolationRecord, name: String, lengthClass: String?, home: Home, escalation: Instant?
    ) -> [FieldValue] {
        let violation = record.violation
        let values: [String: FieldValue] = [
            "ma": .text(violation.id), "loai": .text(violation.kind.name), "quy_tac": .text(violation.rule.id),
            "quy_tac_tu": .text(violation.rule.version.description), "vung": Self.text(violation.zone?.id),
            "vung_phien_ban": violation.zone.map { .integer($0.revision) } ?? .null,
            "doi_tuong": .text(violation.objects.map(\.text).joined(separator: " ")), "ten": .text(name),
            "nhom_dai": Self.text(lengthClass), "tinh": Self.text(home.province),
            "xa": Self.text(home.commune), "trang_thai": .text(record.handling.state.rawValue),
            "mo_luc": .text(violation.opened.rfc3339()), "dong_luc": Self.text(violation.closed?.rfc3339()),
            "chuyen_cap_luc": Self.text(escalation?.rfc3339()), "do_chac": .real(violation.confidence),
            "so_do": .text(Self.json(violation.measures)), "bang_chung": .text(Self.json(violation.evidence)),
            "qua_trinh": .text(Self.json(record.handling.steps)),
            "ban_ghi": .text(Data(violation.encoded).base64EncodedString()),
        ]
        return definition.fields.map { values[$0.name] ?? .null }
    }

    /// The record of a row; `nil` for one that was not written here.
    func record(of feature: Feature) -> ViolationRecord? {
        guard case .text(let canonical)? = value("ban_ghi", feature), let bytes = Data(base64Encoded: canonical),
            let violation = Self.violation(Array(bytes))
        else { return nil }
        guard case .text(let steps)? = value("qua_trinh", feature), let list = Self.steps(steps) else {
            return ViolationRecord(violation: violation, handling: ViolationCase())
        }
        return ViolationRecord(violation: violation, handling: ViolationCase(steps: list))
    }

    private func value(_ field: String, _ feature: Feature) -> FieldValue? {
        definition.index(of: field).map { feature.values[$0] }
    }

    private static func text(_ text: String?) -> FieldValue { text.map(FieldValue.text) ?? .null }

    private static func violation(_ bytes: [UInt8]) -> Violation? {
        do throws(StateDecodingError) { return try Violation(decoding: bytes) } catch { return nil }
    }
}

// MARK: - JSON in fields

extension ViolationRow {
    private static func json(_ measures: [Measure]) -> String {
        object(measures.map { ($0.name, .real($0.value)) })
    }

    private static func json(_ fixes: [Fix]) -> String {
        array(
            fixes.map { fix in
                object([
                    ("vessel", .text(fix.object.text)), ("time", .text(fix.time.rfc3339())),
                    ("lon", .real(fix.coordinate.longitude)), ("lat", .real(fix.coordinate.latitude)),
                    ("speed", fix.speedKnots.map(FieldValue.real) ?? .null),
                    ("course", fix.courseDegrees.map(FieldValue.real) ?? .null),
                    ("device", fix.device.isEmpty ? .null : .text(fix.device)), ("source", .text(fix.source.rawValue)),
                ])
            })
    }

    private static func json(_ steps: [CaseStep]) -> String {
        array(
            steps.map { step in
                object([
                    ("to", .text(step.to.rawValue)), ("time", .text(step.time.rfc3339())),
                    ("by", .text(step.actor.text)), ("note", step.note.isEmpty ? .null : .text(step.note)),
                ])
            })
    }

    private static func array(_ elements: [String]) -> String { "[\(elements.joined(separator: ","))]" }

    /// An object without the members that are null.
    private static func object(_ members: [(String, FieldValue)]) -> String {
        var bytes: [UInt8] = []
        for (name, value) in members where !value.isNull {
            bytes.append(UInt8(ascii: bytes.isEmpty ? "{" : ","))
            JSONText.append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            JSONText.append(value, to: &bytes)
        }
        return bytes.isEmpty ? "{}" : String(decoding: bytes, as: UTF8.self) + "}"
    }

    private static func steps(_ text: String) -> [CaseStep]? {
        guard let value = try? JSONReader.value(from: Array(text.utf8)), case .array(let steps) = value else {
            return nil
        }
        return steps.compactMap { step in
            guard case .text(let to)? = step["to"], let state = CaseState(rawValue: to),
                case .text(let moment)? = step["time"], let time = Instant(rfc3339: moment),
                case .text(let actor)? = step["by"]
            else { return nil }
            var note = ""
            if case .text(let text)? = step["note"] { note = text }
            return CaseStep(to: state, actor: CaseActor(text: actor), time: time, note: note)
        }
    }
}

extension CaseActor {
    /// `person:…`, `timer` or `judging`.
    fileprivate var text: String {
        switch self {
        case .person(let name): "person:\(name)"
        case .timer: "timer"
        case .judging: "judging"
        }
    }

    fileprivate init(text: String) {
        switch text {
        case "timer": self = .timer
        case "judging": self = .judging
        default: self = .person(text.hasPrefix("person:") ? String(text.dropFirst(7)) : text)
        }
    }
}
