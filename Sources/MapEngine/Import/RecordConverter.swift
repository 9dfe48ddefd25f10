import Foundation
import GeoCore
import GeoNative
import GeoStorage
import Tiling

/// Turns source records into features of a layer: decodes, maps, checks, repairs, transforms; tells what it did.
struct RecordConverter {
    let plan: SourcePlan
    let transformer: CoordinateTransformer
    private let readers: [ValueReader]
    private let codes: [Set<String>]
    /// Of each field, taken out of the definition once: records are many.
    private let types: [FieldType]
    private let hasLimits: [Bool]
    private let requiredFields: [Int]
    let positions: PositionReader?
    /// What the texts of each field have come to.
    private var memos: [ValueMemo]
    var vertices = VertexMemo()
    static let ringCheck = RingCheck()
    private(set) var issues: [ImportIssue] = []
    private(set) var refused = 0
    private(set) var repaired = 0

    init(_ plan: SourcePlan, in context: inout GeoContext) throws {
        self.plan = plan
        transformer = try context.transformer(for: plan.crs)
        readers = zip(plan.definition.fields, plan.columns).map { field, column in
            if case .source(_, let mark) = column { ValueReader(field, mark: mark) } else { ValueReader(field) }
        }
        let fields = plan.definition.fields
        codes = fields.map { Set($0.codes.map(\.value)) }
        types = fields.map(\.type)
        hasLimits = fields.map { $0.minimum != nil || $0.maximum != nil }
        requiredFields = fields.indices.filter { fields[$0].required }
        positions = plan.coordinateColumns.map { PositionReader($0, encodings: plan.encodings) }
        memos = fields.map { _ in ValueMemo() }
    }

    /// The feature of a record, or `nil` where it had to be refused.
    mutating func convert(_ record: SourceRecord, in context: inout GeoContext) -> StagedFeature? {
        let before = issues.count
        guard let values = values(of: record), let shape = shape(of: record, in: &context) else {
            refused += 1
            return nil
        }
        if issues[before...].contains(where: { $0.outcome == .repaired }) { repaired += 1 }
        return StagedFeature(
            values: values, geometry: shape.geometry, record: record.number, areaSquareMeters: shape.area)
    }

    /// Hands over the issues found since last asked.
    mutating func takeIssues() -> [ImportIssue] {
        defer { issues.removeAll(keepingCapacity: true) }
        return issues
    }

    mutating func note(
        _ code: ImportIssue.Code, _ outcome: ImportIssue.Outcome, _ record: SourceRecord, field: String? = nil,
        _ message: String
    ) {
        issues.append(
            ImportIssue(
                code, outcome, file: plan.fileName, sourceLayer: plan.layer.name, record: record.number, field: field,
                message: message))
    }
}

// MARK: - Values

extension RecordConverter {
    private mutating func values(of record: SourceRecord) -> [FieldValue]? {
        var values: [FieldValue] = []
        values.reserveCapacity(plan.columns.count)
        for index in plan.columns.indices {
            switch plan.columns[index] {
            case .absent: values.append(.null)
            case .constant(let value): values.append(value)
            case .source(let source, _):
                guard let value = value(record, field: index, source: source) else { return nil }
                values.append(value)
            }
        }
        for index in requiredFields where values[index].isNull {
            let field = plan.definition.fields[index]
            note(.requiredValue, .refused, record, field: field.name, "\(field.title.vi) (\(field.name)) is empty.")
            return nil
        }
        return values
    }

    private mutating func value(_ record: SourceRecord, field index: Int, source: Int) -> FieldValue? {
        switch (record.values[source], types[index]) {
        case (.null, _), (.binary, _): return .null
        case (.integer(let number), .integer): return checked(.integer(number), index, record)
        case (.integer(let number), .real): return checked(.real(Double(number)), index, record)
        case (.real(let number), .real): return checked(number.isNaN ? .null : .real(number), index, record)
        case (.boolean(let flag), .boolean): return .boolean(flag)
        case (.date(let date), .date): return calendarDay(date, index, record)
        case (.dateTime(let time), .datetime): return .text(time.text)
        case (.dateTime(let time), .date): return calendarDay(time.date, index, record)
        case (.bytes(let bytes), _): return text(bytes, field: index, source: source, record)
        default:
            let text = record.values[source].decoded(plan.encodings[source]) ?? ""
            return read(text, field: index, record)
        }
    }

