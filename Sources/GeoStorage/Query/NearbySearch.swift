import GRDB
import GeoCore

/// Answers a query by distance: candidates by the distance of their boxes, then rows in that order until no box that is
/// left can be nearer than what is found.
struct NearbySearch {
    private let query: NearbyQuery
    private let table: LayerTable
    private let conditions: SQLConditions
    private let reader: RowReader
    private let boxTest: BoxTest?
    private var found: [NearbyFeature] = []
    private var matched = 0

    private struct Candidate {
        var bound: Double
        var fid: Int64
        /// Encloses the feature's geometry.
        var box: BoundingBox
    }

    static func run(_ query: NearbyQuery, in db: Database) throws -> NearbyPage {
        precondition(query.limit > 0 && query.radiusMeters >= 0, "a page has room, a radius is not negative")
        let table = try Catalogue.requiredTable(query.filter.layer, in: db)
        var search = try NearbySearch(query, table: table)
        return try search.run(in: db)
    }

    private init(_ query: NearbyQuery, table: LayerTable) throws {
        self.query = query
        self.table = table
        conditions = try SQLConditions(query.filter, table: table)
        boxTest = query.filter.box.map(BoxTest.init)
        reader = RowReader(table, fields: query.filter.fields, content: .withGeometry)
    }

    private mutating func run(in db: Database) throws -> NearbyPage {
        let condition = conditions.isEmpty ? "" : " AND \(conditions.sql)"
        let select = try SQLStatement(
            "SELECT \(reader.columns) FROM \(LayerTable.quoted(table.live.rows)) AS r WHERE r.fid = ?\(condition)",
            in: db)
        _ = try conditions.bind(to: select, from: 2)
        let candidates = try candidates(in: db)
        for (index, candidate) in candidates.enumerated() {
            if let worst, candidate.bound > worst {
                if query.filter.counting == .matched { try count(candidates[index...], select) }
                break
            }
            try visit(candidate, select)
        }
        return page()
    }

    /// Counts candidates that are too far for the page; the rows of those that the index alone proves are not read.
    private mutating func count(_ candidates: ArraySlice<Candidate>, _ select: borrowing SQLStatement) throws {
        let indexDecides = conditions.isEmpty && boxTest == nil && query.filter.matches == nil
        for candidate in candidates {
            if indexDecides, query.origin.upperBound(to: candidate.box) <= query.radiusMeters {
                matched += 1
            } else {
                try visit(candidate, select)
            }
        }
    }

    /// The distance of the last feature that a page and the first of the next need, once there are so many.
    private var worst: Double? { found.count > query.limit ? found[query.limit].distanceMeters : nil }

    private func candidates(in db: Database) throws -> [Candidate] {
        let index = try RTreeReader(table.live.spatialIndex, format: .spatialIndex, in: db)
        let circle = BoundingBox.enclosing(query.origin.coordinate, radiusMeters: query.radiusMeters)
        let allowed = try Candidates.find(query.filter, boxTest: boxTest, table: table, in: db)
            .map { Set($0.map(\.fid)) }
        var candidates: [Candidate] = []
        for part in circle.parts {
            try index.search(RTreeBounds(part)) { cell in
                guard allowed?.contains(cell.id) ?? true else { return }
                let box = cell.bounds.boundingBox
                let bound = query.origin.lowerBound(to: box)
                if bound <= query.radiusMeters { candidates.append(Candidate(bound: bound, fid: cell.id, box: box)) }
            }
        }
        candidates.sort { $0.bound != $1.bound ? $0.bound < $1.bound : $0.fid < $1.fid }
        return candidates
    }

    private mutating func visit(_ candidate: Candidate, _ select: borrowing SQLStatement) throws {
        defer { select.reset() }
        select.bind(candidate.fid, at: 1)
        guard try select.step(), let geometry = try reader.geometry(select) else { return }
        let distance = query.origin.distance(to: geometry)
        guard distance <= query.radiusMeters, boxTest?.meets(geometry) ?? true,
            query.filter.matches?(geometry) ?? true
        else { return }
        matched += 1
        let place = NearbyQuery.Place(distanceMeters: distance, id: candidate.fid)
        if let after = query.after, place <= after { return }
        if let worst, distance > worst { return }
        insert(NearbyFeature(feature: try feature(select, geometry), distanceMeters: distance))
    }

    private func feature(_ row: borrowing SQLStatement, _ geometry: Geometry) throws -> Feature {
        Feature(
            id: row.int64(0), geometry: query.filter.content == .withGeometry ? geometry : nil,
            values: reader.values(row))
    }

    /// Keeps the nearest, one more than the page holds.
    private mutating func insert(_ nearby: NearbyFeature) {
        let place = nearby.place
        var index = found.count
        while index > 0, place < found[index - 1].place { index -= 1 }
        found.insert(nearby, at: index)
        if found.count > query.limit + 1 { found.removeLast() }
    }

    private func page() -> NearbyPage {
        let features = Array(found.prefix(query.limit))
        return NearbyPage(
            features: features, revision: table.layer.revision,
            matched: query.filter.counting == .matched ? matched : nil,
            next: found.count > query.limit ? features.last?.place : nil)
    }
}

extension NearbyFeature {
    fileprivate var place: NearbyQuery.Place {
        NearbyQuery.Place(distanceMeters: distanceMeters, id: feature.id)
    }
}
