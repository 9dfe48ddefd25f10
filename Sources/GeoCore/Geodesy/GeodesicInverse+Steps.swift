import Foundation

/// One geodesic on the auxiliary sphere between two arcs from its equator crossing.
struct InverseTrial {
    let sigma12: Double
    /// Distance in units of the polar radius (equation 7).
    let length: Double
    /// Reduced length in units of the polar radius (equation 38).
    let reducedLength: Double

    init(sigma1: UnitAngle, sigma2: UnitAngle, delta1: Double, delta2: Double, epsilon: Double) {
        let (first, second) = (sigma1.normalized, sigma2.normalized)
        let arc = second.subtracting(first)
        // Adding zero makes a negative zero positive, so that half a turn is π and not −π.
        sigma12 = atan2(max(0, arc.sine) + 0, arc.cosine)
        let (a1, a2) = (GeodesicSeries.a1(epsilon), GeodesicSeries.a2(epsilon))
        let (c1, c2) = (GeodesicSeries.c1(epsilon), GeodesicSeries.c2(epsilon))
        let b1 = GeodesicSeries.sineSum(c1, second) - GeodesicSeries.sineSum(c1, first)
        let b2 = GeodesicSeries.sineSum(c2, second) - GeodesicSeries.sineSum(c2, first)
        length = a1 * (sigma12 + b1)
        let j12 = (a1 - a2) * sigma12 + (a1 * b1 - a2 * b2)
        reducedLength =
            delta2 * first.cosine * second.sine - delta1 * first.sine * second.cosine - first.cosine * second.cosine
            * j12
    }
}

/// The longitude difference that a trial azimuth leads to, less the one that is wanted (equations 8 and 46).
struct InverseLongitude {
    let trial: InverseTrial
    let azimuth2: UnitAngle
    /// λ₁₂(α₁) − λ₁₂ in radians.
    let excess: Double
    private let longitudeTerm: Double
    private let beta1: ReducedLatitude
    private let beta2: ReducedLatitude

    init(_ azimuth: UnitAngle, beta1: ReducedLatitude, beta2: ReducedLatitude, lambda12: UnitAngle) {
        var start = azimuth
        if beta1.sine == 0, start.cosine == 0 { start.cosine = -ReducedLatitude.leastCosine }
        let equator = beta1.equatorAzimuth(start)
        let end = Self.endAzimuth(start, equator, beta1, beta2)
        let sigma1 = UnitAngle(sine: beta1.sine, cosine: start.cosine * beta1.cosine)
        let sigma2 = UnitAngle(sine: beta2.sine, cosine: end.cosine * beta2.cosine)
        let kSquared = equator.cosine * equator.cosine * Ellipsoid.secondEccentricitySquared
        let epsilon = GeodesicSeries.parameter(kSquared: kSquared)
        trial = InverseTrial(
            sigma1: sigma1, sigma2: sigma2, delta1: beta1.delta, delta2: beta2.delta, epsilon: epsilon)
        let omega1 = UnitAngle(sine: equator.sine * beta1.sine, cosine: sigma1.cosine)
        let omega2 = UnitAngle(sine: equator.sine * beta2.sine, cosine: sigma2.cosine)
        let turn = omega2.subtracting(omega1)
        let omega = UnitAngle(sine: max(0, turn.sine) + 0, cosine: turn.cosine).subtracting(lambda12)
        let c3 = GeodesicSeries.c3(epsilon)
        let b3 =
            GeodesicSeries.sineSum(c3, sigma2.normalized) - GeodesicSeries.sineSum(c3, sigma1.normalized)
        longitudeTerm =
            -Ellipsoid.flattening * GeodesicSeries.a3(epsilon) * equator.sine * (trial.sigma12 + b3)
        excess = omega.radians + longitudeTerm
        azimuth2 = end
        self.beta1 = beta1
        self.beta2 = beta2
    }

    /// dλ₁₂/dα₁ by the reduced length; at the vertex of the geodesic, by its limit.
    var slope: Double {
        guard azimuth2.cosine != 0 else { return -2 * (1 - Ellipsoid.flattening) * beta1.delta / beta1.sine }
        return trial.reducedLength * (1 - Ellipsoid.flattening) / (azimuth2.cosine * beta2.cosine)
    }

    /// The longitude difference on the auxiliary sphere: the wanted one less what the ellipsoid adds.
    func omega12(_ lambda12: UnitAngle) -> UnitAngle {
        lambda12.subtracting(UnitAngle(radians: longitudeTerm))
    }

    /// α₂ from Clairaut's relation (equations 5 and 45), written so that equal latitudes lose no digits.
    private static func endAzimuth(
        _ start: UnitAngle, _ equator: UnitAngle, _ beta1: ReducedLatitude, _ beta2: ReducedLatitude
    ) -> UnitAngle {
        let isLevel = beta1.cosine == beta2.cosine
        let sine = isLevel ? start.sine : equator.sine / beta2.cosine
        guard !isLevel || abs(beta2.sine) != -beta1.sine else {
            return UnitAngle(sine: sine, cosine: abs(start.cosine))
        }
        let difference =
            beta1.cosine < -beta1.sine
            ? (beta2.cosine - beta1.cosine) * (beta1.cosine + beta2.cosine)
            : (beta1.sine - beta2.sine) * (beta1.sine + beta2.sine)
        let along = start.cosine * beta1.cosine
        return UnitAngle(sine: sine, cosine: (along * along + difference).squareRoot() / beta2.cosine)
    }
}

