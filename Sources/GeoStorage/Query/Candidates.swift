import GRDB
import GeoCore

/// The features that can match a query, found without reading rows.
enum Candidates {
    struct Element {
        var fid: Int64
        /// Whether the box condition surely holds.
        var isCertain: Bool
    }

    /// Candidates by identifier, or `nil` where nothing but the rows can tell.
    static func find(
        _ query: FeatureQuery, boxTest: BoxTest?, table: LayerTable, in db: Database
    ) throws -> [Element]? {
        var found: [Element]?
        if let ids = query.ids {
            found = Set(ids).sorted().map { Element(fid: $0, isCertain: boxTest == nil) }
        }
        if let unit = query.unit {
            let members = try members(of: unit, table: table, in: db)
            found = meet(found, members.map { Element(fid: $0, isCertain: boxTest == nil) })
        }
        guard let boxTest else { return found }
        // Few candidates are tested one by one; the index would find many more in vain.
        if let found, found.count <= 16 { return found }
        return meet(found, try inBox(boxTest, table: table, in: db))
    }

    private static func members(of unit: UnitCondition, table: LayerTable, in db: Database) throws -> [Int64] {
        guard let units = try Catalogue.table(unit.layer, in: db) else {
            throw StorageError(.unknownLayer, "The store has no layer \(unit.layer): import it first.")
        }
        return try Memberships(table, units).members(of: unit.unit, in: db)
    }

    private static func inBox(_ test: BoxTest, table: LayerTable, in db: Database) throws -> [Element] {
        let index = try RTreeReader(table.live.spatialIndex, format: .spatialIndex, in: db)
        var found: [Element] = []
        for part in test.parts {
            try index.search(RTreeBounds(part)) { cell in
                let verdict = test.verdict(cell.bounds.boundingBox)
                if verdict != .outside { found.append(Element(fid: cell.id, isCertain: verdict == .inside)) }
            }
        }
        found.sort { $0.fid < $1.fid }
        if test.parts.count > 1 { removeRepeats(&found) }
        return found
    }

    /// A feature that both halves of a box across the antimeridian meet is found twice.
    private static func removeRepeats(_ found: inout [Element]) {
        var result: [Element] = []
        result.reserveCapacity(found.count)
        for element in found where element.fid != result.last?.fid { result.append(element) }
        found = result
    }

    /// The features that both lists hold; both are sorted by identifier.
    private static func meet(_ first: [Element]?, _ second: [Element]) -> [Element] {
        guard let first else { return second }
        var result: [Element] = []
        var index = 0
        for element in first {
            while index < second.count, second[index].fid < element.fid { index += 1 }
            guard index < second.count else { break }
            if second[index].fid == element.fid {
                result.append(Element(fid: element.fid, isCertain: element.isCertain || second[index].isCertain))
            }
        }
        return result
    }
}
