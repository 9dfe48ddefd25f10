/// A JSON text as a tree.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A number without fraction or exponent that fits.
    case integer(Int64)
    case real(Double)
    case text(String)
    case array([JSONValue])
    /// Members in the order of the text, each name once.
    case object([JSONMember])

    /// The member of that name, or `nil` where there is none or the value is no object.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The value as an attribute; `nil` for arrays and objects.
    package var fieldValue: FieldValue? {
        switch self {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .array, .object: nil
        }
    }
}

/// A name and a value of a JSON object.
package struct JSONMember: Hashable, Sendable {
    package var name: String
    package var value: JSONValue

    package init(name: String, value: JSONValue) {
        self.name = name
        self.value = value
    }
}

/// What a JSON reader refuses to exceed.
package struct JSONLimits: Hashable, Sendable {
    package var maxBytes: Int
    /// Of arrays and objects in one another.
    package var maxDepth: Int
    /// Of values in trees, counting every element and member.
    package var maxValues: Int
    /// Of positions in geometries.
    package var maxVertices: Int

    package init(
        maxBytes: Int = 10_000_000, maxDepth: Int = 64, maxValues: Int = 1_000_000, maxVertices: Int = 1_000_000
    ) {
        self.maxBytes = maxBytes
        self.maxDepth = maxDepth
        self.maxValues = maxValues
        self.maxVertices = maxVertices
    }
}

/// Why a JSON or GeoJSON text was refused, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    package enum Code: Hashable, Sendable {
        /// The text is not JSON.
        case syntax
        /// The text exceeds a limit.
        case tooLarge
        /// The text is JSON, but not the object that was expected.
        case structure
    }

    package var code: Code
    /// The position of the fault in bytes from the beginning.
    package var offset: Int
    /// The place in the document, such as `geometry.coordinates[0][3]`; empty at the top.
    package var path: String
    /// A sentence without its full stop.
    package var message: String

    package var description: String {
        path.isEmpty ? "\(message) (byte \(offset))" : "\(path): \(message) (byte \(offset))"
    }

    /// The same error seen from a member further out.
    func inside(_ name: String) -> JSONError {
        var result = self
        let joint = path.isEmpty || path.hasPrefix("[") ? "" : "."
        result.path = name + joint + path
        return result
    }
}
