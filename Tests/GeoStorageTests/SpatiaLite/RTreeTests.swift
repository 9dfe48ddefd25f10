import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct RTreeTests {
    @Test("a packed tree passes SQLite's check and finds what SQLite finds", arguments: [0, 1, 45, 46, 47, 2_500])
    func packed(count: Int) async throws {
        let temporary = try TemporaryStore()
        let boxes = Self.boxes(count)
        try await temporary.store.pool.write { db in
            try db.execute(sql: "CREATE VIRTUAL TABLE packed USING rtree(id, x0, x1, y0, y1)")
            var packer = try RTreePacker("packed", format: .spatialIndex, in: db)
            let tables = try RTreeTables("packed", in: db)
            for (index, box) in boxes.enumerated() {
                try packer.append(RTreeCell(id: Int64(index + 1), bounds: RTreeBounds(box)), in: tables)
            }
            try packer.finish(in: tables)
        }
        let query = BoundingBox(west: 20, south: 20, east: 45, north: 40)
        try await temporary.store.pool.write { db in
            #expect(try String.fetchOne(db, sql: "SELECT rtreecheck('packed')") == "ok")
            #expect(try Self.found(query, db) == Self.foundBySQLite(query, db))
            try db.execute(sql: "INSERT INTO packed VALUES (9000, 21, 22, 21, 22)")
            try db.execute(sql: "DELETE FROM packed WHERE id <= 30")
            #expect(try String.fetchOne(db, sql: "SELECT rtreecheck('packed')") == "ok")
            #expect(try Self.found(query, db) == Self.foundBySQLite(query, db))
        }
    }

    @Test("boxes are rounded outward exactly as SQLite rounds them")
    func rounding() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.pool.write { db in
            try db.execute(sql: "CREATE VIRTUAL TABLE tree USING rtree(id, x0, x1, y0, y1)")
            for (index, box) in Self.boxes(400).enumerated() {
                try db.execute(
                    sql: "INSERT INTO tree VALUES (?, ?, ?, ?, ?)",
                    arguments: [index, box.west - 109, box.east - 109, box.south, box.north])
                let row = try #require(
                    try Row.fetchOne(db, sql: "SELECT x0, y0, x1, y1 FROM tree WHERE id = ?", arguments: [index]))
                let shifted = BoundingBox(
                    west: box.west - 109, south: box.south, east: box.east - 109, north: box.north)
                #expect(
                    RTreeBounds(shifted).boundingBox
                        == BoundingBox(west: row[0], south: row[1], east: row[2], north: row[3]))
            }
        }
    }

    @Test("a damaged node is an error")
    func damaged() async throws {
        let temporary = try TemporaryStore()
        try await temporary.store.pool.write { db in
            try db.execute(sql: "CREATE VIRTUAL TABLE packed USING rtree(id, x0, x1, y0, y1)")
            try db.execute(sql: "UPDATE packed_node SET data = x'0000FFFF'")
            #expect(throws: StorageError.self) { try Self.found(BoundingBox(west: 0, south: 0, east: 1, north: 1), db) }
        }
    }

    private static func found(_ box: BoundingBox, _ db: Database) throws -> [Int64] {
        let reader = try RTreeReader("packed", format: .spatialIndex, in: db)
        var ids: [Int64] = []
        try reader.search(RTreeBounds(box)) { ids.append($0.id) }
        return ids.sorted()
    }

    private static func foundBySQLite(_ box: BoundingBox, _ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT id FROM packed WHERE x0 <= ? AND x1 >= ? AND y0 <= ? AND y1 >= ? ORDER BY id",
            arguments: [box.east, box.west, box.north, box.south])
    }

    /// Boxes strewn over a hundred degrees, the same every time.
    private static func boxes(_ count: Int) -> [BoundingBox] {
        (0..<count).map { index in
            let x = Double(index * 7_919 % 10_007) / 100.1, y = Double(index * 104_729 % 10_009) / 111.7
            return BoundingBox(west: x, south: y, east: x + 0.37, north: y + Double(index % 5) / 3)
        }
    }
}
