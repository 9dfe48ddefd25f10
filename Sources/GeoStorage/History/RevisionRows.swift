import Foundation
import GRDB
import GeoCore

/// The rows of a layer as they were at a revision, by identifier, one at a time.
struct RevisionRows: ~Copyable {
    private let table: LayerTable
    private let current: SQLStatement
    private let superseded: SQLStatement
    private var schemas: SchemaMaps
    private let reader: RowReader
    private var hasCurrent: Bool
    private var hasSuperseded: Bool

    /// - Parameter after: only rows with a greater identifier.
    init(_ table: LayerTable, revision: Int64, after: Int64, in db: Database) throws {
        let schemas = try SchemaMaps(table, in: db)
        let current = try SQLStatement(
            table.selectWithSide(table.live) + " WHERE r.fid > ? AND s.revision <= ? ORDER BY r.fid", in: db)
        current.bind(after, at: 1)
        current.bind(revision, at: 2)
        let superseded = try SQLStatement(
            "SELECT fid, schema, row FROM \(LayerTable.quoted(table.live.history)) "
                + "WHERE fid > ?1 AND revision_from <= ?2 AND revision_to > ?2 ORDER BY fid", in: db)
        superseded.bind(after, at: 1)
        superseded.bind(revision, at: 2)
        let hasCurrent = try current.step(), hasSuperseded = try superseded.step()
        self.table = table
        self.schemas = schemas
        self.current = current
        self.superseded = superseded
        self.hasCurrent = hasCurrent
        self.hasSuperseded = hasSuperseded
        reader = RowReader(table, fields: nil, content: .withGeometry)
    }

    mutating func next() throws -> Feature? {
        guard hasCurrent || hasSuperseded else { return nil }
        if hasCurrent, !hasSuperseded || current.int64(0) < superseded.int64(0) {
            let feature = try reader.feature(current)
            hasCurrent = try current.step()
            return feature
        }
        let feature = try schemas.feature(superseded.int64(0), schema: superseded.int64(1), row: superseded, column: 2)
        hasSuperseded = try superseded.step()
        return feature
    }
}

/// Reads rows that were kept under other lists of fields: values go by name, those of fields that are gone are left out.
struct SchemaMaps {
    private let table: LayerTable
    private let schemas: [Int64: [StoredField]]

    init(_ table: LayerTable, in db: Database) throws {
        self.table = table
        let statement = try SQLStatement("SELECT id, fields FROM bando_schemas", in: db)
        var schemas: [Int64: [StoredField]] = [:]
        while try statement.step() {
            schemas[statement.int64(0)] = try JSONDecoder().decode(
                [StoredField].self, from: Data(statement.text(1).utf8))
        }
        self.schemas = schemas
    }

    func feature(_ fid: Int64, schema: Int64, row: borrowing SQLStatement, column: Int32) throws -> Feature {
        guard let fields = schemas[schema] else {
            throw StorageError(
                .corrupt, "A superseded row of layer \(table.id) has fields that nobody knows: run `bando check`.")
        }
        return try unsafe row.withBytes(column) { bytes in
            let (values, length) = try unsafe RowCodec.decode(bytes, types: fields.map(\.type))
            let blob = unsafe UnsafeRawBufferPointer(rebasing: bytes[length...])
            let geometry = unsafe blob.isEmpty ? nil : try unsafe GeometryBlob.decode(blob)
            return Feature(id: fid, geometry: geometry, values: arrange(values, fields))
        }
    }

    private func arrange(_ values: [FieldValue], _ fields: [StoredField]) -> [FieldValue] {
        guard fields != table.layer.fields else { return values }
        return table.layer.fields.map { wanted in
            fields.firstIndex { $0.name == wanted.name }.flatMap { wanted.canonical(values[$0]) } ?? .null
        }
    }
}
