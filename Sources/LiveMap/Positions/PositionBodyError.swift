/// Why a body cannot be split into records.
package struct PositionBodyError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The text is not JSON.
        case syntax
        /// There are too many records.
        case tooMany
    }

    package var code: Code
    /// In bytes from the beginning.
    package var offset: Int
    /// A sentence without its full stop.
    package var message: String

    package init(code: Code = .syntax, offset: Int, message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { "The body cannot be split into records: \(message) (byte \(offset))." }
}
