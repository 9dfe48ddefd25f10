import GeoCore
import MapDrawing
import Testing

@Suite struct MapFrameTests {
    private let box = SheetBox(x: 20, y: 30, width: 400, height: 300)

    @Test("what is asked for is seen whole, and the frame's corners are its extent's")
    func fits() {
        let wanted = BoundingBox(west: 108, south: 12, east: 111, north: 15)
        let frame = MapFrame(showing: wanted, in: box)
        #expect(frame.extent.west <= 108 && frame.extent.east >= 111)
        #expect(frame.extent.south <= 12 + 1e-9 && frame.extent.north >= 15 - 1e-9)
        let corner = frame.point(Coordinate(longitude: frame.extent.west, latitude: frame.extent.north))
        #expect(abs(corner.x - 20) < 1e-6 && abs(corner.y - 30) < 1e-6)
        let opposite = frame.point(Coordinate(longitude: frame.extent.east, latitude: frame.extent.south))
        #expect(abs(opposite.x - 420) < 1e-6 && abs(opposite.y - 330) < 1e-6)
    }

    @Test("a single place gets a frame of some kilometres around it")
    func point() {
        let place = Coordinate(longitude: 109.3, latitude: 13.8)
        let frame = MapFrame(showing: BoundingBox(west: 109.3, south: 13.8, east: 109.3, north: 13.8), in: box)
        let point = frame.point(place)
        #expect(abs(point.x - 220) < 1e-6 && abs(point.y - 180) < 1e-6)
        #expect(abs(frame.metersPerPoint(latitude: 13.8) * 300 - 20_000) < 50)
    }

    @Test("a scale at a latitude is that of the ground within what Web Mercator errs")
    func scale() {
        let frame = MapFrame(showing: BoundingBox(west: 108, south: 12, east: 111, north: 15), in: box)
        let (left, right) = (Coordinate(longitude: 109, latitude: 13), Coordinate(longitude: 110, latitude: 13))
        let points = frame.point(right).x - frame.point(left).x
        let meters = Geodesic.distance(from: left, to: right)
        #expect(abs(points * frame.metersPerPoint(latitude: 13) / meters - 1) < 0.005)
    }

    @Test("a ring around the frame becomes the frame, one far away nothing")
    func rings() {
        let frame = MapFrame(showing: BoundingBox(west: 108, south: 12, east: 111, north: 15), in: box)
        func ring(_ west: Double, _ south: Double, _ east: Double, _ north: Double) -> [Coordinate] {
            [(west, south), (east, south), (east, north), (west, north), (west, south)]
                .map { Coordinate(longitude: $0.0, latitude: $0.1) }
        }
        let around = frame.ring(ring(90, -20, 130, 40))
        #expect(around.allSatisfy { abs($0.x - 14) < 1e-6 || abs($0.x - 426) < 1e-6 })
        #expect(around.allSatisfy { abs($0.y - 24) < 1e-6 || abs($0.y - 336) < 1e-6 })
        #expect(frame.ring(ring(1, 1, 2, 2)).isEmpty)
    }

    @Test("a line that crosses the frame between two far vertices is drawn, one beside it is not")
    func paths() {
        let frame = MapFrame(showing: BoundingBox(west: 108, south: 12, east: 111, north: 15), in: box)
        let (west, east) = (Coordinate(longitude: 90, latitude: 13), Coordinate(longitude: 130, latitude: 13))
        #expect(frame.paths([west, east]).count == 1)
        let above = [Coordinate(longitude: 90, latitude: 40), Coordinate(longitude: 130, latitude: 40)]
        #expect(frame.paths(above).isEmpty)
    }

    @Test("vertices that paper cannot tell apart are left out, the last stays")
    func thinning() {
        let frame = MapFrame(showing: BoundingBox(west: 108, south: 12, east: 111, north: 15), in: box)
        let path = (0...10_000).map { Coordinate(longitude: 109 + Double($0) * 1e-5, latitude: 13) }
        let points = frame.paths(path)[0]
        #expect(points.count < 150)
        #expect(points.last == frame.point(path[10_000]))
    }
}
