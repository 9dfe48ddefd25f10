extension JSONText {
    /// A JSON tree without white space, members in their order; a number that is not finite is `null`.
    package static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: append(FieldValue.null, to: &bytes)
        case .boolean(let flag): append(FieldValue.boolean(flag), to: &bytes)
        case .integer(let number): append(number, to: &bytes)
        case .real(let number): appendPlain(number, to: &bytes)
        case .text(let text): append(text, to: &bytes)
        case .array(let items): append(items, to: &bytes)
        case .object(let members): append(members, to: &bytes)
        }
    }

    /// The tree as the bytes of a document.
    package static func bytes(of value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    private static func append(_ items: [JSONValue], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(item, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func append(_ members: [JSONMember], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(member.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(member.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A whole number goes out without a fraction: 95, not 95.0.
    private static func appendPlain(_ number: Double, to bytes: inout [UInt8]) {
        guard number == number.rounded(), abs(number) < 1e15 else {
            append(number, to: &bytes)
            return
        }
        append(Int64(number), to: &bytes)
    }
}
