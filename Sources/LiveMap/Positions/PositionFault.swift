package import GeoCore

/// Why a record of a position is refused.
package enum PositionFault: Error, Hashable, Sendable {
    case notAnObject
    /// The line is not JSON: what is wrong, and at which byte of the body.
    case notJSON(String, offset: Int)
    case missing(String)
    case repeated(String)
    /// A member of the wrong type; the second says which is right.
    case wrongType(String, String)
    case notUTF8(String)
    /// Neither a registration number nor an MMSI.
    case vesselName(String)
    /// No code of a moving object.
    case objectCode(String)
    case kind(String)
    case time(String)
    case timeAhead(seconds: Int64, allowed: Int64)
    case timeBefore(Instant)
    /// A number outside its range; the last says which range it is.
    case range(String, Double, String)
    case source(String)
    case tooLong(String, bytes: Int)
    /// A table's line has another number of fields than its header.
    case fieldCount(Int, expected: Int)
    case number(String, String)
}

extension PositionFault: CustomStringConvertible {
    /// A sentence that says what is wrong and what would be right.
    package var description: String {
        switch self {
        case .notAnObject: "The record is not a JSON object."
        case .notJSON(let message, let offset): "The line is not JSON: \(message) (byte \(offset))."
        case .missing(let name): "“\(name)” is missing."
        case .repeated(let name): "“\(name)” comes twice."
        case .wrongType(let name, let expected): "“\(name)” must be \(expected)."
        case .notUTF8(let name): "“\(name)” is not UTF-8."
        case .vesselName(let text):
            "“\(text)” is neither a registration number such as “BĐ 99119-TS” nor an MMSI of nine digits."
        case .objectCode(let text):
            "“\(text)” is no code of an object: letters a–z, digits and hyphens, at most 64, such as “bus-07”."
        case .kind(let text): "The kind “\(text)” is not in kebab-case, such as “refuse-truck”."
        case .source(let text): "The source “\(text)” is not one of “vms”, “ais” and “manual”."
        case .time(let text):
            "The time “\(text)” is not one of RFC 3339 with an offset, such as “2026-11-21T14:05:00+07:00”."
        case .timeAhead(let seconds, let allowed):
            "The time is \(seconds) seconds ahead of the server's clock; at most \(allowed) are taken."
        case .timeBefore(let earliest):
            "The time is before \(earliest.rfc3339()), so that the clock of the device is wrong."
        case .range(let name, let value, let range): "“\(name)” is \(value); it must be \(range)."
        case .tooLong(let name, let bytes): "“\(name)” has \(bytes) bytes; at most 64 are taken."
        case .fieldCount(let count, let expected): "The line has \(count) fields, and the header has \(expected)."
        case .number(let name, let text): "“\(name)” is “\(text)”, which is no number."
        }
    }

    /// The beginning of what a sender wrote, so that an answer never carries a whole body back.
    static func clipped(_ text: String) -> String {
        text.count <= 40 ? text : String(text.prefix(40)) + "…"
    }
}
