import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("Topology")
struct TopologyTests {
    private func ring(_ numbers: [(Double, Double)]) -> [Coordinate] {
        numbers.map { Coordinate(x: $0.0, y: $0.1) }
    }

    private func box(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> Geometry {
        .polygon(
            Polygon(rings: [ring([(west, south), (east, south), (east, north), (west, north), (west, south)])]))
    }

    private var bowtie: Geometry {
        .polygon(Polygon(rings: [ring([(0, 0), (10, 10), (10, 0), (0, 10), (0, 0)])]))
    }

    @Test("a bow tie is invalid where its sides cross, and becomes two triangles")
    func repairsBowtie() throws {
        let context = try GeoContext()
        let defect = GeometryDefect(reason: "Self-intersection", location: Coordinate(x: 5, y: 5))
        #expect(try context.topology.validity(of: bowtie) == .invalid(defect))
        guard case .repaired(let repair) = try context.topology.repaired(bowtie) else {
            Issue.record("the bow tie was not repaired")
            return
        }
        #expect(repair.defect == defect)
        #expect(abs(repair.areaAfter - 50) < 1e-9)
        #expect(GeometryParts.polygons(repair.geometry).count == 2)
        #expect(try context.topology.validity(of: repair.geometry) == .valid)
    }

    @Test("a valid parcel is left as it is")
    func leavesValid() throws {
        let context = try GeoContext()
        #expect(try context.topology.repaired(box(0, 0, 10, 10)) == .unchanged)
    }

    @Test("a ring of three vertices is left out, and a polygon of nothing else collapses")
    func dropsShortRings() throws {
        let context = try GeoContext()
        let short = ring([(0, 0), (1, 1), (0, 0)])
        guard case .collapsed(let defect) = try context.topology.repaired(.polygon(Polygon(rings: [short]))) else {
            Issue.record("the flat polygon did not collapse")
            return
        }
        #expect(defect.reason == "Too few points")
        let square = ring([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
        guard case .repaired(let repair) = try context.topology.repaired(.polygon(Polygon(rings: [square, short])))
        else {
            Issue.record("the polygon with a flat hole was not repaired")
            return
        }
        #expect(abs(repair.areaAfter - 100) < 1e-9)
    }

    @Test("a polygon whose ring runs back on itself collapses instead of becoming a line")
    func collapsesSpike() throws {
        let context = try GeoContext()
        let flat = Geometry.polygon(Polygon(rings: [ring([(0, 0), (10, 0), (5, 0), (0, 0)])]))
        guard case .collapsed = try context.topology.repaired(flat) else {
            Issue.record("a polygon without area was kept")
            return
        }
    }

    @Test("the quick proof of validity never accepts what GEOS refuses")
    func quickProofAgrees() throws {
        let context = try GeoContext()
        var generator = SeededGenerator(seed: 20_261_121)
        var accepted = 0
        for _ in 0..<5_000 {
            let count = Int.random(in: 3...9, using: &generator)
            // Few distinct positions, so that touching and overlapping segments are common.
            var path = (0..<count).map { _ in
                Coordinate(
                    x: Double(Int.random(in: 0...6, using: &generator)),
                    y: Double(Int.random(in: 0...6, using: &generator)))
            }
            path.append(path[0])
            let geometry = Geometry.polygon(Polygon(rings: [path]))
            guard SimpleRing.isSurelyValid(geometry) else { continue }
            accepted += 1
            #expect(try valid(geometry, context), "\(path)")
        }
        #expect(accepted > 100)
    }

    /// GEOS alone, without the quick proof: a second copy keeps the proof from applying.
    private func valid(_ geometry: Geometry, _ context: borrowing GeoContext) throws -> Bool {
        let far = GeometryParts.polygons(box(1_000, 1_000, 1_001, 1_001))
        let pair = Geometry.multiPolygon(GeometryParts.polygons(geometry) + far)
        return try context.topology.validity(of: pair) == .valid
    }

    @Test("areas, lengths and overlays of squares are what they must be")
    func overlays() throws {
        let context = try GeoContext()
        let topology = context.topology
        let subject = box(0, 0, 10, 10)
        #expect(try topology.intersectionArea(subject, box(5, 5, 20, 20)) == 25)
        #expect(try topology.intersectionArea(subject, box(10, 0, 20, 10)) == 0)
        let line = Geometry.lineString(ring([(-5, 5), (5, 5)]))
        #expect(try topology.intersectionLength(ofLine: line, in: subject) == 5)
        let shares = try topology.shares(of: subject, among: [box(0, 0, 5, 10), box(4, 0, 8, 10)])
        #expect(shares == OverlayShares(total: 100, areas: [50, 40], uncovered: 20))
        #expect(try topology.difference(subject, minus: box(0, 0, 5, 10)).count == 1)
        #expect(try topology.union([subject, box(10, 0, 20, 10)]).map { try topology.area(of: $0) } == [200])
    }

    @Test("a hole survives the way to GEOS and back")
    func keepsHoles() throws {
        let context = try GeoContext()
        let hole = ring([(2, 2), (2, 4), (4, 4), (4, 2), (2, 2)])
        let outer = ring([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
        let holed = Geometry.polygon(Polygon(rings: [outer, hole]))
        #expect(try context.topology.area(of: holed) == 96)
        let result = try context.topology.intersection(holed, box(-1, -1, 11, 11))
        #expect(GeometryParts.polygons(result[0]).first?.rings.count == 2)
    }

    @Test("nearest points, distances, buffers and points inside")
    func measures() throws {
        let context = try GeoContext()
        let topology = context.topology
        let far = Geometry.point(Coordinate(x: 13, y: 14))
        #expect(try topology.distance(from: box(0, 0, 10, 10), to: far) == 5)
        let nearest = try #require(try topology.nearestPoints(from: box(0, 0, 10, 10), to: far))
        #expect(nearest.first == Coordinate(x: 10, y: 10))
        let around = try #require(try topology.buffer(far, distance: 2))
        #expect(abs(try topology.area(of: around) - 4 * .pi) < 0.1)
        #expect(try topology.buffer(box(0, 0, 1, 1), distance: -1) == nil)
        let inside = try #require(try topology.pointOnSurface(of: box(0, 0, 10, 10)))
        #expect(try PreparedGeometry(box(0, 0, 10, 10), in: topology).contains(inside))
    }

    @Test("a prepared polygon covers its border but does not contain it")
    func prepared() throws {
        let context = try GeoContext()
        let polygon = try PreparedGeometry(box(0, 0, 10, 10), in: context.topology)
        let corner = Coordinate(x: 10, y: 10)
        #expect(try polygon.covers(corner))
        #expect(try !polygon.contains(corner))
        #expect(try polygon.intersects(box(9, 9, 20, 20)))
        #expect(try !polygon.contains(box(9, 9, 20, 20)))
        #expect(try !polygon.covers(Coordinate(x: 11, y: 5)))
    }

    @Test(
        "the four invalid communes of Gia Lai are found and made valid, the others left alone",
        .enabled(if: SharedData.exists, "needs the folder of real files beside the repository"))
    func realCommunes() throws {
        let context = try GeoContext()
        var dataset = try Dataset(opening: SharedData.path("admin/vn_2026_communes_52_gia_lai_full.geojson"))
        let (layer, records) = try dataset.withLayer { reader in (reader.layer, try reader.next(1_000)) }
        let code = try #require(layer.fields.firstIndex { $0.name == "code" })
        var repaired: [SourceValue] = []
        for record in records {
            let geometry = try #require(record.geometry.whole)
            switch try context.topology.repaired(geometry) {
            case .unchanged: continue
            case .repaired(let repair):
                repaired.append(record.values[code])
                #expect(try context.topology.validity(of: repair.geometry) == .valid)
                #expect(abs(repair.areaAfter - repair.areaBefore) < repair.areaBefore * 1e-3)
            case .collapsed(let defect): Issue.record("\(record.values[code]) collapsed: \(defect)")
            }
        }
        #expect(records.count == 135)
        #expect(repaired == ["21892", "21925", "21943", "21985"].map { .text($0) })
    }
}
