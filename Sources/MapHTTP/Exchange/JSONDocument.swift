import GeoCore

/// A JSON document that keeps the order in which its members were written.
package enum JSONDocument: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONDocument])
    case object([Member])
    /// Bytes that are JSON already, such as a feature from a writer of its own.
    case raw([UInt8])

    /// One member of an object.
    package struct Member: Sendable, Equatable {
        package var name: String
        package var value: JSONDocument

        package init(name: String, value: JSONDocument) {
            self.name = name
            self.value = value
        }
    }

    /// An object of the given members in order; members whose value is `nil` are left out.
    package static func object(_ members: KeyValuePairs<String, JSONDocument?>) -> JSONDocument {
        .object(members.compactMap { member in member.value.map { Member(name: member.key, value: $0) } })
    }

    /// The object with one member more; anything but an object stays as it is.
    package func adding(_ name: String, _ value: JSONDocument?) -> JSONDocument {
        guard case .object(let members) = self, let value else { return self }
        return .object(members + [Member(name: name, value: value)])
    }

    /// The document as UTF-8.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(256)
        write(to: &output)
        return output
    }

    private func write(to output: inout [UInt8]) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .boolean(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): output.append(contentsOf: String(value).utf8)
        case .number(let value): Self.write(value, to: &output)
        case .string(let value): JSONText.append(value, to: &output)
        case .raw(let bytes): output.append(contentsOf: bytes)
        case .array(let values): Self.write(values, to: &output)
        case .object(let members): Self.write(members, to: &output)
        }
    }

    private static func write(_ value: Double, to output: inout [UInt8]) {
        let isWhole = value == value.rounded() && abs(value) < 1e15
        if isWhole { JSONText.append(Int64(value), to: &output) } else { JSONText.append(value, to: &output) }
    }

    private static func write(_ values: [JSONDocument], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            value.write(to: &output)
        }
        output.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [Member], to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            JSONText.append(member.name, to: &output)
            output.append(UInt8(ascii: ":"))
            member.value.write(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }
}

extension JSONDocument: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(arrayLiteral elements: JSONDocument...) { self = .array(elements) }
}

extension JSONDocument {
    /// A string, or `nil` where there is none, so that the member is left out.
    package static func text(_ value: String?) -> JSONDocument? { value.map(JSONDocument.string) }
    /// A whole number.
    package static func count(_ value: Int) -> JSONDocument { .integer(Int64(value)) }
}
