import GeoCore
import Testing

/// Files whose coordinates are damaged or contradict what the file declares.
struct CRSContradictionTests {
    typealias Base = CRSDetectorTests

    static let utm48 = DeclaredCRS(crs: CRS(epsg: 32648), name: "WGS_1984_UTM_Zone_48N", isGeographic: false)
    static let wgs84 = DeclaredCRS(crs: .wgs84, name: "GCS_WGS_1984", isGeographic: true)
    static let metres = Base.vectors[0].projected

    /// The sentence of an answer that is not a decision, and the systems that it offers.
    static func refusal(_ decision: CRSDecision) throws -> (offered: [CRS], sentence: LocalizedText) {
        switch decision {
        case .found: throw UnexpectedDecision(decision: decision)
        case .ambiguous(let candidates, let sentence): (candidates.map(\.crs), sentence)
        case .unknown(let sentence): ([], sentence)
        }
    }

    struct UnexpectedDecision: Error {
        var decision: CRSDecision
    }

    @Test("a metric .prj on degrees is said, and WGS 84 offered")
    func metricDeclarationOnDegrees() throws {
        let answer = try Self.refusal(Base.decide([Base.quyNhon], declared: Self.utm48))
        #expect(answer.offered == [.wgs84])
        #expect(answer.sentence.en.contains("WGS_1984_UTM_Zone_48N"))
        #expect(answer.sentence.en.contains("degrees"))
    }

    @Test("a geographic .prj on metres is said, and the zone offered")
    func geographicDeclarationOnMetres() throws {
        let answer = try Self.refusal(
            Base.decide([Self.metres], declared: Self.wgs84, in: [Base.commune(Base.quyNhon)]))
        #expect(answer.offered == [CRS(epsg: 9217)])
        #expect(answer.sentence.vi.contains("--crs EPSG:9217"))
    }

    @Test("a .prj that puts the data outside its commune is said, never overruled in silence")
    func declarationLandsElsewhere() throws {
        let answer = try Self.refusal(
            Base.decide([Self.metres], declared: Self.utm48, in: [Base.commune(Base.quyNhon)]))
        #expect(answer.offered == [CRS(epsg: 9217)])
        #expect(answer.sentence.en.contains("Phường Quy Nhơn"))
    }

    @Test("a right declaration is taken, in either order of axes")
    func rightDeclaration() {
        let zone = DeclaredCRS(crs: CRS(epsg: 9217), name: "VN-2000 / TM-3 108-15", isGeographic: false)
        for (point, order) in [(Self.metres, AxisOrder.eastNorth), (Base.swapped(Self.metres), .northEast)] {
            let decision = Base.decide([point], declared: zone, in: [Base.commune(Base.quyNhon)])
            guard case .found(let crs, let axes, _) = decision else {
                Issue.record("\(decision)")
                return
            }
            #expect(crs == CRS(epsg: 9217))
            #expect(axes == order)
        }
    }

    @Test("a declared system that is no zone of the country is taken where it lands right")
    func otherSystems() {
        let decision = Base.decide([Base.quyNhon], declared: Self.wgs84, in: [Base.commune(Base.quyNhon)])
        guard case .found(.wgs84, .eastNorth, _) = decision else {
            Issue.record("\(decision)")
            return
        }
    }

    @Test("the MapInfo form of VN-2000 with the datum of WGS 84 is asked")
    func internalVN2000() throws {
        let declared = DeclaredCRS(
            crs: nil, name: "Transverse Mercator, datum 104", isGeographic: false, impliedZone: CRS(epsg: 9217))
        let answer = try Self.refusal(
            Base.decide([Self.metres], declared: declared, in: [Base.commune(Base.quyNhon)]))
        #expect(answer.offered == [CRS(epsg: 9217)])
        #expect(answer.sentence.en.contains("225 m"))
    }

    @Test(
        "damaged coordinates get a sentence that names the damage",
        arguments: [
            (Coordinate(x: 18_604_587, y: 1_522_960), "EPSG:2044"),
            (Coordinate(x: 604_587_740, y: 1_522_960_437), "millimetres"),
            (Coordinate(x: 4_587.7, y: 22_960.4), "cut digits"), (Coordinate(x: 2.35, y: 48.85), "outside Vietnam"),
            (Coordinate(x: 604_587, y: 15_229_600), "in no zone"),
        ])
    func damage(point: Coordinate, word: String) throws {
        let answer = try Self.refusal(Base.decide([point], in: [Base.commune(Base.quyNhon)]))
        #expect(answer.offered.isEmpty)
        #expect(answer.sentence.en.contains(word), "\(answer.sentence.en)")
    }

    @Test("metres that no zone brings to the commune are said to be so")
    func noZone() throws {
        let answer = try Self.refusal(
            Base.decide([Self.metres], in: [Base.commune(Coordinate(x: 105.85, y: 21.03), name: "Phường Hoàn Kiếm")]))
        #expect(answer.offered.isEmpty)
        #expect(answer.sentence.vi.contains("Phường Hoàn Kiếm"))
    }

    @Test("no coordinates, no system")
    func empty() throws {
        for sample in [[], [Coordinate(x: .nan, y: .infinity)]] {
            #expect(try Self.refusal(Base.decide(sample)).offered.isEmpty)
        }
    }

    @Test("an area given as a polygon decides by its outline, not by its box")
    func polygonReference() throws {
        let box = BoundingBox(west: 109, south: 13, east: 110, north: 14)
        let triangle = Polygon(rings: [
            [(109.0, 13.0), (110, 13), (109, 14), (109, 13)].map { Coordinate(x: $0.0, y: $0.1) }
        ])
        let area = ReferenceArea(name: "Tam giác", box: box, polygons: [triangle])
        #expect(area.contains(Coordinate(x: 109.2, y: 13.2)))
        #expect(!area.contains(Coordinate(x: 109.8, y: 13.8)))
    }
}
