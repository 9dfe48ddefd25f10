import GeoCore
import LiveMap
import Testing

@Suite("HotSpots")
struct HotSpotsTests {
    private static let center = Coordinate(longitude: 109.22, latitude: 13.77)

    private func place(_ azimuth: Double, _ meters: Double, from center: Coordinate = Self.center) -> Coordinate {
        Geodesic.direct(from: center, azimuth: azimuth, meters: meters).coordinate
    }

    @Test("a chain of near places is one hot spot, a lonely place is none")
    func chains() {
        let chain = (0..<6).map { place(90, Double($0) * 70) }
        let spots = HotSpots(radiusMeters: 80, least: 3).spots(of: chain + [place(0, 1_000)])
        #expect(spots.map(\.members) == [[0, 1, 2, 3, 4, 5]])
        #expect(abs((spots.first?.radiusMeters ?? 0) - 210) < 1)
    }

    @Test("a place between two hot spots goes to the one whose core is nearer")
    func settlesBorders() {
        let west = (0..<4).map { place(270, 75 + Double($0)) }
        let east = (0..<4).map { place(90, 70 + Double($0)) }
        let spots = HotSpots(radiusMeters: 80, least: 5).spots(of: west + east + [Self.center, place(270, 79)])
        #expect(spots.contains { $0.members.contains(0) && $0.members.contains(8) })
    }

    @Test(
        "the answer is the same as without a grid, in whatever order the places come, also across the antimeridian",
        arguments: [109.22, 180.0])
    func agreesWithBruteForce(longitude: Double) {
        var generator = RepeatableNumbers(seed: 11)
        let center = Coordinate(longitude: longitude, latitude: 62)
        let places = (0..<400).map { _ in place(generator.number(0...360), generator.number(0...1_500), from: center) }
        let hotSpots = HotSpots(radiusMeters: 80, least: 4)
        let found = hotSpots.spots(of: places)
        #expect(!found.isEmpty)
        for spot in found {
            let cores = spot.members.filter { index in
                places.filter { Geodesic.distance(from: places[index], to: $0) <= 80 }.count >= 4
            }
            #expect(!cores.isEmpty)
            for other in places.indices where !spot.members.contains(other) {
                let isNearCore = cores.contains { Geodesic.distance(from: places[$0], to: places[other]) <= 80 }
                let isElsewhere = found.contains { $0.members.contains(other) }
                #expect(!isNearCore || isElsewhere)
            }
        }
        let shuffled = places.indices.shuffled(using: &generator)
        let again = hotSpots.spots(of: shuffled.map { places[$0] })
        #expect(Set(again.map { Set($0.members.map { shuffled[$0] }) }) == Set(found.map { Set($0.members) }))
    }
}

/// SplitMix64: the same numbers in every run.
struct RepeatableNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}
