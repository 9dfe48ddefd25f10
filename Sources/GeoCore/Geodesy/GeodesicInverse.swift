import Foundation

/// The inverse problem: the shortest geodesic between two points (Karney 2013, sections 3 to 5).
///
/// Points are first brought to φ₁ ≤ 0, φ₁ ≤ φ₂ ≤ −φ₁, 0 ≤ λ₁₂ ≤ 180°; then the azimuth at the first point is the root of a
/// function that Newton's method solves, with a bracket as its safety net. Nearly antipodal points too converge.
struct GeodesicInverse {
    /// Metres.
    private(set) var distance: Double
    /// The direction at the first point and at the second, both going from the first to the second.
    private(set) var azimuth1: UnitAngle
    private(set) var azimuth2: UnitAngle
    /// The longitude difference on the auxiliary sphere, which the area below the geodesic needs.
    private(set) var omega12: UnitAngle
    private(set) var isMeridian = false

    private let beta1: ReducedLatitude
    private let beta2: ReducedLatitude
    private let lambda12: UnitAngle
    private let lambda12Radians: Double
    private let swapSign: Double
    private let longitudeSign: Double
    private let latitudeSign: Double

    init(from first: Coordinate, to second: Coordinate) {
        let difference = Longitude.difference(from: first.longitude, to: second.longitude)
        let swaps = abs(first.latitude) < abs(second.latitude)
        let (lower, upper) = swaps ? (second, first) : (first, second)
        longitudeSign = (difference < 0) != swaps ? -1 : 1
        swapSign = swaps ? -1 : 1
        latitudeSign = lower.latitude < 0 ? 1 : -1
        lambda12 = UnitAngle(degrees: abs(difference))
        lambda12Radians = abs(difference) * .pi / 180
        let start = ReducedLatitude(degrees: lower.latitude * latitudeSign)
        beta1 = start
        beta2 = ReducedLatitude(degrees: upper.latitude * latitudeSign).alignedWith(start)
        (distance, azimuth1, azimuth2) = (0, UnitAngle(sine: 0, cosine: 1), UnitAngle(sine: 0, cosine: 1))
        omega12 = UnitAngle(sine: 0, cosine: 1)
        solve(isAtPole: lower.latitude * latitudeSign == -90)
        restoreOrder()
    }

    private mutating func solve(isAtPole: Bool) {
        guard lambda12Radians.isFinite, beta1.sine.isFinite, beta2.sine.isFinite else {
            distance = .nan
            return
        }
        if isAtPole || lambda12.sine == 0, solveMeridian() { return }
        if beta1.sine == 0, lambda12Radians <= .pi * (1 - Ellipsoid.flattening) {
            solveEquator()
            return
        }
        var guess = InverseGuess(beta1: beta1, beta2: beta2, lambda12: lambda12, radians: lambda12Radians)
        if let short = guess.shortLine {
            (distance, azimuth1, azimuth2, omega12) =
                (short.distance, guess.azimuth, short.azimuth2, short.omega12)
            return
        }
        iterate(from: &guess.azimuth)
    }

    /// Along a meridian; false where going over the pole is not the shortest way, because the points are nearly antipodal.
    private mutating func solveMeridian() -> Bool {
        let end = UnitAngle(sine: 0, cosine: 1)
        let trial = InverseTrial(
            sigma1: UnitAngle(sine: beta1.sine, cosine: lambda12.cosine * beta1.cosine),
            sigma2: UnitAngle(sine: beta2.sine, cosine: end.cosine * beta2.cosine),
            delta1: beta1.delta, delta2: beta2.delta,
            epsilon: Ellipsoid.thirdFlattening)
        guard trial.sigma12 < 1 || trial.reducedLength >= 0 else { return false }
        distance = max(0, trial.length) * Ellipsoid.polarRadius
        azimuth1 = UnitAngle(sine: lambda12.sine, cosine: lambda12.cosine)
        azimuth2 = end
        isMeridian = true
        return true
    }

    private mutating func solveEquator() {
        distance = Ellipsoid.equatorialRadius * lambda12Radians
        azimuth1 = UnitAngle(sine: 1, cosine: 0)
        azimuth2 = azimuth1
        omega12 = UnitAngle(radians: lambda12Radians / (1 - Ellipsoid.flattening))
    }

