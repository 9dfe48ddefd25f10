import GeoCore
import LiveMap
import Testing

@Suite("BoundaryLine")
struct BoundaryLineTests {
    /// Points 10 to 21 of the delimitation in the Gulf of Tonkin, north to south; Việt Nam lies to the right.
    private static let gulf = [
        (108.379166667, 20.401388889), (107.929722222, 19.959166667), (107.527777778, 19.659166667),
        (107.35, 19.423888889), (107.211944444, 19.423888889), (107.189722222, 19.267777778),
        (107.159444444, 19.215277778), (107.159444444, 18.714444444), (107.566666667, 18.230277778),
        (107.626944444, 18.118888889), (107.6525, 18.070277778), (107.966666667, 17.783333333),
    ].map { Coordinate(x: $0.0, y: $0.1) }

    private static func line(_ vertices: [Coordinate], _ side: HomeSide = .right) -> BoundaryLine {
        BoundaryLine(
            reference: ZoneReference(id: "vbb", revision: 1), name: "Vịnh Bắc Bộ", status: .treaty, homeSide: side,
            vertices: vertices)
    }

    @Test("distances are those of the geodesic, near and far", arguments: 0..<4)
    func measures(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let line = Self.line(Self.gulf)
        for _ in 0..<100 {
            let point = Coordinate(
                x: Double.random(in: 106.5...109, using: &random), y: Double.random(in: 17.5...20.6, using: &random))
            let expected = Geodesic.distance(from: point, to: .lineString(Self.gulf))
            let place = try #require(line.place(of: GeodesicOrigin(point), within: .infinity))
            #expect(abs(place.distanceMeters - expected) < 0.01)
            #expect(line.lowerBound(from: GeodesicOrigin(point)) <= expected)
            #expect(line.place(of: GeodesicOrigin(point), within: expected * 0.99) == nil)
            #expect(line.place(of: GeodesicOrigin(point), within: expected * 1.01) == place)
        }
    }

    @Test(
        "places of the gulf lie on their own sides, and beyond an end there is none",
        arguments: [
            (107.0, 20.0, true), (106.4, 18.6, true), (107.5, 17.8, true), (108.4, 19.6, false), (108.0, 18.6, false),
            (107.3, 19.5, true), (107.3, 19.35, false), (108.1, 17.6, nil), (109.5, 21.5, nil),
        ] as [(Double, Double, Bool?)])
    func knowsItsSides(longitude: Double, latitude: Double, isHome: Bool?) {
        let origin = GeodesicOrigin(Coordinate(x: longitude, y: latitude))
        #expect(Self.line(Self.gulf).place(of: origin, within: .infinity)?.isHome == isHome)
        let reversed = Self.line(Self.gulf.reversed(), .left)
        #expect(reversed.place(of: origin, within: .infinity)?.isHome == isHome)
    }

    @Test("on a long edge the side is that of the geodesic, to the metre, not of the straight line in degrees")
    func followsTheGeodesic() throws {
        let ends = [Coordinate(x: 106, y: 6), Coordinate(x: 112, y: 9)]
        let edge = Geodesic.inverse(from: ends[0], to: ends[1])
        let line = Self.line(ends, .left)
        for share in [0.1, 0.3, 0.5, 0.77, 0.95] {
            let on = Geodesic.direct(from: ends[0], azimuth: edge.azimuth, meters: edge.distanceMeters * share)
            for meters in [1.0, 50, 20_000] {
                for (turn, isHome) in [(-90.0, true), (90, false)] {
                    let beside = Geodesic.direct(from: on.coordinate, azimuth: on.azimuth + turn, meters: meters)
                    let place = try #require(
                        line.place(of: GeodesicOrigin(beside.coordinate), within: .infinity))
                    #expect(place.isHome == isHome)
                    #expect(abs(place.distanceMeters - meters) < 0.02)
                    #expect(place.signedMeters.map { ($0 > 0) == isHome } == true)
                }
            }
        }
    }

    @Test("around a sharp corner every point has the side of the nearer bank")
    func turnsCorners() throws {
        let spike = [
            Coordinate(x: 110, y: 14), Coordinate(x: 111, y: 14.02), Coordinate(x: 110, y: 14.04),
        ]
        let line = Self.line(spike, .left)
        let outside = try #require(line.place(of: GeodesicOrigin(Coordinate(x: 111.2, y: 14.02)), within: .infinity))
        let inside = try #require(line.place(of: GeodesicOrigin(Coordinate(x: 110.3, y: 14.02)), within: .infinity))
        #expect(outside.isHome == false && inside.isHome == true)
    }

    @Test("a closed line has a side everywhere; an empty one is far from everything")
    func closes() {
        let ring = Sea.box(110, 13, 111, 14).exterior
        let line = Self.line(ring, .left)
        for (x, y, isHome) in [
            (110.5, 13.5, true), (109.9, 12.9, false), (110.001, 13.001, true), (111.2, 13.2, false),
        ] {
            #expect(line.place(of: GeodesicOrigin(Coordinate(x: x, y: y)), within: .infinity)?.isHome == isHome)
        }
        let origin = GeodesicOrigin(Coordinate(x: 110, y: 14))
        #expect(Self.line([]).place(of: origin, within: .infinity) == nil)
        #expect(Self.line([Coordinate(x: 110, y: 14)]).lowerBound(from: origin) == .infinity)
    }
}
