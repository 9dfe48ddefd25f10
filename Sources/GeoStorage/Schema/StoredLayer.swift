package import GeoCore

package import struct Foundation.Date

/// A layer as the store holds it.
package struct StoredLayer: Hashable, Sendable {
    package var id: LayerID
    package var geometry: GeometryKind
    /// The columns of its table, in the definition's order.
    package var fields: [StoredField]
    /// The fields that identify a feature; empty where the layer has no key.
    package var key: [String]
    /// The newest revision; 0 before the first import.
    package var revision: Int64
    /// When the newest revision was committed; `nil` before the first.
    package var committedAt: Date?
    package var featureCount: Int
    /// A box that holds every feature (it may be larger after features were removed); `nil` for an empty layer.
    package var extent: BoundingBox?
}

/// A column of a layer's table.
package struct StoredField: Hashable, Sendable, Codable {
    package var name: String
    package var type: FieldType

    package init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }
}

extension FieldType: Codable {}

extension StoredField {
    /// The declared type of the column, as SpatiaLite, QGIS and OGR understand it.
    var declaredType: String {
        switch type {
        case .text: "TEXT"
        case .integer: "INTEGER"
        case .real: "DOUBLE"
        case .boolean: "BOOLEAN"
        case .date: "DATE"
        case .datetime: "TIMESTAMP"
        }
    }

    /// The value as the column will give it back, or `nil` where it does not fit the field's type.
    ///
    /// Whole numbers become reals in a real field and the other way round; a NaN becomes null, as in SQLite.
    func canonical(_ value: FieldValue) -> FieldValue? {
        switch (type, value) {
        case (_, .null): .null
        case (.text, .text), (.integer, .integer), (.boolean, .boolean): value
        case (.real, .real(let number)): number.isNaN ? .null : .real(number == 0 ? 0 : number)
        case (.real, .integer(let number)): .real(Double(number))
        case (.integer, .real(let number)): Int64(exactly: number).map { .integer($0) }
        case (.boolean, .integer(let number)): number == 0 || number == 1 ? .boolean(number == 1) : nil
        case (.date, .text(let text)), (.datetime, .text(let text)): Self.isDated(text) ? value : nil
        default: nil
        }
    }

    /// Whether a text begins as an RFC 3339 date; any other text could turn into a number in a column of this type.
    private static func isDated(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(10))
        guard bytes.count == 10 else { return false }
        return bytes.indices.allSatisfy { index in
            index == 4 || index == 7 ? bytes[index] == 45 : (48...57).contains(bytes[index])
        }
    }
}
