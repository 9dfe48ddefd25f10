/// A text of the configuration that is never printed, encoded or logged.
package struct ConfigurationSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { "‹secret›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Lends the text's UTF-8 to the one that needs it.
    package func withBytes<Value>(_ body: ([UInt8]) throws -> Value) rethrows -> Value { try body(Array(text.utf8)) }
}
