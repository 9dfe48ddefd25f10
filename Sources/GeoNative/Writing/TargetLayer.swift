package import GeoCore

/// A layer to be written.
package struct TargetLayer: Hashable, Sendable {
    package var name: String
    package var geometry: TargetGeometry
    package var fields: [SourceField]
    /// `nil` writes no coordinate system: a Shapefile has no `.prj`.
    package var crs: CRSDefinition?
    package var text: TargetText
    /// The region that the coordinates of a MapInfo table lie in: its integers are spread over it, so that a
    /// province gets a resolution below a millimetre and the whole world one of centimetres.
    package var bounds: BoundingBox?

    package init(
        name: String, geometry: TargetGeometry, fields: [SourceField], crs: CRSDefinition?,
        text: TargetText = .utf8, bounds: BoundingBox? = nil
    ) {
        self.name = name
        self.geometry = geometry
        self.fields = fields
        self.crs = crs
        self.text = text
        self.bounds = bounds
    }
}

/// The declared geometry type of a layer; a single geometry in a layer of multi-part ones is wrapped.
package enum TargetGeometry: Hashable, Sendable {
    case none
    case any
    case point
    case multiPoint
    case lineString
    case multiLineString
    case polygon
    case multiPolygon

    /// The multi-part type of a kind, which holds single ones too.
    package init(multiPart kind: GeometryKind) {
        switch kind {
        case .point: self = .multiPoint
        case .line: self = .multiLineString
        case .polygon: self = .multiPolygon
        }
    }
}

/// What is done with the bytes of text values.
package enum TargetText: Hashable, Sendable {
    /// The bytes are UTF-8, and the file says so where its format can.
    case utf8
    /// The bytes are written as they are (Shapefile, MapInfo, CSV); the file names the encoding given, truly or not,
    /// or none: the text of a `.cpg`, the `Charset` of a MapInfo file.
    case raw(declared: String?)
}

/// How a CSV holds geometry.
package enum CSVGeometry: Hashable, Sendable {
    case none
    /// Columns `X` and `Y` before the others; points only.
    case xy
    /// One column `WKT`.
    case wkt
}