    private mutating func text(
        _ bytes: [UInt8], field index: Int, source: Int, _ record: SourceRecord
    ) -> FieldValue? {
        if let known = memos[index].value(of: bytes) { return known }
        let told = issues.count
        guard let value = decodedText(bytes, field: index, source: source, record) else { return nil }
        if issues.count == told { memos[index].remember(value, of: bytes) }
        return value
    }

    private mutating func decodedText(
        _ bytes: [UInt8], field index: Int, source: Int, _ record: SourceRecord
    ) -> FieldValue? {
        if plan.encodings[source] != .viqr, let text = Self.plainText(bytes) {
            return read(text, field: index, record)
        }
        let width = plan.layer.fields[source].width
        guard let decoded = plan.encodings[source].decode(bytes, fieldWidth: width > 0 ? width : 254) else {
            note(
                .lostText, .refused, record, field: plan.definition.fields[index].name,
                "The text is not \(plan.encodings[source].rawValue), though the rest of the column is.")
            return nil
        }
        if decoded.remarks.contains(.lostLetters) {
            note(
                .lostText, .noted, record, field: plan.definition.fields[index].name,
                "“\(decoded.text)” has lost letters (?) before the file was written; nothing was guessed.")
        }
        if decoded.remarks.contains(.cutLetter) {
            note(
                .cutText, .repaired, record, field: plan.definition.fields[index].name,
                "The field's width cut the last letter; it was left out.")
        }
        return read(decoded.text, field: index, record)
    }

    /// Printable ASCII that nothing has to be done to, in any encoding but VIQR; `nil` for other bytes.
    private static func plainText(_ bytes: [UInt8]) -> String? {
        for byte in bytes where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func read(_ text: String, field index: Int, _ record: SourceRecord) -> FieldValue? {
        guard let value = readers[index].value(of: text) else {
            let field = plan.definition.fields[index]
            note(.badValue, .refused, record, field: field.name, "“\(text)” is no \(field.type.rawValue).")
            return nil
        }
        checkCode(value, field: index, record)
        return checked(value, index, record)
    }

    /// An unknown code stays and is told, never dropped: files mix the code sets of several decades.
    private mutating func checkCode(_ value: FieldValue, field index: Int, _ record: SourceRecord) {
        guard !codes[index].isEmpty, case .text(let text) = value, !codes[index].contains(text) else { return }
        let field = plan.definition.fields[index]
        let parts = field.separator.map { text.components(separatedBy: $0) } ?? [text]
        for part in parts where !codes[index].contains(part.trimmingCharacters(in: .whitespaces)) {
            note(.unknownCode, .noted, record, field: field.name, "“\(part)” is not in the code list; it was kept.")
        }
    }

    private mutating func checked(_ value: FieldValue, _ index: Int, _ record: SourceRecord) -> FieldValue? {
        guard hasLimits[index], let number = value.number else { return value }
        let field = plan.definition.fields[index]
        if let minimum = field.minimum, number < minimum {
            note(.badValue, .noted, record, field: field.name, "\(value.text) is below the least, \(minimum).")
        }
        if let maximum = field.maximum, number > maximum {
            note(.badValue, .noted, record, field: field.name, "\(value.text) is above the most, \(maximum).")
        }
        return value
    }

    private mutating func calendarDay(
        _ date: SourceDate, _ index: Int, _ record: SourceRecord
    ) -> FieldValue? {
        guard date.exists else {
            let field = plan.definition.fields[index]
            note(.badValue, .refused, record, field: field.name, "There is no day \(date.text).")
            return nil
        }
        return .text(date.text)
    }
}
