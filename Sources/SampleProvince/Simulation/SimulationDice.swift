import GeoCore

/// Chances that follow from a seed and from what they are for, so that no part of a simulation depends on another.
struct SimulationDice {
    private let hash: SeededHash
    private var count = 0

    init(_ hash: SeededHash, _ a: Int, _ b: Int = 0, _ c: Int = 0) {
        self.hash = SeededHash(seed: hash.bits(a, b, c, 0x5EA))
    }

    /// 0 ≤ value < 1.
    mutating func unit() -> Double {
        count += 1
        return hash.unit(count)
    }

    mutating func number(in range: ClosedRange<Double>) -> Double {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }

    mutating func happens(_ probability: Double) -> Bool { unit() < probability }

    /// Nearly normal with deviation 1: the sum of twelve even chances.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + unit() } }

    mutating func pick<Element>(_ list: [Element]) -> Element {
        list[min(list.count - 1, Int(unit() * Double(list.count)))]
    }
}
