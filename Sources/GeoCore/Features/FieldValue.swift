/// One attribute value; `null` means the source said nothing, which is never the same as zero or an empty text.
///
/// Dates and times are text in RFC 3339 form (`2025-07-01`, `2026-11-21T14:05:00+07:00`).
package enum FieldValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case boolean(Bool)

    package var isNull: Bool { self == .null }

    /// The value as a person would type it; empty for `null`.
    package var text: String {
        switch self {
        case .null: ""
        case .integer(let value): String(value)
        case .real(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
        case .text(let value): value
        case .boolean(let value): value ? "true" : "false"
        }
    }

    /// The number, where the value is one.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .null, .text, .boolean: nil
        }
    }
}

/// The type of a field, by the names that layer definitions use.
package enum FieldType: String, Hashable, Sendable, CaseIterable {
    case text
    case integer
    case real
    case boolean
    case date
    case datetime
}