    /// Newton's method on the azimuth at the first point; a step that leaves the bracket is replaced by halving it.
    private mutating func iterate(from guess: inout UnitAngle) {
        var azimuth = guess
        var low = UnitAngle(sine: ReducedLatitude.leastCosine, cosine: 1)
        var high = UnitAngle(sine: ReducedLatitude.leastCosine, cosine: -1)
        var tolerance = Double.ulpOfOne
        var isBracketed = false
        for step in 0..<Self.bisectionSteps {
            let longitude = InverseLongitude(azimuth, beta1: beta1, beta2: beta2, lambda12: lambda12)
            let isDone = isBracketed || abs(longitude.excess) < tolerance || longitude.excess.isNaN
            if isDone || step == Self.bisectionSteps - 1 {
                finish(azimuth, longitude)
                return
            }
            let slope = azimuth.cosine / azimuth.sine
            if longitude.excess > 0, step > Self.newtonSteps || slope > high.cosine / high.sine { high = azimuth }
            if longitude.excess < 0, step > Self.newtonSteps || slope < low.cosine / low.sine { low = azimuth }
            if step < Self.newtonSteps, let next = azimuth.newtonStep(longitude) {
                azimuth = next
                tolerance = abs(longitude.excess) <= 16 * Double.ulpOfOne ? 8 * Double.ulpOfOne : Double.ulpOfOne
                continue
            }
            azimuth =
                UnitAngle(sine: (low.sine + high.sine) / 2, cosine: (low.cosine + high.cosine) / 2).normalized
            tolerance = Double.ulpOfOne
            isBracketed = azimuth.isNear(low) || azimuth.isNear(high)
        }
    }

    private mutating func finish(_ azimuth: UnitAngle, _ longitude: InverseLongitude) {
        distance = longitude.trial.length * Ellipsoid.polarRadius
        azimuth1 = azimuth
        azimuth2 = longitude.azimuth2
        omega12 = longitude.omega12(lambda12)
    }

    /// From the canonical order back to the caller's.
    private mutating func restoreOrder() {
        canonical = (azimuth1, azimuth2)
        if swapSign < 0 { swap(&azimuth1, &azimuth2) }
        let (east, north) = (swapSign * longitudeSign, swapSign * latitudeSign)
        azimuth1 = UnitAngle(sine: azimuth1.sine * east, cosine: azimuth1.cosine * north)
        azimuth2 = UnitAngle(sine: azimuth2.sine * east, cosine: azimuth2.cosine * north)
    }

    private var canonical = (UnitAngle(sine: 0, cosine: 1), UnitAngle(sine: 0, cosine: 1))

    private static let newtonSteps = 20
    private static let bisectionSteps = 20 + 53 + 10
}

extension GeodesicInverse {
    /// The area in square metres between the geodesic and the equator, positive where it runs eastward in the north
    /// (Karney 2013, section 6).
    var areaBelow: Double {
        let (start, end) = canonical
        let equator = beta1.equatorAzimuth(start)
        var area = Ellipsoid.authalicRadiusSquared * azimuthChange(from: start, to: end)
        if equator.sine != 0, equator.cosine != 0 {
            let kSquared = equator.cosine * equator.cosine * Ellipsoid.secondEccentricitySquared
            let series = GeodesicSeries.c4(GeodesicSeries.parameter(kSquared: kSquared))
            let sigma1 = UnitAngle(sine: beta1.sine, cosine: start.cosine * beta1.cosine).normalized
            let sigma2 = UnitAngle(sine: beta2.sine, cosine: end.cosine * beta2.cosine).normalized
            let scale =
                Ellipsoid.equatorialRadius * Ellipsoid.equatorialRadius * equator.cosine * equator.sine
                * Ellipsoid.eccentricitySquared
            area += scale * (GeodesicSeries.cosineSum(series, sigma2) - GeodesicSeries.cosineSum(series, sigma1))
        }
        return area * swapSign * longitudeSign * latitudeSign
    }

    /// α₂ − α₁ on the sphere, by the formula that keeps the digits of short lines where it holds.
    private func azimuthChange(from start: UnitAngle, to end: UnitAngle) -> Double {
        if !isMeridian, omega12.cosine > -0.7071, beta2.sine - beta1.sine < 1.75 {
            let (side1, side2) = (1 + beta1.cosine, 1 + beta2.cosine)
            return 2
                * atan2(
                    omega12.sine * (beta1.sine * side2 + beta2.sine * side1),
                    (1 + omega12.cosine) * (beta1.sine * beta2.sine + side1 * side2))
        }
        let change = end.subtracting(start)
        let isHalfTurn = change.sine == 0 && change.cosine < 0
        return isHalfTurn ? atan2(start.cosine * ReducedLatitude.leastCosine, -1) : change.radians
    }
}

extension ReducedLatitude {
    /// Equal or opposite latitudes must have identical sines and cosines, which rounding may have spoiled.
    fileprivate func alignedWith(_ first: ReducedLatitude) -> ReducedLatitude {
        var result = self
        if first.cosine < -first.sine {
            if cosine == first.cosine { result.sine = sine < 0 ? first.sine : -first.sine }
        } else if abs(sine) == -first.sine {
            result.cosine = first.cosine
        }
        return result
    }
}

extension UnitAngle {
    /// `nil` where the step would leave the half circle of azimuths.
    fileprivate func newtonStep(_ longitude: InverseLongitude) -> UnitAngle? {
        let slope = longitude.slope
        guard slope > 0 else { return nil }
        let step = -longitude.excess / slope
        guard abs(step) < .pi else { return nil }
        let next = adding(UnitAngle(radians: step))
        return next.sine > 0 ? next.normalized : nil
    }

    fileprivate func isNear(_ other: UnitAngle) -> Bool {
        abs(sine - other.sine) + abs(cosine - other.cosine) < Double.ulpOfOne
    }
}
