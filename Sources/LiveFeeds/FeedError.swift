/// Why a feed could not begin or go on.
package struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that says what is wrong, with which address, and what to do.
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}
