import GRDB
import GeoCore

/// Answers a query on the current rows of a layer, in one snapshot.
struct FeatureSearch {
    private let query: FeatureQuery
    private let table: LayerTable
    private let conditions: SQLConditions
    private let reader: RowReader
    private let boxTest: BoxTest?
    private var page: [Feature] = []
    private var matched = 0
    private var hasMore = false

    static func run(_ query: FeatureQuery, in db: Database) throws -> FeaturePage {
        precondition(query.limit > 0, "a page holds at least one feature")
        let table = try Catalogue.requiredTable(query.layer, in: db)
        if let revision = query.revision, revision < table.layer.revision {
            return try HistorySearch.run(query, revision: revision, table: table, in: db)
        }
        var search = try FeatureSearch(query, table: table)
        return try search.run(in: db)
    }

    private init(_ query: FeatureQuery, table: LayerTable) throws {
        self.query = query
        self.table = table
        conditions = try SQLConditions(query, table: table)
        boxTest = query.box.map(BoxTest.init)
        let needsGeometry = query.box != nil || query.matches != nil
        reader = RowReader(table, fields: query.fields, content: needsGeometry ? .withGeometry : query.content)
    }

    private mutating func run(in db: Database) throws -> FeaturePage {
        if let candidates = try Candidates.find(query, boxTest: boxTest, table: table, in: db) {
            try visit(candidates, in: db)
        } else {
            try scan(in: db)
        }
        return FeaturePage(
            features: page, revision: table.layer.revision, matched: query.counting == .matched ? matched : nil,
            next: hasMore ? page.last?.id : nil)
    }

    /// Whether nothing but the page is wanted, and it is there.
    private var isDone: Bool { hasMore && query.counting == .none }

    // MARK: By candidates

    private mutating func visit(_ candidates: [Candidates.Element], in db: Database) throws {
        let condition = conditions.isEmpty ? "" : " AND \(conditions.sql)"
        let select = try SQLStatement(
            "SELECT \(reader.columns) FROM \(LayerTable.quoted(table.live.rows)) AS r WHERE r.fid = ?\(condition)",
            in: db)
        _ = try conditions.bind(to: select, from: 2)
        for candidate in candidates where candidate.fid > (query.after ?? 0) || query.counting == .matched {
            if isDone { return }
            try visit(candidate, select)
        }
    }

    private mutating func visit(_ candidate: Candidates.Element, _ select: borrowing SQLStatement) throws {
        let isCertain = candidate.isCertain && conditions.isEmpty && query.matches == nil
        if isCertain, !isWanted(candidate.fid) {
            settle(candidate.fid, nil)
            return
        }
        defer { select.reset() }
        select.bind(candidate.fid, at: 1)
        guard try select.step(), let feature = try feature(select, isBoxCertain: candidate.isCertain) else { return }
        settle(candidate.fid, feature)
    }

    /// Whether the page has room for the feature.
    private func isWanted(_ fid: Int64) -> Bool { page.count < query.limit && fid > (query.after ?? 0) }

    /// Counts a match and takes it into the page where it belongs there.
    private mutating func settle(_ fid: Int64, _ feature: Feature?) {
        matched += 1
        if isWanted(fid), let feature {
            page.append(feature)
        } else if fid > (query.after ?? 0) {
            hasMore = true
        }
    }

    /// The row's feature, or `nil` where a condition on its geometry fails.
    private func feature(_ row: borrowing SQLStatement, isBoxCertain: Bool) throws -> Feature? {
        var feature = try reader.feature(row)
        if let boxTest, !isBoxCertain {
            guard let geometry = feature.geometry, boxTest.meets(geometry) else { return nil }
        }
        if let matches = query.matches {
            guard let geometry = feature.geometry, matches(geometry) else { return nil }
        }
        if query.content == .withoutGeometry { feature.geometry = nil }
        return feature
    }

    // MARK: By scanning

    private mutating func scan(in db: Database) throws {
        let countsInSQL = query.counting == .matched && query.matches == nil
        let condition = conditions.isEmpty ? "" : " AND \(conditions.sql)"
        let select = try SQLStatement(
            "SELECT \(reader.columns) FROM \(LayerTable.quoted(table.live.rows)) AS r "
                + "WHERE r.fid > ?\(condition) ORDER BY r.fid", in: db)
        select.bind(query.counting == .matched && !countsInSQL ? 0 : query.after ?? 0, at: 1)
        _ = try conditions.bind(to: select, from: 2)
        while try select.step(), !(hasMore && (countsInSQL || isDone)) {
            if let feature = try feature(select, isBoxCertain: true) { settle(feature.id, feature) }
        }
        if countsInSQL { matched = try count(in: db) }
    }

    private func count(in db: Database) throws -> Int {
        guard !conditions.isEmpty else { return table.layer.featureCount }
        let statement = try SQLStatement(
            "SELECT count(*) FROM \(LayerTable.quoted(table.live.rows)) AS r WHERE \(conditions.sql)", in: db)
        _ = try conditions.bind(to: statement, from: 1)
        return try statement.step() ? statement.int(0) : 0
    }
}
