import Foundation
import GeoCore

/// Reads a text as a value of a field's type, as people in the field write it.
struct ValueReader {
    private let type: FieldType
    private let mark: NumberText.DecimalMark?

    init(_ field: FieldDefinition, mark: NumberText.DecimalMark? = nil) {
        type = field.type
        self.mark = mark
    }

    /// The value, `.null` for an empty text, or `nil` where the text is none of the type.
    func value(of text: String) -> FieldValue? {
        let text = Self.trimmed(text)
        guard !text.isEmpty else { return .null }
        switch type {
        case .text: return .text(text)
        case .real: return number(text).map { .real($0) }
        case .integer: return number(text).flatMap { Int64(exactly: $0) }.map { .integer($0) }
        case .boolean: return Self.truth(text).map { .boolean($0) }
        case .date: return DateText.day(text).map { .text($0) }
        case .datetime: return DateText.instant(text).map { .text($0) }
        }
    }

    /// Most values have no blank at either end, and are given back as they are.
    private static func trimmed(_ text: String) -> String {
        func isPlain(_ scalar: Unicode.Scalar?) -> Bool {
            guard let value = scalar?.value else { return true }
            // ASCII, the Latin letters, and those that Vietnamese adds: no blank lies among them.
            return value > 0x20 && value < 0x7F || value > 0xA0 && value < 0x250 || value >= 0x1EA0 && value < 0x1F00
        }
        if isPlain(text.unicodeScalars.first), isPlain(text.unicodeScalars.last) { return text }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func number(_ text: String) -> Double? {
        mark.map { NumberText.parse(text, mark: $0) } ?? NumberText.parse(text)
    }

    private static let yes: Set<String> = ["1", "true", "t", "y", "yes", "x", "co", "da cap", "dung"]
    private static let no: Set<String> = ["0", "false", "f", "n", "no", "khong", "chua", "chua cap", "sai"]

    private static func truth(_ text: String) -> Bool? {
        let folded = SearchText.folded(text)
        return yes.contains(folded) ? true : no.contains(folded) ? false : nil
    }
}

/// Dates as Vietnamese files write them: day first.
enum DateText {
    /// `2025-07-01` out of that form, `01/07/2025`, `1.7.2025`, `20250701`, or a bare year; `nil` for anything else.
    static func day(_ text: String) -> String? {
        let parts = text.prefix { $0 != "T" && $0 != " " }.split { $0 == "/" || $0 == "-" || $0 == "." }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count else { return nil }
        switch (numbers.count, parts.first?.count) {
        case (3, 4): return day(numbers[0], numbers[1], numbers[2])
        case (3, _): return parts[2].count == 4 ? day(numbers[2], numbers[1], numbers[0]) : nil
        case (1, 8): return day(numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100)
        case (1, 4): return day(numbers[0], 1, 1)
        default: return nil
        }
    }

    /// An RFC 3339 time; a time without an offset is Vietnam's, a bare day its beginning.
    static func instant(_ text: String) -> String? {
        guard let day = day(text) else { return nil }
        let rest = text.dropFirst(through: { $0 == "T" || $0 == " " })
        guard !rest.isEmpty else { return day + "T00:00:00+07:00" }
        let hasOffset = rest.hasSuffix("Z") || rest.dropFirst(5).contains { $0 == "+" || $0 == "-" }
        let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
        let parts = clock.split(separator: ":").compactMap { Double($0) }
        guard parts.count >= 2, parts[0] < 24, parts[1] < 60 else { return nil }
        let time = String(format: "T%02d:%02d:%02d", Int(parts[0]), Int(parts[1]), parts.count > 2 ? Int(parts[2]) : 0)
        return day + time + (hasOffset ? String(rest.dropFirst(clock.count)) : "+07:00")
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1...9_999).contains(year), (1...12).contains(month) else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...days[month - 1]).contains(day) else { return nil }
        return String(format: "%04d-%02d-%02d", year, month, day)
    }
}

extension String {
    /// What follows the first character that matches; empty where none does.
    fileprivate func dropFirst(through matches: (Character) -> Bool) -> Substring {
        guard let index = firstIndex(where: matches) else { return "" }
        return self[self.index(after: index)...]
    }
}
