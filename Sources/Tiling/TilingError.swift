/// A failure of a codec, an archive or a tile index, with a sentence that says what was wrong and where.
package struct TilingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure; codes grow, so callers need a default.
    package struct Code: Hashable, Sendable {
        package let name: String

        /// A vector tile breaks a rule of MVT 2.1.
        package static let invalidTile = Code(name: "invalid-tile")
        /// Compressed bytes are damaged or expand beyond the limit.
        package static let invalidCompression = Code(name: "invalid-compression")
        /// An archive's header, directory or metadata is damaged.
        package static let invalidArchive = Code(name: "invalid-archive")
        /// A block of the tile index is damaged or of another version.
        package static let invalidBlock = Code(name: "invalid-block")
        /// A document such as a TileJSON breaks its specification.
        package static let invalidDocument = Code(name: "invalid-document")
        /// The format is known, this use of it is not supported.
        package static let unsupported = Code(name: "unsupported")
        /// The input contradicts what its schema says.
        package static let invalidInput = Code(name: "invalid-input")
    }

    package var code: Code
    /// One sentence, without a path or a statement that clients must not see.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
