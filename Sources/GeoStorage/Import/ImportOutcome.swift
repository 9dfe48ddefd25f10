package import GeoCore

/// What an import or an edit did: read = added + changed + unchanged + refused.
package struct ImportOutcome: Sendable {
    /// `nil` where nothing changed, or where the outcome is only a plan.
    package var revision: LayerRevision?
    package var read: Int
    package var added: Int
    package var changed: Int
    /// Records equal to the feature that is there, and repeats of a record within the import.
    package var unchanged: Int
    /// Features that the import does not hold; only mode `replace` removes any.
    package var removed: Int
    package var refusals: [RecordRefusal]
    package var changedTiles: ChangedTiles

    package var refused: Int { refusals.count }
}

/// A record that the store does not take, and why.
package struct RecordRefusal: Hashable, Sendable {
    package var record: Int64
    package var reason: Reason

    /// Why the store does not take a record.
    package enum Reason: Hashable, Sendable {
        /// Another record of the import has the same key and other contents; that one is kept.
        case duplicateKey(of: Int64)
        /// A value does not fit its field's type.
        case value(field: String)
        /// The number of values is not the number of fields.
        case valueCount
        /// The geometry is of another kind than the layer's, has no vertices, or has a vertex outside the world.
        case geometry
    }
}

extension RecordRefusal: CustomStringConvertible {
    package var description: String { "Record \(record): \(reason.sentence)" }
}

extension RecordRefusal.Reason {
    /// What is wrong and what to do.
    package var sentence: String {
        switch self {
        case .duplicateKey(let first): "Record \(first) has the same key and differs: correct one of them."
        case .value(let field): "The value of \(field) does not fit the field's type: correct it."
        case .valueCount: "There is not one value for each field of the layer."
        case .geometry: "The geometry is of another kind than the layer's, empty, or outside the world."
        }
    }
}
