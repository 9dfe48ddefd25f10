/// What a layer is: read from `layers/<id>.yaml`, never compiled in.
package struct LayerDefinition: Hashable, Sendable {
    package var id: LayerID
    package var title: LocalizedText
    package var summary: LocalizedText?
    package var theme: Theme
    package var geometry: GeometryKind
    /// The fields that identify a feature across re-imports; empty where the layer has no key.
    package var key: [String]
    package var fields: [FieldDefinition]
    /// The field that carries the legal area in m², which differs from the computed one and is never overwritten.
    package var legalArea: String?
    package var validity: Validity?
    /// Set where the features of the layer are administrative units of this level.
    package var unitLevel: UnitLevel?
    package var tiles: TileSettings
    package var access: AccessSettings
    package var attribution: String?
    package var licence: String?

    package init(
        id: LayerID, title: LocalizedText, summary: LocalizedText? = nil, theme: Theme, geometry: GeometryKind,
        key: [String] = [], fields: [FieldDefinition], legalArea: String? = nil, validity: Validity? = nil,
        unitLevel: UnitLevel? = nil, tiles: TileSettings = TileSettings(), access: AccessSettings = AccessSettings(),
        attribution: String? = nil, licence: String? = nil
    ) {
        self.id = id
        self.title = title
        self.summary = summary
        self.theme = theme
        self.geometry = geometry
        self.key = key
        self.fields = fields
        self.legalArea = legalArea
        self.validity = validity
        self.unitLevel = unitLevel
        self.tiles = tiles
        self.access = access
        self.attribution = attribution
        self.licence = licence
    }

    /// The position of a field in every feature's `values`, or `nil` where the layer has no such field.
    package func index(of field: String) -> Int? {
        fields.firstIndex { $0.name == field }
    }
}

/// A text in Vietnamese, with English beside it.
package struct LocalizedText: Hashable, Sendable {
    package var vi: String
    package var en: String

    package init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }
}

/// The themes by which the map groups layers.
package enum Theme: String, Hashable, Sendable, CaseIterable {
    case cadastre
    case planning
    case infrastructure
    case address
    case tourism
    case boundary
    case operations
    case basemap
}

/// The levels of administrative units; districts ended on 1 July 2025.
package enum UnitLevel: String, Hashable, Sendable, CaseIterable {
    case province
    case district
    case commune
}

/// The fields that say when a feature is valid: from is inclusive, to is exclusive.
package struct Validity: Hashable, Sendable {
    package var from: String
    package var to: String

    package init(from: String, to: String) {
        self.from = from
        self.to = to
    }
}
