import Foundation
import GeoCore
import Testing

@testable import GeoNative

@Suite("CoordinateTransformer")
struct CoordinateTransformerTests {
    struct Projected: Sendable, CustomTestStringConvertible {
        var place: String
        var longitude: Double
        var latitude: Double
        var code: Int
        var easting: Double
        var northing: Double

        var testDescription: String { "\(place) in EPSG:\(code)" }
    }

    /// Computed with PROJ's `cs2cs` naming EPSG:6960.
    static let projected = [
        Projected(
            place: "Quy Nhơn", longitude: 109.219, latitude: 13.769, code: 9217, easting: 604587.740,
            northing: 1522960.437),
        Projected(
            place: "Quy Nhơn", longitude: 109.219, latitude: 13.769, code: 9218, easting: 577552.678,
            northing: 1522865.840),
        Projected(
            place: "Quy Nhơn", longitude: 109.219, latitude: 13.769, code: 3406, easting: 307256.587,
            northing: 1523007.360),
        Projected(
            place: "Quy Nhơn", longitude: 109.219, latitude: 13.769, code: 32649, easting: 307450.181,
            northing: 1522891.535),
        Projected(
            place: "Pleiku", longitude: 108.004, latitude: 13.983, code: 9218, easting: 446221.273,
            northing: 1546479.943),
        Projected(
            place: "Pleiku", longitude: 108.004, latitude: 13.983, code: 9217, easting: 473229.462,
            northing: 1546437.476),
        Projected(
            place: "Đồng Xoài", longitude: 106.889, latitude: 11.539, code: 9212, easting: 569503.619,
            northing: 1276150.853),
        Projected(
            place: "Đồng Xoài", longitude: 106.889, latitude: 11.539, code: 5899, easting: 405889.654,
            northing: 1276215.294),
        Projected(
            place: "Đồng Xoài", longitude: 106.889, latitude: 11.539, code: 3405, easting: 705816.124,
            northing: 1276368.949),
        Projected(
            place: "Biên Hòa", longitude: 106.843, latitude: 10.945, code: 5899, easting: 400668.920,
            northing: 1210523.506),
        Projected(
            place: "Biên Hòa", longitude: 106.843, latitude: 10.945, code: 9212, easting: 564618.578,
            northing: 1210437.220),
        Projected(
            place: "Hà Nội", longitude: 105.852, latitude: 21.0285, code: 5897, easting: 588363.258,
            northing: 2326344.090),
        Projected(
            place: "Hà Nội", longitude: 105.852, latitude: 21.0285, code: 3405, easting: 588336.746,
            northing: 2325646.117),
        Projected(
            place: "Cà Mau", longitude: 105.151, latitude: 9.177, code: 9207, easting: 571345.883, northing: 1014901.666
        ),
    ]

