import Foundation

/// A geodesic from a point in a direction: the direct problem (Karney 2013, section 2), solved for as many distances as needed.
package struct GeodesicLine: Sendable {
    package let start: Coordinate
    /// Degrees clockwise from north at the start.
    package let azimuth: Double

    private let equatorAzimuth: UnitAngle
    private let sigma1: UnitAngle
    private let omega1: UnitAngle
    private let tau1: UnitAngle
    private let a1: Double
    private let b11: Double
    private let c1Reverted: GeodesicSeries.Coefficients
    private let longitudeScale: Double
    private let b31: Double
    private let c3: GeodesicSeries.Coefficients

    /// - Parameter azimuth: Degrees clockwise from north.
    package init(from start: Coordinate, azimuth: Double) {
        self.init(from: start, azimuth: azimuth, direction: UnitAngle(degrees: azimuth))
    }

    init(from start: Coordinate, azimuth: Double, direction: UnitAngle) {
        self.start = start
        self.azimuth = azimuth
        let beta = ReducedLatitude(degrees: Geodesic.isOnEarth(start) ? start.latitude : .nan)
        equatorAzimuth = beta.equatorAzimuth(direction)
        let sigmaCosine = beta.sine != 0 || direction.cosine != 0 ? beta.cosine * direction.cosine : 1
        sigma1 = UnitAngle(sine: beta.sine, cosine: sigmaCosine).normalized
        omega1 = UnitAngle(sine: equatorAzimuth.sine * beta.sine, cosine: sigmaCosine)
        let kSquared = equatorAzimuth.cosine * equatorAzimuth.cosine * Ellipsoid.secondEccentricitySquared
        let epsilon = GeodesicSeries.parameter(kSquared: kSquared)
        a1 = GeodesicSeries.a1(epsilon)
        b11 = GeodesicSeries.sineSum(GeodesicSeries.c1(epsilon), sigma1)
        tau1 = sigma1.adding(UnitAngle(radians: b11))
        c1Reverted = GeodesicSeries.c1Reverted(epsilon)
        longitudeScale = -Ellipsoid.flattening * equatorAzimuth.sine * GeodesicSeries.a3(epsilon)
        c3 = GeodesicSeries.c3(epsilon)
        b31 = GeodesicSeries.sineSum(c3, sigma1)
    }

    /// Where one is after so many metres, and in which direction one is then going; negative distances go backward.
    package func position(atMeters distance: Double) -> GeodesicPosition {
        let tau12 = distance / (Ellipsoid.polarRadius * a1)
        let b12 = -GeodesicSeries.sineSum(c1Reverted, tau1.adding(UnitAngle(radians: tau12)))
        let sigma12 = tau12 - (b12 - b11)
        let sigma2 = sigma1.adding(UnitAngle(radians: sigma12))
        let betaSine = equatorAzimuth.cosine * sigma2.sine
        let betaCosine = hypot(equatorAzimuth.sine, equatorAzimuth.cosine * sigma2.cosine)
        let omega2 = UnitAngle(sine: equatorAzimuth.sine * sigma2.sine, cosine: sigma2.cosine)
        let lambda12 =
            omega2.subtracting(omega1).radians
            + longitudeScale * (sigma12 + GeodesicSeries.sineSum(c3, sigma2) - b31)
        let latitude = UnitAngle(sine: betaSine, cosine: (1 - Ellipsoid.flattening) * betaCosine).degrees
        let direction = UnitAngle(sine: equatorAzimuth.sine, cosine: equatorAzimuth.cosine * sigma2.cosine)
        return GeodesicPosition(
            coordinate: Coordinate(
                longitude: Longitude.normalized(start.longitude + lambda12 * 180 / .pi), latitude: latitude),
            azimuth: direction.degrees)
    }
}

/// A point of a geodesic and the direction in which it passes there.
package struct GeodesicPosition: Hashable, Sendable {
    package var coordinate: Coordinate
    /// Degrees clockwise from north, in −180 < x ≤ 180.
    package var azimuth: Double
}

/// The latitude on the auxiliary sphere: tan β = (1 − f) tan φ.
struct ReducedLatitude {
    var sine: Double
    var cosine: Double

    /// The cosine is kept from zero so that a pole has a direction.
    init(degrees: Double) {
        let latitude = UnitAngle(degrees: degrees)
        let reduced = UnitAngle(sine: (1 - Ellipsoid.flattening) * latitude.sine, cosine: latitude.cosine).normalized
        sine = reduced.sine
        cosine = max(Self.leastCosine, reduced.cosine)
    }

    /// √(1 + e′² sin²β).
    var delta: Double { (1 + Ellipsoid.secondEccentricitySquared * sine * sine).squareRoot() }

    /// α₀, the azimuth at which a geodesic through here crosses the equator (equation 10).
    func equatorAzimuth(_ azimuth: UnitAngle) -> UnitAngle {
        UnitAngle(sine: azimuth.sine * cosine, cosine: hypot(azimuth.cosine, azimuth.sine * sine))
    }

    static let leastCosine = 1e-154
}
