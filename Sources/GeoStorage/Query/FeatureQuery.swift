package import GeoCore

/// Which features of a layer are asked for; every condition that is set must hold.
package struct FeatureQuery: Sendable {
    package var layer: LayerID
    /// Features whose geometry meets the box, also across the antimeridian; those without a place never do.
    package var box: BoundingBox?
    /// Only these features.
    package var ids: [Int64]?
    /// Fields that must have these values; `null` asks for features whose field is empty.
    package var equals: [FieldCondition]
    /// The rows that whoever asks may see; `nil` for all.
    package var rows: RowScope?
    /// Members of an administrative unit, by the memberships that the store keeps.
    package var unit: UnitCondition?
    /// Only features that are valid on this day, for layers that say when they are.
    package var validity: ValidityCondition?
    /// An exact test of the geometry, called after every other condition held; features without a place fail it.
    package var matches: (@Sendable (Geometry) -> Bool)?
    /// The layer as it was at this revision; `nil` for the newest.
    package var revision: Int64?
    /// Only features with a greater identifier: the last one of the page before.
    package var after: Int64?
    /// The most features that a page holds.
    package var limit: Int
    /// Fields to fetch, by name; the others come back null. `nil` fetches all.
    package var fields: Set<String>?
    /// Whether geometries are fetched; `withoutGeometry` saves reading them.
    package var content: Content
    /// Whether the page says how many features match in all.
    package var counting: Counting

    /// How much of a feature is read.
    package enum Content: Sendable, Hashable {
        case withGeometry
        case withoutGeometry
    }

    /// Whether a page says how many features match in all.
    package enum Counting: Sendable, Hashable {
        /// `matched` is `nil`.
        case none
        case matched
    }

    package init(
        layer: LayerID, box: BoundingBox? = nil, ids: [Int64]? = nil, equals: [FieldCondition] = [],
        rows: RowScope? = nil,
        unit: UnitCondition? = nil, validity: ValidityCondition? = nil,
        matches: (@Sendable (Geometry) -> Bool)? = nil, revision: Int64? = nil, after: Int64? = nil, limit: Int = 100,
        fields: Set<String>? = nil, content: Content = .withGeometry, counting: Counting = .none
    ) {
        self.layer = layer
        self.box = box
        self.ids = ids
        self.equals = equals
        self.rows = rows
        self.unit = unit
        self.validity = validity
        self.matches = matches
        self.revision = revision
        self.after = after
        self.limit = limit
        self.fields = fields
        self.content = content
        self.counting = counting
    }
}

/// A field that must have a value.
package struct FieldCondition: Hashable, Sendable {
    package var field: String
    package var value: FieldValue

    package init(field: String, value: FieldValue) {
        self.field = field
        self.value = value
    }
}

/// Membership in an administrative unit.
package struct UnitCondition: Hashable, Sendable {
    /// The layer that the unit is a feature of.
    package var layer: LayerID
    /// The unit's feature identifier.
    package var unit: Int64

    package init(layer: LayerID, unit: Int64) {
        self.layer = layer
        self.unit = unit
    }
}

/// A day on which features must be valid: from ≤ day < to, an empty field being open.
package struct ValidityCondition: Hashable, Sendable {
    package var from: String
    package var to: String
    /// `YYYY-MM-DD`.
    package var day: String

    package init(_ validity: Validity, day: String) {
        from = validity.from
        to = validity.to
        self.day = day
    }
}
