/// The series of Karney, “Algorithms for geodesics” (J. Geodesy 87, 43–55, 2013), to sixth order: 5 nm on the Earth.
///
/// Each takes ε, the expansion parameter of one geodesic (equation 16). Coefficients stand at their index in a SIMD vector, so
/// that none of them allocates.
enum GeodesicSeries {
    typealias Coefficients = SIMD8<Double>

    /// ε from k², the square of the second eccentricity times cos² of the azimuth at the equator.
    static func parameter(kSquared: Double) -> Double {
        kSquared / (2 * (1 + (1 + kSquared).squareRoot()) + kSquared)
    }

    /// Equation 17.
    static func a1(_ e: Double) -> Double {
        let e2 = e * e
        return (1 + e2 * (1 / 4.0 + e2 * (1 / 64.0 + e2 / 256))) / (1 - e)
    }

    /// Equation 18.
    static func c1(_ e: Double) -> Coefficients {
        let e2 = e * e
        let e3 = e * e2
        return Coefficients(
            0,
            e * (-1 / 2.0 + e2 * (3 / 16.0 - e2 / 32)),
            e2 * (-1 / 16.0 + e2 * (1 / 32.0 - e2 * 9 / 2_048)),
            e3 * (-1 / 48.0 + e2 * 3 / 256),
            e2 * e2 * (-5 / 512.0 + e2 * 3 / 512),
            e2 * e3 * (-7 / 1_280.0),
            e3 * e3 * (-7 / 2_048.0),
            0)
    }

    /// Equation 21: the reversion of `c1`.
    static func c1Reverted(_ e: Double) -> Coefficients {
        let e2 = e * e
        let e3 = e * e2
        return Coefficients(
            0,
            e * (1 / 2.0 + e2 * (-9 / 32.0 + e2 * 205 / 1_536)),
            e2 * (5 / 16.0 + e2 * (-37 / 96.0 + e2 * 1_335 / 4_096)),
            e3 * (29 / 96.0 - e2 * 75 / 128),
            e2 * e2 * (539 / 1_536.0 - e2 * 2_391 / 2_560),
            e2 * e3 * (3_467 / 7_680.0),
            e3 * e3 * (38_081 / 61_440.0),
            0)
    }

    /// Equation 42.
    static func a2(_ e: Double) -> Double {
        let e2 = e * e
        return (1 - e) * (1 + e2 * (1 / 4.0 + e2 * (9 / 64.0 + e2 * 25 / 256)))
    }

    /// Equation 43.
    static func c2(_ e: Double) -> Coefficients {
        let e2 = e * e
        let e3 = e * e2
        return Coefficients(
            0,
            e * (1 / 2.0 + e2 * (1 / 16.0 + e2 / 32)),
            e2 * (3 / 16.0 + e2 * (1 / 32.0 + e2 * 35 / 2_048)),
            e3 * (5 / 48.0 + e2 * 5 / 256),
            e2 * e2 * (35 / 512.0 + e2 * 7 / 512),
            e2 * e3 * (63 / 1_280.0),
            e3 * e3 * (77 / 2_048.0),
            0)
    }

    /// Equation 24.
    static func a3(_ e: Double) -> Double {
        let n = Ellipsoid.thirdFlattening
        let first = 1 / 2.0 - n / 2
        let second = 1 / 4.0 + n * (1 / 8.0 - n * 3 / 8)
        let third = 1 / 16.0 + n * (3 / 16.0 + n / 16)
        let fourth = 3 / 64.0 + n / 32
        return 1 - e * (first + e * (second + e * (third + e * (fourth + e * 3 / 128))))
    }

    /// Equation 25.
    static func c3(_ e: Double) -> Coefficients {
        let n = Ellipsoid.thirdFlattening
        let n2 = n * n
        let e2 = e * e
        let first =
            [
                1 / 4.0 - n / 4, 1 / 8.0 - n2 / 8, 3 / 64.0 + n * 3 / 64 - n2 / 64, 5 / 128.0 + n / 64, 3 / 128.0,
            ] as InlineArray<5, Double>
        let second =
            [
                1 / 16.0 - n * 3 / 32 + n2 / 32, 3 / 64.0 - n / 32 - n2 * 3 / 64, 3 / 128.0 + n / 128, 5 / 256.0,
            ] as InlineArray<4, Double>
        let third =
            [
                5 / 192.0 - n * 3 / 64 + n2 * 5 / 192, 3 / 128.0 - n * 5 / 192, 7 / 512.0,
            ] as InlineArray<3, Double>
        return Coefficients(
            0,
            e * (first[0] + e * (first[1] + e * (first[2] + e * (first[3] + e * first[4])))),
            e2 * (second[0] + e * (second[1] + e * (second[2] + e * second[3]))),
            e2 * e * (third[0] + e * (third[1] + e * third[2])),
            e2 * e2 * (7 / 512.0 - n * 7 / 256 + e * 7 / 512),
            e2 * e2 * e * (21 / 2_560.0),
            0, 0)
    }