    @Test("projected test vectors hold to a millimetre in both directions", arguments: projected)
    func projectedVectors(vector: Projected) throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: CRS(epsg: vector.code))
        let there = try transformer.fromCRS84(
            Coordinate(longitude: vector.longitude, latitude: vector.latitude))
        #expect(abs(there.x - vector.easting) < 0.001)
        #expect(abs(there.y - vector.northing) < 0.001)
        let back = try transformer.toCRS84(Coordinate(x: vector.easting, y: vector.northing))
        #expect(meters(back, Coordinate(longitude: vector.longitude, latitude: vector.latitude)) < 0.001)
    }

    @Test(
        "geographic test vectors hold to 1e-7 degrees",
        arguments: [
            (105.85, 21.03, 105.851882673, 21.029014035),
            (109.22, 13.77, 109.221797962, 13.768966138),
            (106.89, 11.54, 106.891790431, 11.538980885),
            (105.15, 9.18, 105.151781041, 9.178988662),
            (112.0, 16.5, 112.001807439, 16.498943697),
            (111.92, 8.64, 111.921752911, 8.638956291),
        ])
    func geographicVectors(vector: (Double, Double, Double, Double)) throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: .vn2000)
        let result = try transformer.toCRS84(Coordinate(longitude: vector.0, latitude: vector.1))
        #expect(abs(result.longitude - vector.2) < 1e-7)
        #expect(abs(result.latitude - vector.3) < 1e-7)
    }

    @Test("zones 9210 and 9212 agree in Hồ Chí Minh City, where PROJ alone takes another operation for one of them")
    func zonesAgree() throws {
        var context = try GeoContext()
        let place = Coordinate(longitude: 106.70, latitude: 10.77)
        let first = try context.transformer(for: CRS(epsg: 9210))
        let second = try context.transformer(for: CRS(epsg: 9212))
        let through = try second.toCRS84(try second.fromCRS84(place))
        let crossed = try first.toCRS84(try first.fromCRS84(place))
        #expect(meters(through, crossed) < 0.000_01)
        let geographic = try context.transformer(for: .vn2000)
        let viaGeographic = try geographic.fromCRS84(place)
        let vn = try VietnamDegrees(context: &context).degrees(try first.fromCRS84(place), zone: 9210)
        #expect(meters(vn, viaGeographic) < 0.000_01)
    }

    @Test(
        "there and back loses less than a hundredth of a millimetre",
        arguments: [5896, 5897, 9207, 9214, 9217, 3405, 3406])
    func roundTrip(code: Int) throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: CRS(epsg: code))
        for latitude in stride(from: 8.0, through: 23.0, by: 0.5) {
            let start = Coordinate(longitude: 106.3, latitude: latitude)
            let there = try transformer.fromCRS84(start)
            let again = try transformer.fromCRS84(try transformer.toCRS84(there))
            #expect(hypot(again.x - there.x, again.y - there.y) < 0.000_01)
            #expect(meters(try transformer.toCRS84(there), start) < 0.000_01)
        }
    }

    @Test("leaving out the datum shift is off by about 225 m, so it is not left out")
    func datumShiftMatters() throws {
        var context = try GeoContext()
        let place = Coordinate(longitude: 109.22, latitude: 13.77)
        let shifted = try context.transformer(for: .vn2000).toCRS84(place)
        #expect((224...226).contains(meters(place, shifted)))
    }

    @Test("taking 5194 for 6960 is off by 0.67 to 0.82 m, so 6960 is named")
    func operationMatters() throws {
        var context = try GeoContext()
        let place = Coordinate(longitude: 106.70, latitude: 10.77)
        let named = try context.transformer(for: .vn2000).toCRS84(place)
        let other = try ProjObject.make(
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
                + "+step +proj=helmert +x=-192.873 +y=-39.382 +z=-111.202 +rx=0.00205 +ry=0.0005 +rz=-0.00335 "
                + "+s=0.0188 +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 "
                + "+step +proj=unitconvert +xy_in=rad +xy_out=deg", in: context.proj)
        var reached = [place]
        other.transform(&reached, .forward)
        #expect((0.67...0.82).contains(meters(named, reached[0])))
    }

    @Test(
        "a central meridian wrong by 15′, 30′ and 1°30′ is off by tens of kilometres",
        arguments: [(9218, 26_000.0...27_500), (5898, 26_000.0...27_500), (5899, 52_000.0...55_000)])
    func meridianMatters(code: Int, meters range: ClosedRange<Double>) throws {
        var context = try GeoContext()
        let place = Coordinate(longitude: 109.219, latitude: 13.769)
        let there = try context.transformer(for: CRS(epsg: 9217)).fromCRS84(place)
        let wrong = try context.transformer(for: CRS(epsg: code)).toCRS84(there)
        #expect(range.contains(meters(place, wrong)))
    }

    @Test("a scale of 0.9996 read for 0.9999 is off by 699 m at Hà Nội, almost all of it northward")
    func scaleMatters() throws {
        var context = try GeoContext()
        let place = Coordinate(longitude: 105.852, latitude: 21.0285)
        let narrow = try context.transformer(for: CRS(epsg: 5897)).fromCRS84(place)
        let wide = try context.transformer(for: CRS(epsg: 3405)).fromCRS84(place)
        #expect(abs(hypot(narrow.x - wide.x, narrow.y - wide.y) - 699) < 1)
    }

    @Test("a definition in text on VN-2000 takes the same operation as its code")
    func textDefinition() throws {
        var context = try GeoContext()
        let esri = """
            PROJCS["VN_2000_TM_3_108_15",GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",
            SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],
            UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
            PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],
            PARAMETER["Central_Meridian",108.25],PARAMETER["Scale_Factor",0.9999],
            PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]
            """
        let text = try context.transformer(for: .text(esri))
        let code = try context.transformer(for: CRS(epsg: 9217))
        let there = Coordinate(x: 604_587.740, y: 1_522_960.437)
        #expect(text.operation == "EPSG:6960")
        #expect(try meters(text.toCRS84(there), code.toCRS84(there)) < 0.000_01)
    }

    @Test("Hà Nội 1972 goes through the registry's three-parameter shift")
    func hanoi1972() throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: CRS(epsg: 2044))
        let result = try transformer.toCRS84(Coordinate(x: 18_588_000, y: 2_326_000))
        #expect(abs(result.longitude - 105.85) < 0.02)
        #expect(abs(result.latitude - 21.03) < 0.02)
    }

    @Test("a coordinate that no projection holds is named in the error, and nothing is changed")
    func refusesImpossible() throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: CRS(epsg: 9217))
        let start = [Coordinate(x: 600_000, y: 1_500_000), Coordinate(x: 1e30, y: 1e30)]
        var coordinates = start
        #expect(throws: NativeError.self) { try transformer.toCRS84(&coordinates) }
        #expect(coordinates == start)
    }

    @Test("shared vertices come out bit for bit as without a memo, rings closed, also after a refusal")
    func memo() throws {
        var context = try GeoContext()
        let transformer = try context.transformer(for: CRS(epsg: 9217))
        var memo = VertexMemo()
        var generator = SeededGenerator(seed: 7)
        for round in 0..<200 {
            var ring = (0..<8).map { _ in
                Coordinate(
                    x: 590_000 + Double(Int.random(in: 0..<12, using: &generator)) * 0.37,
                    y: 1_520_000 + Double(Int.random(in: 0..<12, using: &generator)) * 0.11)
            }
            ring.append(ring[0])
            if round == 100 { ring[3] = Coordinate(x: 1e30, y: 1e30) }
            let geometry = Geometry.polygon(Polygon(rings: [ring, ring.reversed()]))
            guard round != 100 else {
                #expect(throws: NativeError.self) { try transformer.toCRS84(geometry, remembering: &memo) }
                continue
            }
            #expect(try transformer.toCRS84(geometry, remembering: &memo) == transformer.toCRS84(geometry))
        }
    }

    @Test("an unknown coordinate system gets a sentence")
    func unknownSystem() throws {
        var context = try GeoContext()
        #expect { try context.transformer(for: CRS(epsg: 999_999)) } throws: { error in
            (error as? NativeError)?.code == .unknownCRS
        }
    }

    @Test("the registry's zones are the eighteen of three degrees and the two of six, with their meridians")
    func zones() throws {
        var context = try GeoContext()
        let zones = try context.vietnamZones()
        let narrow = zones.filter { $0.widthDegrees == 3 }
        #expect(zones.filter { $0.widthDegrees == 6 }.map(\.crs.code) == ["3405", "3406"])
        #expect(narrow.count == 18)
        #expect(zones.first { $0.crs.code == "9217" }?.centralMeridian == 108.25)
        #expect(zones.allSatisfy { $0.falseEasting == 500_000 })
    }

    private func meters(_ first: Coordinate, _ second: Coordinate) -> Double {
        let east = (first.x - second.x) * 111_320 * cos(first.y * .pi / 180)
        let north = (first.y - second.y) * 110_574
        return hypot(east, north)
    }
}

/// Geographic VN-2000 from a zone, without any datum shift.
struct VietnamDegrees: ~Copyable {
    private let context: ProjContext

    init(context: inout GeoContext) {
        self.context = context.proj
    }

    func degrees(_ coordinate: Coordinate, zone: Int) throws -> Coordinate {
        let crs = try ProjObject.make("EPSG:\(zone)", in: context)
        let meridian = try #require(TransverseMercator(crs)).centralMeridian
        let inverse = try ProjObject.make(
            "+proj=pipeline +step +inv +proj=tmerc +lon_0=\(meridian) +k=0.9999 +x_0=500000 +ellps=WGS84 "
                + "+step +proj=unitconvert +xy_in=rad +xy_out=deg", in: context)
        var result = [coordinate]
        inverse.transform(&result, .forward)
        return result[0]
    }
}
