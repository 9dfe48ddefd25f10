import GRDB
import GeoCore

/// Answers a query on a layer as it was at an earlier revision: rows that have stayed since, and rows that history kept.
struct HistorySearch {
    private let query: FeatureQuery
    private let revision: Int64
    private let table: LayerTable
    private let boxTest: BoxTest?
    private var page: [Feature] = []
    private var matched = 0
    private var hasMore = false

    static func run(
        _ query: FeatureQuery, revision: Int64, table: LayerTable, in db: Database
    ) throws -> FeaturePage {
        guard query.unit == nil else {
            throw StorageError(
                .invalidQuery, "Memberships of units are kept for the newest revision of a layer only.")
        }
        var search = HistorySearch(query, revision: revision, table: table)
        try search.run(in: db)
        return FeaturePage(
            features: search.page, revision: revision, matched: query.counting == .matched ? search.matched : nil,
            next: search.hasMore ? search.page.last?.id : nil)
    }

    private init(_ query: FeatureQuery, revision: Int64, table: LayerTable) {
        self.query = query
        self.revision = revision
        self.table = table
        boxTest = query.box.map(BoxTest.init)
    }

    private mutating func run(in db: Database) throws {
        let start = query.counting == .matched ? 0 : query.after ?? 0
        var rows = try RevisionRows(table, revision: revision, after: start, in: db)
        while !(hasMore && query.counting == .none), let feature = try rows.next() {
            if holds(feature) { settle(feature) }
        }
    }

    private mutating func settle(_ feature: Feature) {
        matched += 1
        guard feature.id > (query.after ?? 0) else { return }
        guard page.count < query.limit else {
            hasMore = true
            return
        }
        page.append(shown(feature))
    }

    private func shown(_ feature: Feature) -> Feature {
        var shown = feature
        if query.content == .withoutGeometry { shown.geometry = nil }
        if let fields = query.fields {
            for (index, field) in table.layer.fields.enumerated() where !fields.contains(field.name) {
                shown.values[index] = .null
            }
        }
        return shown
    }

    private func holds(_ feature: Feature) -> Bool {
        if let ids = query.ids, !ids.contains(feature.id) { return false }
        if let boxTest {
            guard let geometry = feature.geometry, boxTest.meets(geometry) else { return false }
        }
        if let matches = query.matches {
            guard let geometry = feature.geometry, matches(geometry) else { return false }
        }
        if let rows = query.rows, !holds(rows, feature) { return false }
        return query.equals.allSatisfy { holds($0, feature) } && (query.validity.map { holds($0, feature) } ?? true)
    }

    private func holds(_ rows: RowScope, _ feature: Feature) -> Bool {
        rows.any.contains { condition in
            condition.values.contains { holds(FieldCondition(field: condition.field, value: .text($0)), feature) }
        }
    }

    private func holds(_ condition: FieldCondition, _ feature: Feature) -> Bool {
        guard let index = table.layer.fields.firstIndex(where: { $0.name == condition.field }) else { return false }
        return table.layer.fields[index].canonical(condition.value) == feature.values[index]
    }

    private func holds(_ validity: ValidityCondition, _ feature: Feature) -> Bool {
        func day(_ field: String) -> String? {
            guard let index = table.layer.fields.firstIndex(where: { $0.name == field }),
                case .text(let text) = feature.values[index]
            else { return nil }
            return String(text.prefix(10))
        }
        return (day(validity.from) ?? "") <= validity.day && (day(validity.to).map { $0 > validity.day } ?? true)
    }
}