    /// Equation 63: the cosine series of the area between a geodesic and the equator; element l goes with cos((2l + 1)σ).
    static func c4(_ e: Double) -> Coefficients {
        let rows = areaPolynomials
        var result = Coefficients()
        for index in 0..<6 {
            var value = 0.0
            for power in stride(from: 5, through: index, by: -1) { value = value * e + rows[index * 6 + power] }
            for _ in 0..<index { value *= e }
            result[index] = value
        }
        return result
    }

    /// Element 6·l + j is the coefficient of ε^j in C4[l], with n of the ellipsoid put in.
    private static let areaPolynomials: [Double] = {
        let n = Ellipsoid.thirdFlattening
        func polynomial(_ terms: Double...) -> Double { terms.reversed().reduce(0) { $0 * n + $1 } }
        return [
            polynomial(2 / 3.0, -4 / 15.0, 8 / 105.0, 4 / 315.0, 16 / 3_465.0, 20 / 9_009.0),
            polynomial(-1 / 5.0, 16 / 35.0, -32 / 105.0, 16 / 385.0, 64 / 15_015.0),
            polynomial(-2 / 105.0, -32 / 315.0, 1_088 / 3_465.0, -1_184 / 5_005.0),
            polynomial(11 / 315.0, -368 / 3_465.0, -32 / 6_435.0),
            polynomial(4 / 1_155.0, 1_088 / 45_045.0),
            97 / 15_015.0,

            0,
            polynomial(1 / 45.0, -16 / 315.0, 32 / 945.0, -16 / 3_465.0, -64 / 135_135.0),
            polynomial(-2 / 105.0, 64 / 945.0, -128 / 1_485.0, 1_984 / 45_045.0),
            polynomial(-1 / 105.0, 16 / 2_079.0, 5_792 / 135_135.0),
            polynomial(4 / 1_155.0, -2_944 / 135_135.0),
            1 / 9_009.0,

            0, 0,
            polynomial(4 / 525.0, -32 / 1_575.0, 64 / 3_465.0, -32 / 5_005.0),
            polynomial(-8 / 1_575.0, 128 / 5_775.0, -256 / 6_825.0),
            polynomial(-8 / 1_925.0, 1_856 / 225_225.0),
            8 / 10_725.0,

            0, 0, 0,
            polynomial(8 / 2_205.0, -256 / 24_255.0, 512 / 45_045.0),
            polynomial(-16 / 8_085.0, 1_024 / 105_105.0),
            -136 / 63_063.0,

            0, 0, 0, 0,
            polynomial(64 / 31_185.0, -512 / 81_081.0),
            -128 / 135_135.0,

            0, 0, 0, 0, 0,
            128 / 99_099.0,
        ]
    }()

    /// Σ c[l] sin(2lσ) for l from 1 to 6, by Clenshaw's recurrence.
    static func sineSum(_ c: Coefficients, _ angle: UnitAngle) -> Double {
        let factor = 2 * (angle.cosine - angle.sine) * (angle.cosine + angle.sine)
        var (next, afterNext) = (0.0, 0.0)
        for index in stride(from: 6, through: 1, by: -1) {
            (next, afterNext) = (factor * next - afterNext + c[index], next)
        }
        return 2 * angle.sine * angle.cosine * next
    }

    /// Σ c[l] cos((2l + 1)σ) for l from 0 to 5.
    static func cosineSum(_ c: Coefficients, _ angle: UnitAngle) -> Double {
        let factor = 2 * (angle.cosine - angle.sine) * (angle.cosine + angle.sine)
        var (next, afterNext) = (0.0, 0.0)
        for index in stride(from: 5, through: 0, by: -1) {
            (next, afterNext) = (factor * next - afterNext + c[index], next)
        }
        return angle.cosine * (next - afterNext)
    }
}
