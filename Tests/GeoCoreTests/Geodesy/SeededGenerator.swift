import GeoCore

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
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

    /// A point anywhere between the latitudes, or within a span of degrees around another.
    mutating func coordinate(latitudes: ClosedRange<Double> = -90...90) -> Coordinate {
        Coordinate(longitude: number(-180...180), latitude: number(latitudes))
    }

    mutating func coordinate(around center: Coordinate, degrees: Double) -> Coordinate {
        Coordinate(
            longitude: center.longitude + number(-degrees...degrees),
            latitude: max(-90, min(90, center.latitude + number(-degrees...degrees))))
    }
}
