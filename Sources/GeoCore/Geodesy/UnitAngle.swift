import Foundation

/// An angle by its sine and cosine, so that no digit is lost near multiples of a right angle.
struct UnitAngle {
    var sine: Double
    var cosine: Double

    init(sine: Double, cosine: Double) {
        self.sine = sine
        self.cosine = cosine
    }

    init(radians: Double) {
        self.init(sine: sin(radians), cosine: cos(radians))
    }

    /// Exact at every multiple of 90°, because the argument is reduced in degrees.
    init(degrees: Double) {
        let quarter = (degrees / 90).rounded()
        let rest = (degrees - 90 * quarter) * .pi / 180
        let (sine, cosine) = (sin(rest), cos(rest))
        switch quarter.isFinite ? Int(quarter.remainder(dividingBy: 4)) & 3 : 0 {
        case 0: self.init(sine: sine, cosine: cosine)
        case 1: self.init(sine: cosine, cosine: 0 - sine)
        case 2: self.init(sine: 0 - sine, cosine: 0 - cosine)
        default: self.init(sine: 0 - cosine, cosine: sine)
        }
    }

    var radians: Double { atan2(sine, cosine) }

    /// In −180 < x ≤ 180, exact at every multiple of 90°.
    var degrees: Double {
        let (opposite, adjacent) = (abs(sine), abs(cosine))
        let acute =
            opposite <= adjacent
            ? atan2(opposite, adjacent) * 180 / .pi : 90 - atan2(adjacent, opposite) * 180 / .pi
        let half = cosine < 0 ? 180 - acute : acute
        return sine < 0 ? -half : half
    }

    /// The same direction at length one.
    var normalized: UnitAngle {
        let length = (sine * sine + cosine * cosine).squareRoot()
        return UnitAngle(sine: sine / length, cosine: cosine / length)
    }

    func adding(_ other: UnitAngle) -> UnitAngle {
        UnitAngle(
            sine: sine * other.cosine + cosine * other.sine, cosine: cosine * other.cosine - sine * other.sine)
    }

    func subtracting(_ other: UnitAngle) -> UnitAngle {
        UnitAngle(
            sine: sine * other.cosine - cosine * other.sine, cosine: cosine * other.cosine + sine * other.sine)
    }
}

/// Longitudes on the circle.
enum Longitude {
    /// The same meridian in −180 ≤ x ≤ 180.
    static func normalized(_ degrees: Double) -> Double {
        abs(degrees) <= 180 ? degrees : degrees.remainder(dividingBy: 360)
    }

    /// How far east the second meridian lies of the first, in −180 ≤ x ≤ 180.
    static func difference(from first: Double, to second: Double) -> Double {
        let difference = second - first
        return abs(difference) <= 180 ? difference : difference.remainder(dividingBy: 360)
    }
}
