import GeoCore
import Testing

struct CRSDetectorTests {
    struct Vector: Sendable {
        var place: Coordinate
        var zone: Int
        var projected: Coordinate
    }

    static let vectors = [
        (109.219, 13.769, 9217, 604587.740, 1522960.437), (109.219, 13.769, 9218, 577552.678, 1522865.840),
        (109.219, 13.769, 3406, 307256.587, 1523007.360), (109.219, 13.769, 32649, 307450.181, 1522891.535),
        (108.004, 13.983, 9218, 446221.273, 1546479.943), (108.004, 13.983, 9217, 473229.462, 1546437.476),
        (106.889, 11.539, 9212, 569503.619, 1276150.853), (106.889, 11.539, 5899, 405889.654, 1276215.294),
        (106.889, 11.539, 3405, 705816.124, 1276368.949), (106.843, 10.945, 5899, 400668.920, 1210523.506),
        (106.843, 10.945, 9212, 564618.578, 1210437.220), (105.852, 21.0285, 5897, 588363.258, 2326344.090),
        (105.852, 21.0285, 3405, 588336.746, 2325646.117), (105.151, 9.177, 9207, 571345.883, 1014901.666),
    ].map {
        Vector(place: Coordinate(x: $0.0, y: $0.1), zone: $0.2, projected: Coordinate(x: $0.3, y: $0.4))
    }

    /// A square of 0.1° around a place, about the size of a commune.
    static func commune(_ place: Coordinate, name: String = "Phường Quy Nhơn") -> ReferenceArea {
        let half = 0.05
        let box = BoundingBox(
            west: place.x - half, south: place.y - half, east: place.x + half, north: place.y + half)
        return ReferenceArea(name: name, box: box)
    }

    static let quyNhon = Coordinate(x: 109.219, y: 13.769)
    static let giaLai = ReferenceArea(
        name: "Tỉnh Gia Lai", box: BoundingBox(west: 107.448, south: 12.997, east: 109.297, north: 14.704))

    static func decide(
        _ sample: [Coordinate], declared: DeclaredCRS? = nil, in references: [ReferenceArea] = [],
        controls: [ReferenceArea] = [], axes: AxisOrder? = nil
    ) -> CRSDecision {
        CRSDetector(
            sample: sample, declared: declared, references: references, controls: controls, axes: axes,
            toLonLat: ReferenceTransform.toLonLat
        ).decide()
    }

    static func swapped(_ point: Coordinate) -> Coordinate { Coordinate(x: point.y, y: point.x) }

    @Test("the transform that these tests use meets the published vectors", arguments: vectors)
    func transform(vector: Vector) throws {
        let place = try #require(ReferenceTransform.toLonLat([vector.projected], CRS(epsg: vector.zone))?.first)
        #expect(abs(place.x - vector.place.x) < 1e-7 && abs(place.y - vector.place.y) < 1e-7)
    }

    @Test(
        "metres in a known commune are in the one zone that puts them there",
        arguments: [
            vectors[0], vectors[1], vectors[4], vectors[5], vectors[6], vectors[7], vectors[9], vectors[10],
            vectors[13],
        ])
    func zoneByCommune(vector: Vector) {
        let decision = Self.decide([vector.projected], in: [Self.commune(vector.place)])
        guard case .found(let crs, .eastNorth, let evidence) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(crs == CRS(epsg: vector.zone))
        #expect(evidence.count == 1)
    }

    @Test("X = North, Y = East is found and said")
    func swappedMetres() {
        let decision = Self.decide([Self.swapped(Self.vectors[0].projected)], in: [Self.commune(Self.quyNhon)])
        guard case .found(let crs, .northEast, let evidence) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(crs == CRS(epsg: 9217))
        #expect(evidence.first?.en.contains("X is North") == true)
    }

    @Test("a province is too wide to tell zones 15 minutes apart: they are asked")
    func provinceOnly() {
        let decision = Self.decide([Self.vectors[0].projected], in: [Self.giaLai])
        guard case .ambiguous(let candidates, let sentence) = decision else {
            Issue.record("\(decision)")
            return
        }
        let codes = candidates.compactMap(\.crs.epsg)
        #expect(codes.contains(9217) && codes.contains(5898))
        #expect(sentence.vi.contains("--crs"))
    }

    @Test("data imported before separates the zones that a province leaves open")
    func controls() {
        let decision = Self.decide(
            [Self.vectors[0].projected], in: [Self.giaLai], controls: [Self.commune(Self.quyNhon, name: "parcels")])
        guard case .found(let crs, .eastNorth, _) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(crs == CRS(epsg: 9217))
    }

    @Test("the six-degree zones of the two datums, 225 m apart, are asked and never guessed")
    func datums() {
        for controls in [[], [Self.commune(Self.quyNhon)]] {
            let decision = Self.decide(
                [Self.vectors[2].projected], in: [Self.commune(Self.quyNhon)], controls: controls)
            guard case .ambiguous(let candidates, _) = decision else {
                Issue.record("\(decision)")
                return
            }
            #expect(Set(candidates.map(\.crs)) == [CRS(epsg: 3406), CRS(epsg: 32649)])
        }
    }

    @Test("three and six degree zones on one meridian, 300–700 m apart, are asked")
    func scaleFactors() {
        let vector = Self.vectors[11]
        let decision = Self.decide([vector.projected], in: [Self.commune(vector.place, name: "Phường Hoàn Kiếm")])
        guard case .ambiguous(let candidates, _) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(Set(candidates.map(\.crs)) == [CRS(epsg: 5897), CRS(epsg: 3405), CRS(epsg: 32648)])
    }

    @Test("without any known area metres are asked")
    func nothingKnown() {
        guard case .ambiguous(let candidates, _) = Self.decide([Self.vectors[0].projected]) else {
            Issue.record("metres were guessed")
            return
        }
        #expect(candidates.count > 5)
    }

    @Test("degrees are WGS 84, swapped where latitude comes first")
    func degrees() {
        for (point, order) in [(Self.quyNhon, AxisOrder.eastNorth), (Self.swapped(Self.quyNhon), .northEast)] {
            guard case .found(let crs, let axes, _) = Self.decide([point]) else {
                Issue.record("degrees were not found")
                return
            }
            #expect(crs == .crs84)
            #expect(axes == order)
        }
    }

    @Test("a few rows in the other order do not change the order, but are told")
    func mixedRows() {
        let sample = Array(repeating: Self.quyNhon, count: 52) + Array(repeating: Self.swapped(Self.quyNhon), count: 8)
        guard case .found(.crs84, .eastNorth, let evidence) = Self.decide(sample) else {
            Issue.record("mixed rows were not decided by the many")
            return
        }
        #expect(evidence.last?.en.hasPrefix("8 of 60") == true)
    }

    @Test("Trường Sa and Hoàng Sa are within the country")
    func archipelagos() {
        for point in [Coordinate(x: 111.92, y: 8.64), Coordinate(x: 112, y: 16.5)] {
            guard case .found(.crs84, .eastNorth, let evidence) = Self.decide([point]) else {
                Issue.record("\(point) is not found")
                return
            }
            #expect(evidence.count == 1)
        }
    }
}
