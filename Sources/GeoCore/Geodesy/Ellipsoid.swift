/// The WGS 84 ellipsoid and the constants that geodesics on it need, in metres.
enum Ellipsoid {
    static let equatorialRadius = 6_378_137.0
    static let flattening = 1 / 298.257_223_563
    static let polarRadius = equatorialRadius * (1 - flattening)
    /// The third flattening, n = f / (2 − f).
    static let thirdFlattening = flattening / (2 - flattening)
    static let eccentricitySquared = flattening * (2 - flattening)
    static let secondEccentricitySquared = eccentricitySquared / ((1 - flattening) * (1 - flattening))
    /// The square of the authalic radius, c²: the whole surface is 4πc².
    static let authalicRadiusSquared = 40_589_732_499_314.76
    /// The least radius of curvature anywhere: along the meridian at the equator.
    static let leastCurvatureRadius = equatorialRadius * (1 - eccentricitySquared)
    /// The greatest radius of curvature anywhere: at the poles.
    static let greatestCurvatureRadius = equatorialRadius / (1 - flattening)
}
