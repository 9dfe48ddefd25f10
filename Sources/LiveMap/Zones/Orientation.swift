import GeoCore

/// On which side of a line through two points a third one lies, exactly.
enum Orientation {
    /// Positive where `point` lies to the left of the way from `start` to `end`, 0 where all three are on one line.
    static func sign(_ start: Coordinate, _ end: Coordinate, _ point: Coordinate) -> Double {
        let left = (start.x - point.x) * (end.y - point.y)
        let right = (start.y - point.y) * (end.x - point.x)
        let difference = left - right
        return abs(difference) > errorBound * (abs(left) + abs(right)) ? difference : exact(start, end, point)
    }

    /// The products of the expanded determinant, each as a rounded number and its error, summed without loss.
    private static func exact(_ start: Coordinate, _ end: Coordinate, _ point: Coordinate) -> Double {
        let products = [
            (start.x, end.y), (-start.x, point.y), (-point.x, end.y),
            (-start.y, end.x), (start.y, point.x), (point.y, end.x),
        ]
        var sum: [Double] = []
        for (first, second) in products {
            let product = first * second
            add((-product).addingProduct(first, second), to: &sum)
            add(product, to: &sum)
        }
        return sum.last { $0 != 0 } ?? 0
    }

    /// Grows an expansion whose components do not overlap and ascend in size (Shewchuk 1997, figure 5).
    private static func add(_ value: Double, to expansion: inout [Double]) {
        var carry = value
        for index in expansion.indices {
            let sum = carry + expansion[index]
            let virtual = sum - carry
            expansion[index] = (carry - (sum - virtual)) + (expansion[index] - virtual)
            carry = sum
        }
        expansion.append(carry)
    }

    /// (3 + 16ε)ε with ε = 2⁻⁵³ (Shewchuk 1997, section 4.3), rounded up.
    private static let errorBound = 3.330_669_1e-16
}
