package import GeoCore
package import LiveMap

/// The waters of the simulation: ports, fishing zones, a boundary line and the shore, in degrees.
///
/// Ports stand near fishing ports of the plan of Decision 582/QĐ-TTg of 3 July 2024, at positions rounded to a hundredth of a
/// degree; zones are drawn from the third-party coordinates of `Maritime`; the shore joins well-known capes. For
/// testing, without legal value.
package enum SimulatedSea {
    /// A fishing port with the point at sea that boats leave it by.
    package struct Port: Hashable, Sendable {
        package var code: String
        package var name: String
        /// The province's number of 2025, in the words of `VesselFacts.homeProvince`.
        package var province: String
        package var berth: Coordinate
        package var fairway: Coordinate
    }

    /// The first three are the province's; its boats also land in the others.
    package static let ports: [Port] = [
        port("quy-nhon", "Cảng cá Quy Nhơn", "52", (109.25, 13.77), (109.31, 13.72)),
        port("de-gi", "Cảng cá Đề Gi", "52", (109.21, 14.13), (109.25, 14.13)),
        port("tam-quan", "Cảng cá Tam Quan", "52", (109.08, 14.58), (109.13, 14.58)),
        port("sa-ky", "Cảng cá Sa Kỳ", "51", (108.92, 15.21), (108.99, 15.20)),
        port("cat-lo", "Cảng cá Cát Lở (Vũng Tàu)", "79", (107.11, 10.41), (107.13, 10.25)),
    ]

    private static func port(
        _ code: String, _ name: String, _ province: String, _ berth: (Double, Double), _ fairway: (Double, Double)
    ) -> Port {
        Port(
            code: code, name: name, province: province, berth: Coordinate(x: berth.0, y: berth.1),
            fairway: Coordinate(x: fairway.0, y: fairway.1))
    }

    /// The radius of the water of a port.
    static let portMeters = 3_000.0

    /// All zones of the simulation, ready for judging: the three fishing zones, the belt by provinces, and ports.
    package static func zones(revision: Int64 = 1) -> [Zone] {
        let areas: [(String, ZoneKind, String, String?, [Coordinate])] =
            belts.map { ("ven-bo-\($0.province)", .coastal, "Vùng ven bờ \($0.name)", $0.province, $0.ring) } + [
                ("long", .inshore, "Vùng lộng", nil, inshoreRing),
                ("khoi", .offshore, "Vùng khơi", nil, offshoreRing),
            ] + ports.map { ("cang-\($0.code)", .port, $0.name, nil, circle(around: $0.berth)) }
        return areas.map { code, kind, name, province, ring in
            Zone(
                reference: ZoneReference(id: code, revision: revision), kind: kind, name: name, province: province,
                polygons: [Polygon(rings: [ring])])
        }
    }

    /// The line that boundary rules are scored on: the continental shelf boundary of 2003 with Indonesia, ours to the north.
    package static func boundary(revision: Int64 = 1) -> BoundaryLine {
        BoundaryLine(
            reference: ZoneReference(id: "tld-vn-id-2003", revision: revision),
            name: "Ranh giới thềm lục địa Việt Nam – Indonesia", status: .treaty, homeSide: .left,
            vertices: boundaryVertices)
    }

    /// From the west to the east.
    static let boundaryVertices = Maritime.lines.first { $0.code == "TLĐ-VN-ID-2003" }?.points ?? []

    /// Capes from Ba Làng An to Vũng Tàu, and Côn Đảo.
    package static let shore: [Geometry] = [
        .lineString([
            Coordinate(x: 108.94, y: 15.25), Coordinate(x: 109.08, y: 14.66), Coordinate(x: 109.07, y: 14.58),
            Coordinate(x: 109.19, y: 14.13), Coordinate(x: 109.25, y: 13.76), Coordinate(x: 109.30, y: 13.40),
            Coordinate(x: 109.45, y: 12.90), Coordinate(x: 109.20, y: 11.90), Coordinate(x: 109.02, y: 11.36),
            Coordinate(x: 108.10, y: 10.92), Coordinate(x: 107.98, y: 10.70), Coordinate(x: 107.07, y: 10.33),
        ]),
        .point(Coordinate(x: 106.60, y: 8.69)),
    ]

    /// The water of the ports, where lying together is ordinary.
    package static let harbours: [Geometry] = ports.map {
        .polygon(Polygon(rings: [circle(around: $0.berth)]))
    }
}

