/// Why something could not be drawn.
package struct DrawingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of fault.
    package enum Code: Hashable, Sendable {
        /// A font, folder or picture could not be read.
        case unreadable
        /// FreeType, Cairo or librsvg refused.
        case native
        /// A picture exceeds what a sprite sheet takes.
        case tooLarge
    }

    package var code: Code
    /// The file, folder or font concerned.
    package var subject: String
    /// A sentence without its full stop.
    package var message: String

    package var description: String { "\(subject): \(message)" }
}
