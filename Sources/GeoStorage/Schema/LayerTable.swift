import Foundation
import GRDB
import GeoCore
import Tiling

/// A layer's tables and columns, with every name quoted: what SQL about the layer is made from.
struct LayerTable: Sendable {
    /// The number that other tables know the layer by.
    let number: Int64
    /// The number of its list of fields, by which history tells what a superseded row holds.
    let schema: Int64
    let layer: StoredLayer
    /// What the tile index was made by.
    let tileSchema: TileIndexSchema
    let types: [FieldType]
    /// The positions of the key's fields among the values.
    let keyIndexes: [Int]
    /// `fid, "so_to", …, "geometry"`.
    let columns: String

    init(number: Int64, schema: Int64, layer: StoredLayer, tileSchema: TileIndexSchema) {
        self.tileSchema = tileSchema
        self.number = number
        self.schema = schema
        self.layer = layer
        types = layer.fields.map(\.type)
        keyIndexes = layer.key.compactMap { name in layer.fields.firstIndex { $0.name == name } }
        columns = (["fid"] + layer.fields.map { Self.quoted($0.name) } + ["\"geometry\""]).joined(separator: ", ")
    }

    var id: LayerID { layer.id }
    /// The names of the tables that answer queries.
    var live: Names { Names(id: layer.id.name, isNew: false) }
    /// The names of the tables that a bulk load fills before they take the place of the live ones.
    var hidden: Names { Names(id: layer.id.name, isNew: true) }

    /// A name in double quotes, as SQL takes any name.
    static func quoted(_ name: String) -> String {
        "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// `?, ?, ?` for the columns of the layer's table.
    var placeholders: String { Array(repeating: "?", count: layer.fields.count + 2).joined(separator: ", ") }

    /// The tables of a layer, unquoted.
    struct Names: Sendable {
        let rows: String
        let spatialIndex: String
        let side: String
        let keys: String
        let history: String
        let members: String
        let blocks: String
        let blockIndex: String

        /// The tables that a bulk load replaces.
        var swapped: [String] { [rows, spatialIndex, side, blocks, blockIndex] }

        init(id: String, isNew: Bool) {
            rows = isNew ? "bando_new_\(id)" : id
            spatialIndex = "idx_\(rows)_geometry"
            let infix = isNew ? "new_" : ""
            side = "bando_\(infix)side_\(id)"
            keys = "bando_\(infix)keys_\(id)"
            members = "bando_\(infix)members_\(id)"
            history = "bando_\(infix)history_\(id)"
            blocks = "bando_\(infix)blocks_\(id)"
            blockIndex = "bando_\(infix)blockindex_\(id)"
        }
    }
}