extension SimulatedSea {
    /// What a place at sea is, told without an index: the simulation knows it apart from those who judge.
    static func kind(of place: Coordinate) -> SeaPlace {
        for port in ports where isInPort(place, port) { return .port }
        for belt in belts where contains(belt.ring, place) { return .coastal(province: belt.province) }
        if contains(inshoreRing, place) { return .inshore }
        return contains(offshoreRing, place) ? .offshore : .elsewhere
    }

    static func isInPort(_ place: Coordinate) -> Bool { ports.contains { isInPort(place, $0) } }

    private static func isInPort(_ place: Coordinate, _ port: Port) -> Bool {
        abs(place.y - port.berth.y) < 0.05 && GeodesicOrigin(port.berth).distance(to: place) <= portMeters
    }

    /// Straight in degrees, as the zones of the simulation are.
    private static func contains(_ ring: [Coordinate], _ place: Coordinate) -> Bool {
        var isInside = false
        for (start, end) in zip(ring, ring.dropFirst()) where (start.y > place.y) != (end.y > place.y) {
            let x = start.x + (place.y - start.y) / (end.y - start.y) * (end.x - start.x)
            if x > place.x { isInside.toggle() }
        }
        return isInside
    }

    private static func circle(around center: Coordinate) -> [Coordinate] {
        let ring = (0..<48).map {
            Geodesic.direct(from: center, azimuth: -7.5 * Double($0), meters: portMeters).coordinate
        }
        return ring + [ring[0]]
    }

    private struct Belt {
        var province: String
        var name: String
        var ring: [Coordinate]
    }

    private static let belts = [
        belt("51", "Quảng Ngãi", from: 14.70, to: 15.37), belt("52", "Gia Lai", from: 13.68, to: 14.70),
        belt("66", "Đắk Lắk", from: 12.87, to: 13.68),
    ]

    /// From well inside the land to the coastal line, between two latitudes.
    private static func belt(_ province: String, _ name: String, from south: Double, to north: Double) -> Belt {
        let ring = [
            Coordinate(x: 108.6, y: south), Coordinate(x: coastalLimit(at: south), y: south),
            Coordinate(x: coastalLimit(at: north), y: north), Coordinate(x: 108.6, y: north),
            Coordinate(x: 108.6, y: south),
        ]
        return Belt(province: province, name: name, ring: ring)
    }

    /// The longitude of the coastal line between 12.655° and 15.378° of latitude.
    static func coastalLimit(at latitude: Double) -> Double {
        let (upper, lower) = (Maritime.coastalLimit[7], Maritime.coastalLimit[8])
        return upper.0 + (lower.0 - upper.0) * (latitude - upper.1) / (lower.1 - upper.1)
    }

    /// The longitude of the inshore line between 12.614° and 15.621° of latitude.
    static func inshoreLimit(at latitude: Double) -> Double {
        let (lower, upper) = (Maritime.inshoreLimit[9], Maritime.inshoreLimit[10])
        return lower.0 + (upper.0 - lower.0) * (latitude - lower.1) / (upper.1 - lower.1)
    }

    private static let inshoreRing = (Maritime.coastalLimit + Maritime.inshoreLimit + [Maritime.coastalLimit[0]])
        .map { Coordinate(x: $0.0, y: $0.1) }

    /// From the inshore line to the boundary in the south and to a made-up limit in the east.
    private static let offshoreRing: [Coordinate] = {
        let inner = Maritime.inshoreLimit[3...10].map { Coordinate(x: $0.0, y: $0.1) }
        let outer = [(110.6, 16.2), (113.2, 15.5), (113.4, 11.0), (112.5, 8.0)].map { Coordinate(x: $0.0, y: $0.1) }
        return inner + outer + boundaryVertices.reversed() + [inner[0]]
    }()
}

/// What a place at sea is to a fishing boat.
enum SeaPlace: Hashable {
    case port
    case coastal(province: String)
    case inshore
    case offshore
    case elsewhere
}