/// Where Newton's method begins: the spherical azimuth, or near the antipode the root of the astroid (Karney 2013, section 5).
struct InverseGuess {
    var azimuth: UnitAngle
    /// The whole answer, where the line is so short that the sphere of the mid-latitude is exact.
    private(set) var shortLine: (distance: Double, azimuth2: UnitAngle, omega12: UnitAngle)?

    init(beta1: ReducedLatitude, beta2: ReducedLatitude, lambda12: UnitAngle, radians: Double) {
        let difference = beta2.sine * beta1.cosine - beta2.cosine * beta1.sine
        let cosine = beta2.cosine * beta1.cosine + beta2.sine * beta1.sine
        let sum = beta2.sine * beta1.cosine + beta2.cosine * beta1.sine
        let isShort = cosine >= 0 && difference < 0.5 && beta2.cosine * radians < 0.5
        let delta = isShort ? Self.midLatitudeDelta(beta1, beta2) : 1
        let omega = isShort ? UnitAngle(radians: radians / ((1 - Ellipsoid.flattening) * delta)) : lambda12
        let product = beta2.cosine * beta1.sine * omega.sine * omega.sine
        let start = UnitAngle(
            sine: beta2.cosine * omega.sine,
            cosine: omega.cosine >= 0
                ? difference + product / (1 + omega.cosine) : sum - product / (1 - omega.cosine))
        let arcSine = hypot(start.sine, start.cosine)
        let arcCosine = beta1.sine * beta2.sine + beta1.cosine * beta2.cosine * omega.cosine
        azimuth = start
        if isShort, arcSine < Self.shortArc {
            let bend = omega.cosine >= 0 ? omega.sine * omega.sine / (1 + omega.cosine) : 1 - omega.cosine
            let end = UnitAngle(
                sine: beta1.cosine * omega.sine, cosine: difference - beta1.cosine * beta2.sine * bend)
            let distance = atan2(arcSine, arcCosine) * Ellipsoid.polarRadius * delta
            shortLine = (distance, arcSine > 0 ? end.normalized : UnitAngle(sine: 0, cosine: 1), omega)
        } else if arcCosine < 0,
            arcSine < 6 * Ellipsoid.thirdFlattening * .pi * beta1.cosine * beta1.cosine
        {
            azimuth = Self.antipodal(beta1, beta2, lambda12, sum: sum)
        }
        azimuth = azimuth.sine > 0 ? azimuth.normalized : Self.eastOrNorth(shortLine != nil, azimuth)
    }

    private static func eastOrNorth(_ isShort: Bool, _ azimuth: UnitAngle) -> UnitAngle {
        isShort ? UnitAngle(sine: 0, cosine: azimuth.cosine < 0 ? -1 : 1) : UnitAngle(sine: 1, cosine: 0)
    }

    private static func midLatitudeDelta(_ beta1: ReducedLatitude, _ beta2: ReducedLatitude) -> Double {
        let sine = (beta1.sine + beta2.sine) * (beta1.sine + beta2.sine)
        let cosine = (beta1.cosine + beta2.cosine) * (beta1.cosine + beta2.cosine)
        return (1 + Ellipsoid.secondEccentricitySquared * sine / (sine + cosine)).squareRoot()
    }

    /// Around the antipode, in units of the astroid that the geodesics from the first point envelop.
    private static func antipodal(
        _ beta1: ReducedLatitude, _ beta2: ReducedLatitude, _ lambda12: UnitAngle, sum: Double
    ) -> UnitAngle {
        let fromAntipode = atan2(-lambda12.sine, -lambda12.cosine)
        let kSquared = beta1.sine * beta1.sine * Ellipsoid.secondEccentricitySquared
        let a3 = GeodesicSeries.a3(GeodesicSeries.parameter(kSquared: kSquared))
        let scale = Ellipsoid.flattening * beta1.cosine * a3 * .pi
        let (x, y) = (fromAntipode / scale, sum / (scale * beta1.cosine))
        if y > -200 * Double.ulpOfOne, x > -1 - 1_000 * Double.ulpOfOne.squareRoot() {
            let sine = min(1, -x)
            return UnitAngle(sine: sine, cosine: -(1 - sine * sine).squareRoot())
        }
        let root = astroidRoot(x, y)
        let omega = UnitAngle(radians: scale * (-x * root / (1 + root)))
        let bend = beta2.cosine * beta1.sine * omega.sine * omega.sine / (1 + omega.cosine)
        return UnitAngle(sine: beta2.cosine * omega.sine, cosine: sum - bend)
    }

    /// The positive root of k⁴ + 2k³ − (x² + y² − 1)k² − 2y²k − y² = 0 (equation 55).
    private static func astroidRoot(_ x: Double, _ y: Double) -> Double {
        let (p, q) = (x * x, y * y)
        let r = (p + q - 1) / 6
        guard q != 0 || r > 0 else { return 0 }
        let s = p * q / 4
        let discriminant = s * (s + 2 * r * r * r)
        var u = r
        if discriminant >= 0 {
            let sum = s + r * r * r
            let t = cbrt(sum + (sum < 0 ? -discriminant.squareRoot() : discriminant.squareRoot()))
            u += t + (t != 0 ? r * r / t : 0)
        } else {
            u += 2 * r * cos(atan2((-discriminant).squareRoot(), -(s + r * r * r)) / 3)
        }
        let v = (u * u + q).squareRoot()
        let uv = u < 0 ? q / (v - u) : u + v
        let w = (uv - q) / (2 * v)
        return uv / ((uv + w * w).squareRoot() + w)
    }

    /// Below this arc the error of the mid-latitude sphere is less than rounding.
    private static let shortArc =
        0.1 * Double.ulpOfOne.squareRoot()
        / (Ellipsoid.flattening * (1 - Ellipsoid.flattening / 2) / 2).squareRoot()
}
