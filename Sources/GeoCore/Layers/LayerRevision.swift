package import struct Foundation.Date

/// A number that grows with every import and edit of a layer, with who made it, when and from which file.
package struct LayerRevision: Hashable, Sendable {
    package var layer: LayerID
    /// 1 for the first.
    package var number: Int64
    package var committedAt: Date
    /// The caller's name.
    package var author: String
    /// `import`, `edit`, `rollback`, `drop`, or `tiles` where the tile index was made anew.
    package var action: String
    /// The file's name, without its folder; `nil` for an edit.
    package var source: String?
    package var added: Int
    package var changed: Int
    package var removed: Int

    package init(
        layer: LayerID, number: Int64, committedAt: Date, author: String, action: String, source: String?,
        added: Int, changed: Int, removed: Int
    ) {
        self.layer = layer
        self.number = number
        self.committedAt = committedAt
        self.author = author
        self.action = action
        self.source = source
        self.added = added
        self.changed = changed
        self.removed = removed
    }
}
