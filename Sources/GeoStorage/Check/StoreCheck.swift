import GRDB
import GeoCore

extension SpatiaLiteStore {
    /// Everything that is wrong with the store and the live history beside it; empty where all is well. Reads the whole
    /// file, in one snapshot.
    package func check() async throws -> [StoreFault] { try await check { _, _ in } }

    /// `check()`, which takes minutes for tens of millions of positions.
    ///
    /// - Parameter progress: Is told now and then how many positions were proved, of how many.
    package func check(progress: @escaping LiveCheck.Progress) async throws -> [StoreFault] {
        try await LiveCheck.faults(beside: url, progress: progress)
            + read("checking the store") { db in
                var faults = try StoreCheck.file(db)
                for table in try Catalogue.tables(in: db) {
                    var check = LayerCheck(table)
                    faults += try check.run(in: db)
                }
                return faults
            }
    }
}

private enum StoreCheck {
    static func file(_ db: Database) throws -> [StoreFault] {
        try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            .map { StoreFault(layer: nil, description: "The store's file is damaged (\($0)): restore a backup.") }
    }
}

/// Compares a layer's rows with what was written of them: contents, spatial index, tile index, counts.
struct LayerCheck {
    private let table: LayerTable
    private var faults: [StoreFault] = []
    /// Features by what is wrong with them, in order.
    private var features: [Problem: [Int64]] = [:]
    private var rowCount = 0
    private var placedCount = 0

    enum Problem: CaseIterable {
        case edited
        case inserted
        case deleted
        case unindexed
        case untiled
    }

    init(_ table: LayerTable) {
        self.table = table
    }

    mutating func run(in db: Database) throws -> [StoreFault] {
        try checkTree(table.live.spatialIndex, "spatial index", in: db)
        try checkTree(table.live.blockIndex, "tile index", in: db)
        try checkRows(in: db)
        try checkDeleted(in: db)
        try checkCounts(in: db)
        try TileIndexCheck(table).run(in: db) { features[.untiled, default: []].append($0) }
        for problem in Problem.allCases {
            if let fids = features[problem] { report(problem.sentence(fids, table.id)) }
        }
        return faults
    }

    private mutating func checkTree(_ name: String, _ title: String, in db: Database) throws {
        let result = try String.fetchOne(db, sql: "SELECT rtreecheck(?)", arguments: [name])
        if result != "ok" {
            report("The \(title) of layer \(table.id) is damaged (\(result ?? "missing")): import the layer again.")
        }
    }

    /// Every row against the hash that was kept of it, and its box against the spatial index.
    private mutating func checkRows(in db: Database) throws {
        let fieldCount = table.layer.fields.count
        let names = table.live
        let fields = (["fid"] + table.layer.fields.map(\.name) + ["geometry"]).map { "r.\(LayerTable.quoted($0))" }
        let rows = try SQLStatement(
            "SELECT \(fields.joined(separator: ", ")), s.hash FROM \(LayerTable.quoted(names.rows)) AS r "
                + "LEFT JOIN \(LayerTable.quoted(names.side)) AS s ON s.fid = r.fid ORDER BY r.fid", in: db)
        let boxes = try SQLStatement(
            "SELECT xmin, ymin, xmax, ymax FROM \(LayerTable.quoted(names.spatialIndex)) WHERE pkid = ?", in: db)
        while try rows.step() {
            rowCount += 1
            let fid = rows.int64(0)
            try checkContents(rows, fid, fieldCount)
            let box = unsafe rows.withBytes(Int32(fieldCount) + 1) { unsafe GeometryBlob.boundingBox(of: $0) }
            try checkBox(box, fid, boxes)
        }
    }

    private mutating func checkContents(_ row: borrowing SQLStatement, _ fid: Int64, _ fieldCount: Int) throws {
        let column = Int32(fieldCount) + 2
        guard !row.isNull(column) else { return note(.inserted, fid) }
        let kept = unsafe row.withBytes(column) { unsafe ContentHash(stored: $0) }
        if ContentHash(of: RowCodec.contents(of: row, fieldCount: fieldCount)) != kept { note(.edited, fid) }
    }

    private mutating func checkBox(_ box: BoundingBox?, _ fid: Int64, _ boxes: borrowing SQLStatement) throws {
        defer { boxes.reset() }
        boxes.bind(fid, at: 1)
        let isIndexed = try boxes.step()
        guard let box else {
            if isIndexed { note(.unindexed, fid) }
            return
        }
        placedCount += 1
        let indexed =
            isIndexed
            ? BoundingBox(west: boxes.double(0), south: boxes.double(1), east: boxes.double(2), north: boxes.double(3))
            : nil
        if indexed != RTreeBounds(box).boundingBox { note(.unindexed, fid) }
    }

    private mutating func checkDeleted(in db: Database) throws {
        let names = table.live
        features[.deleted] = try Int64.fetchAll(
            db,
            sql: "SELECT fid FROM \(LayerTable.quoted(names.side)) "
                + "WHERE fid NOT IN (SELECT fid FROM \(LayerTable.quoted(names.rows))) ORDER BY fid")
        if features[.deleted]?.isEmpty ?? true { features[.deleted] = nil }
    }

    private mutating func checkCounts(in db: Database) throws {
        let indexed =
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM \(LayerTable.quoted("\(table.live.spatialIndex)_rowid"))") ?? 0
        if indexed != placedCount {
            report(
                "The spatial index of layer \(table.id) has \(indexed) boxes for \(placedCount) features: "
                    + "import the layer again.")
        }
        if rowCount != table.layer.featureCount {
            report(
                "Layer \(table.id) has \(rowCount) rows, its catalogue says \(table.layer.featureCount): "
                    + "import the layer again.")
        }
    }

    private mutating func note(_ problem: Problem, _ fid: Int64) {
        features[problem, default: []].append(fid)
    }

    private mutating func report(_ sentence: String) {
        faults.append(StoreFault(layer: table.id, description: sentence))
    }
}

extension LayerCheck.Problem {
    fileprivate func sentence(_ fids: [Int64], _ layer: LayerID) -> String {
        let shown = fids.prefix(5).map(String.init).joined(separator: ", ") + (fids.count > 5 ? ", …" : "")
        let features = "\(fids.count) feature\(fids.count == 1 ? "" : "s") of layer \(layer) (\(shown))"
        return switch self {
        case .edited: "\(features) changed behind Bando's back: import the layer again, or roll it back."
        case .inserted: "\(features) came behind Bando's back: import the layer again with mode replace."
        case .deleted: "\(features) went behind Bando's back: import the layer again with mode replace."
        case .unindexed: "\(features) stand elsewhere in the spatial index: import the layer again."
        case .untiled: "\(features) look otherwise in the tile index: import the layer again."
        }
    }
}
