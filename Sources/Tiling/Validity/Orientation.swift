package import GeoCore

/// On which side of a directed line a point lies, never wrong by rounding.
package enum Orientation {
    /// 1 where `point` lies left of the line from `start` to `end` (with y upward), −1 right of it, 0 on it.
    ///
    /// The plain determinant decides where its error bound (Shewchuk 1997, `ccwerrboundA`) allows; else it is summed
    /// without rounding. Coordinates must be finite and their products must neither overflow nor underflow.
    @inline(__always)
    package static func sign(_ start: Coordinate, _ end: Coordinate, _ point: Coordinate) -> Int {
        let left = (start.x - point.x) * (end.y - point.y)
        let right = (start.y - point.y) * (end.x - point.x)
        let determinant = left - right
        let bound = 3.330_669_073_875_471_6e-16 * (abs(left) + abs(right))
        if determinant > bound { return 1 }
        if -determinant > bound { return -1 }
        return exactSign(start, end, point)
    }

    /// The determinant as a sum of six products, each exact as two doubles, added without loss.
    private static func exactSign(_ start: Coordinate, _ end: Coordinate, _ point: Coordinate) -> Int {
        var sum = ExactSum()
        sum.addProduct(start.x, end.y)
        sum.addProduct(-start.x, point.y)
        sum.addProduct(-point.x, end.y)
        sum.addProduct(-start.y, end.x)
        sum.addProduct(start.y, point.x)
        sum.addProduct(point.y, end.x)
        return sum.sign
    }
}

/// A sum of doubles without rounding: parts that do not overlap, smallest first (Shewchuk's grow-expansion).
private struct ExactSum {
    private var parts: [Double] = []

    mutating func addProduct(_ left: Double, _ right: Double) {
        let product = left * right
        add((-product).addingProduct(left, right))
        add(product)
    }

    private mutating func add(_ value: Double) {
        var carry = value
        for index in parts.indices {
            let sum = carry + parts[index]
            let virtual = sum - carry
            parts[index] = (carry - (sum - virtual)) + (parts[index] - virtual)
            carry = sum
        }
        parts.append(carry)
    }

    var sign: Int {
        guard let decisive = parts.last(where: { $0 != 0 }) else { return 0 }
        return decisive > 0 ? 1 : -1
    }
}
