package import GeoCore

/// What a layer of a source file is, before anything is read from it.
package struct SourceLayer: Hashable, Sendable {
    package var name: String
    package var fields: [SourceField]
    /// The number of records; `nil` where the format tells it only by reading all.
    package var recordCount: Int64?
    /// The OGC name of the declared geometry type: `Point`, `Polygon`, `Unknown (any)`, `None`.
    package var geometryType: String
    package var hasGeometry: Bool
    /// The declared coordinate system, or `nil` where the file has none.
    package var crs: SourceCRS?
    /// In the layer's coordinate system; `nil` where the layer is empty or its extent holds no numbers.
    package var extent: BoundingBox?
    package var text: TextEvidence

    package init(
        name: String, fields: [SourceField], recordCount: Int64?, geometryType: String, hasGeometry: Bool,
        crs: SourceCRS?, extent: BoundingBox?, text: TextEvidence
    ) {
        self.name = name
        self.fields = fields
        self.recordCount = recordCount
        self.geometryType = geometryType
        self.hasGeometry = hasGeometry
        self.crs = crs
        self.extent = extent
        self.text = text
    }
}

/// One field of a source layer.
package struct SourceField: Hashable, Sendable {
    /// The name; where its bytes are not UTF-8, each is shown as the Latin-1 letter of its number.
    package var name: String
    /// The name as the file holds it.
    package var nameBytes: [UInt8]
    package var type: SourceFieldType
    /// The declared width in bytes; 0 where there is none.
    package var width: Int
    /// The declared digits after the point; 0 where there are none.
    package var precision: Int

    package init(
        name: String, nameBytes: [UInt8]? = nil, type: SourceFieldType, width: Int = 0, precision: Int = 0
    ) {
        self.name = name
        self.nameBytes = nameBytes ?? Array(name.utf8)
        self.type = type
        self.width = width
        self.precision = precision
    }
}

/// The type of a source field.
package enum SourceFieldType: String, Hashable, Sendable, CaseIterable {
    case text
    case integer
    case real
    case boolean
    case date
    case time
    case dateTime
    case binary
    /// A list; its values come as JSON text.
    case list
}

/// The coordinate system that a layer declares.
package struct SourceCRS: Hashable, Sendable {
    /// WKT 2 (ISO 19162:2019) of what GDAL understood.
    package var wkt: String
    /// The identifier that the file itself or GDAL gives to it, or `nil`.
    package var identifier: CRS?
    package var name: String

    package init(wkt: String, identifier: CRS?, name: String) {
        self.wkt = wkt
        self.identifier = identifier
        self.name = name
    }
}

/// What a file says about the encoding of its text; none of it is proof.
package struct TextEvidence: Hashable, Sendable {
    /// Whether `SourceValue.bytes` are the file's own bytes or have been converted to UTF-8 by GDAL.
    package var form: Form
    /// The `.cpg` file's contents, the `Charset` of a MapInfo file, `$DWGCODEPAGE` of a DXF; `nil` where absent.
    package var declared: String?
    /// The language driver byte of a DBF (offset 29); `nil` for other formats.
    package var languageDriver: UInt8?

    package init(form: Form, declared: String? = nil, languageDriver: UInt8? = nil) {
        self.form = form
        self.declared = declared
        self.languageDriver = languageDriver
    }

    /// In which encoding text comes out of GDAL.
    package enum Form: Hashable, Sendable {
        /// The bytes are those of the file, in an encoding that must be found.
        case raw
        /// The format is UTF-8 by its own standard.
        case utf8
        /// GDAL has converted the text to UTF-8 from the encoding named.
        case recoded(from: String)
    }
}

/// Something worth telling about how a file was opened.
package struct SourceNote: Hashable, Sendable {
    /// A sentence for people.
    package var text: String

    package init(_ text: String) {
        self.text = text
    }
}
