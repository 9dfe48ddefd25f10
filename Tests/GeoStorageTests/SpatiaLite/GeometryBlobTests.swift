import Foundation
import GRDB
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct GeometryBlobTests {
    static let shapes: [(Geometry, text: String)] = [
        (.point(Coordinate(x: 109.25, y: 13.5)), "POINT(109.25 13.5)"),
        (.lineString([Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 2)]), "MULTILINESTRING((0 0, 1 2))"),
        (
            .multiLineString([
                [Coordinate(x: 0, y: 0), Coordinate(x: 1, y: 2)], [Coordinate(x: 5, y: 5), Coordinate(x: 6, y: 5)],
            ]),
            "MULTILINESTRING((0 0, 1 2), (5 5, 6 5))"
        ),
        (.polygon(.square(0, 4, hole: 1)), "MULTIPOLYGON(((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1)))"),
        (
            .multiPolygon([.square(0, 1), .square(3, 4)]),
            "MULTIPOLYGON(((0 0, 1 0, 1 1, 0 1, 0 0)), ((3 3, 4 3, 4 4, 3 4, 3 3)))"
        ),
    ]

    @Test("SpatiaLite reads what is written, with its SRID and box", arguments: shapes)
    func written(shape: Geometry, text: String) async throws {
        var bytes: [UInt8] = []
        let box = try #require(GeometryBlob.append(shape, to: &bytes))
        let temporary = try TemporaryStore()
        let data = Data(bytes)
        let (found, fits) = try await temporary.store.pool.read { db in
            let fits = "SELECT ST_SRID(?1) = 4326 AND ST_MinX(?1) = ?2 AND ST_MaxY(?1) = ?3 AND ST_IsValid(?1)"
            return (
                try String.fetchOne(db, sql: "SELECT ST_AsText(?)", arguments: [data]),
                try Bool.fetchOne(db, sql: fits, arguments: [data, box.west, box.north])
            )
        }
        #expect(found == text)
        #expect(fits == true)
    }

    @Test("what is written comes back, single where it has one part", arguments: shapes)
    func roundTrip(shape: Geometry, text: String) throws {
        var bytes: [UInt8] = []
        let box = GeometryBlob.append(shape, to: &bytes)
        #expect(try GeometryBlob.decode(bytes) == shape)
        #expect(GeometryBlob.boundingBox(of: bytes) == box)
    }

    @Test(
        "SpatiaLite's own blobs are read",
        arguments: ["POINT(1 2)", "LINESTRING(0 0, 1 1)", "POLYGON((0 0, 1 0, 1 1, 0 0))", "MULTIPOINT(1 2, 3 4)"])
    func foreign(text: String) async throws {
        let temporary = try TemporaryStore()
        let blob = try await temporary.store.pool.read {
            try Data.fetchOne($0, sql: "SELECT GeomFromText(?, 4326)", arguments: [text])
        }
        let bytes = [UInt8](try #require(blob))
        let geometry = try GeometryBlob.decode(bytes)
        #expect(geometry.vertexCount == text.split(separator: ",").count)
    }

    @Test("bytes cut short or changed anywhere are an error or another geometry, never a crash")
    func damaged() throws {
        var bytes: [UInt8] = []
        _ = GeometryBlob.append(.multiPolygon([.square(0, 4, hole: 1), .square(7, 9)]), to: &bytes)
        for end in 0..<bytes.count - 1 {
            #expect(throws: StorageError.self) {
                try GeometryBlob.decode(Array(bytes[..<end]))
            }
        }
        for index in bytes.indices {
            for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = value
                _ = try? GeometryBlob.decode(changed)
            }
        }
    }

    @Test("a geometry without vertices, or of many points, has no blob")
    func impossible() {
        for shape in [
            Geometry.multiPoint([]), .lineString([]), .multiPoint([Coordinate(x: 1, y: 1), Coordinate(x: 2, y: 2)]),
        ] {
            var bytes: [UInt8] = []
            #expect(GeometryBlob.append(shape, to: &bytes) == nil)
            #expect(bytes.isEmpty)
        }
    }
}

extension Polygon {
    /// A square from (low, low) to (high, high), with a unit hole at (hole, hole).
    static func square(_ low: Double, _ high: Double, hole: Double? = nil) -> Polygon {
        func ring(_ points: [(Double, Double)]) -> [Coordinate] { points.map { Coordinate(x: $0.0, y: $0.1) } }
        var rings = [ring([(low, low), (high, low), (high, high), (low, high), (low, low)])]
        if let hole {
            rings.append(ring([(hole, hole), (hole, hole + 1), (hole + 1, hole + 1), (hole + 1, hole), (hole, hole)]))
        }
        return Polygon(rings: rings)
    }
}
