import Foundation
import GeoCore

/// The land: heights in metres at eastings and northings of VN-2000, zone 108°15′ (EPSG:9217).
///
/// Made up, with the lie of the real land: the sea in the east, a plain, and mountains in the west and south-west.
struct Terrain: Sendable {
    let hash: SeededHash

    /// Where the made-up city begins: the real Quy Nhơn.
    static let cityCenter = Coordinate(x: 605_000, y: 1_522_600)

    /// The easting of the shore at a northing; east of it is the sea.
    func shore(northing: Double) -> Double {
        let detail = 60 * hash.noise(northing / 900, 0.5, 1) + 15 * hash.noise(northing / 200, 0.5, 2)
        guard let next = Self.coast.firstIndex(where: { $0.y > northing }), next > 0 else {
            return (northing < Self.coast[0].y ? Self.coast[0] : Self.coast[Self.coast.count - 1]).x + detail
        }
        let (south, north) = (Self.coast[next - 1], Self.coast[next])
        let share = Self.ramp((northing - south.y) / (north.y - south.y))
        return south.x + (north.x - south.x) * share + detail
    }

    /// The real coast, rounded to half a kilometre, from south to north; the lagoon behind the peninsula is left out.
    private static let coast: [Coordinate] = [
        (596_000, 1_480_000), (597_000, 1_500_000), (603_000, 1_512_000), (604_500, 1_515_500), (604_300, 1_518_000),
        (605_200, 1_520_500), (606_000, 1_522_500), (606_500, 1_524_500), (609_000, 1_526_500), (611_500, 1_528_500),
        (612_500, 1_532_000), (613_000, 1_535_000), (609_500, 1_539_000), (607_000, 1_542_000), (606_500, 1_550_000),
        (605_500, 1_564_000), (594_000, 1_589_000), (589_500, 1_612_000), (582_000, 1_622_500), (575_000, 1_640_000),
    ].map { Coordinate(x: $0.0, y: $0.1) }

    /// Metres above the sea, below 0 in it.
    func height(_ place: Coordinate) -> Double {
        let inland = shore(northing: place.y) - place.x
        if inland < 0 { return max(-60, inland / 60) }
        let plain = 3 * (1 - exp(-inland / 150)) + inland / 1500
        let ridge = ridgeShare(place, inland: inland)
        let crest = 1 - abs(hash.noise(place.x / 2600, place.y / 2600, 3))
        let hills = 40 + 460 * crest * crest
        let rough = 45 * hash.noise(place.x / 900, place.y / 900, 4) + 10 * hash.noise(place.x / 250, place.y / 250, 5)
        return plain + ridge * (hills + rough) + 0.6 * hash.noise(place.x / 120, place.y / 120, 6)
    }

    /// 0 in the plain, 1 in the mountains.
    private func ridgeShare(_ place: Coordinate, inland: Double) -> Double {
        let south = Self.cityCenter.y - place.y
        let southern = Self.ramp((south - 2_400) / 4_800) * Self.ramp((inland - 200) / 2_600)
        let western = Self.ramp((inland - 15_000) / 9_000)
        let lone = Self.ramp((hash.noise(place.x / 4000, place.y / 4000, 7) - 0.55) / 0.45)
        return max(southern, western, lone * Self.ramp((inland - 3_000) / 1_500))
    }

    private static func ramp(_ t: Double) -> Double {
        let t = min(1, max(0, t))
        return t * t * (3 - 2 * t)
    }

    /// Light from the north-west on the slope, 0 to 1, for pictures.
    func shade(_ place: Coordinate, step: Double) -> Double {
        let east = height(Coordinate(x: place.x + step, y: place.y)) - height(Coordinate(x: place.x - step, y: place.y))
        let north =
            height(Coordinate(x: place.x, y: place.y + step)) - height(Coordinate(x: place.x, y: place.y - step))
        let slope = (east - north) / (2 * step)
        return min(1, max(0, 0.7 + 0.5 * slope))
    }
}
