import Synchronization

/// A tile as it is sent: its gzip member and its validator.
///
/// A class for its identity: whoever holds one can ask whether it is still the current tile of its key.
package final class ServedTile: Sendable {
    /// A gzip member; for raster tiles the image itself.
    package let bytes: [UInt8]
    /// A strong validator, in quotes.
    package let etag: String
    package let mediaType: String
    package let isCompressed: Bool
    private let current = Mutex(true)
    private let form = Mutex<(any Sendable)?>(nil)

    package init(bytes: [UInt8], etag: String, mediaType: String, isCompressed: Bool) {
        self.bytes = bytes
        self.etag = etag
        self.mediaType = mediaType
        self.isCompressed = isCompressed
    }

    /// Whether no edit has changed the tile since; once false it stays false.
    package var isCurrent: Bool { current.withLock { $0 } }

    /// Says that an edit has changed the tile.
    package func expire() { current.withLock { $0 = false } }

    /// The tile in a form that its sender prefers, made once.
    package func prepared<Form: Sendable>(_ make: (ServedTile) -> Form) -> Form {
        form.withLock { stored in
            if let ready = stored as? Form { return ready }
            let made = make(self)
            stored = made
            return made
        }
    }
}
