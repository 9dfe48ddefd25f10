import GeoCore
import LiveMap
import Testing

@Suite("ViewSector")
struct ViewSectorTests {
    private static let place = Coordinate(longitude: 109.22, latitude: 13.77)

    private func point(_ azimuth: Double, _ meters: Double) -> Coordinate {
        Geodesic.direct(from: Self.place, azimuth: azimuth, meters: meters).coordinate
    }

    @Test("a camera that looks north across 0° sees what lies within its angle and range")
    func sees() throws {
        let sector = try #require(
            ViewSector(place: Self.place, azimuth: 350, fieldOfView: 60, rangeMeters: 200))
        #expect(sector.sees(point(321, 199)) && sector.sees(point(19, 199)) && sector.sees(Self.place))
        #expect(!sector.sees(point(319, 100)) && !sector.sees(point(21, 100)) && !sector.sees(point(350, 201)))
    }

    @Test("a view of more than half a circle, all round, or unknown, is as wide as it says")
    func seesWide() throws {
        let wide = try #require(ViewSector(place: Self.place, azimuth: 90, fieldOfView: 270, rangeMeters: 100))
        #expect(wide.sees(point(224, 50)) && !wide.sees(point(270, 50)))
        let unknown = try #require(ViewSector(place: Self.place, azimuth: nil, fieldOfView: 40, rangeMeters: 100))
        #expect(unknown.fieldOfView == 360 && unknown.sees(point(271, 99)))
    }

    @Test("angles and ranges that cannot be are refused")
    func refuses() {
        #expect(ViewSector(place: Self.place, azimuth: 0, fieldOfView: 0, rangeMeters: 10) == nil)
        #expect(ViewSector(place: Self.place, azimuth: 0, fieldOfView: 361, rangeMeters: 10) == nil)
        #expect(ViewSector(place: Self.place, azimuth: .nan, fieldOfView: 10, rangeMeters: 10) == nil)
        #expect(ViewSector(place: Self.place, azimuth: 0, fieldOfView: 10, rangeMeters: 0) == nil)
    }

    @Test("the polygon is closed, counter-clockwise and as large as the sector", arguments: [20.0, 90, 200, 360])
    func drawsPolygon(fieldOfView: Double) throws {
        let sector = try #require(
            ViewSector(place: Self.place, azimuth: 45, fieldOfView: fieldOfView, rangeMeters: 500))
        let ring = sector.polygon().exterior
        #expect(ring.first == ring.last)
        let area = zip(ring, ring.dropFirst()).reduce(0) { total, edge in
            total + (edge.0.x - Self.place.x) * (edge.1.y - Self.place.y)
                - (edge.1.x - Self.place.x) * (edge.0.y - Self.place.y)
        }
        #expect(area > 0)
        let metres = Geodesic.area(of: .polygon(sector.polygon()))
        let ideal = Double.pi * 500 * 500 * fieldOfView / 360
        #expect(abs(metres / ideal - 1) < 0.004)
        for vertex in ring { #expect(Geodesic.distance(from: Self.place, to: vertex) < 500.001) }
    }

    @Test("a point is seen exactly where the polygon holds it")
    func agreesWithPolygon() throws {
        let sector = try #require(ViewSector(place: Self.place, azimuth: 200, fieldOfView: 75, rangeMeters: 300))
        let polygon = sector.polygon(toleranceMeters: 0.001)
        var generator = RepeatableNumbers(seed: 7)
        for _ in 0..<500 {
            let (azimuth, meters) = (generator.number(0...360), generator.number(1...400))
            let isNearEdge = abs(meters - 300) < 0.1 || abs(abs(azimuth - 200) - 37.5) < 0.1
            guard !isNearEdge else { continue }
            let point = point(azimuth, meters)
            #expect(sector.sees(point) == polygon.containsGeodesically(point))
        }
    }

    @Test("cameras that see a place come first, the nearest of them at the top, then others by distance")
    func ranks() {
        func camera(_ id: Int64, _ meters: Double, looking azimuth: Double?) -> PlacedCamera {
            let place = point(0, meters)
            let sector = azimuth.flatMap {
                ViewSector(place: place, azimuth: $0, fieldOfView: 60, rangeMeters: 400)
            }
            return PlacedCamera(id: id, place: place, sector: sector)
        }
        let cameras = [
            camera(1, 50, looking: 0), camera(2, 300, looking: 180), camera(3, 100, looking: 180),
            camera(4, 20, looking: nil), camera(5, 500, looking: 180),
        ]
        let ranked = CameraRanking.rank(cameras, for: Self.place, others: 2)
        #expect(ranked.map(\.id) == [3, 2, 4, 1])
        #expect(ranked.map(\.sees) == [true, true, false, false])
    }
}
