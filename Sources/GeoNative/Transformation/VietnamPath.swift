import CPROJ
import Foundation
import GeoCore

/// The way between a system on VN-2000 and CRS84 by EPSG:6960, each direction undoing the other.
///
/// PROJ's two directions both take the ellipsoidal height as 0 and drop the one that comes out (some 25 m in Vietnam);
/// since the two ellipsoids' normals differ by 225 m / 6371 km, a round trip is off by up to a millimetre. Here the
/// way from CRS84 is PROJ's, and the way to CRS84 starts from the height that ends on the ellipsoid of WGS 84.
struct VietnamPath: TransformationPath {
    /// From the system to geographic VN-2000 in radians.
    private let unprojection: ProjObject
    /// From geographic VN-2000 to geographic WGS 84, both in radians with heights.
    private let shift: ProjObject
    /// From the system to geographic WGS 84 in degrees, run backwards only.
    private let backward: ProjObject

    /// Takes a geographic or projected system on VN-2000.
    init(_ crs: ProjObject) throws(NativeError) {
        let context = crs.context
        let datum = try VietnamDatum(context)
        let step = try Self.projectionStep(crs)
        let unproject = step.map { "+step +inv \($0)" } ?? "+step +proj=unitconvert +xy_in=deg +xy_out=rad"
        let toDegrees = "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
        unprojection = try ProjObject.make("+proj=pipeline \(unproject)", in: context)
        shift = try ProjObject.make("+proj=pipeline \(datum.steps)", in: context)
        backward = try ProjObject.make(
            "+proj=pipeline \(unproject) \(datum.steps) \(toDegrees)", in: context)
    }

    func toCRS84(_ coordinates: inout [Coordinate]) {
        unprojection.transform(&coordinates, .forward)
        var shifted = coordinates
        var heights = [Double](repeating: 0, count: coordinates.count)
        shift.transform(&shifted, heights: &heights)
        for index in coordinates.indices {
            coordinates[index] = Self.onEllipsoid(shifted[index], from: coordinates[index], height: heights[index])
        }
    }

    func fromCRS84(_ coordinates: inout [Coordinate]) {
        backward.transform(&coordinates, .inverse)
    }
}

extension VietnamPath {
    private static let semiMajorAxis = 6_378_137.0
    private static let eccentricitySquared = 0.006_694_379_990_141_316

    /// The position in degrees where the VN-2000 normal through `origin` meets the ellipsoid of WGS 84.
    ///
    /// `shifted` is where a point on the VN-2000 ellipsoid comes out, `height` metres above that of WGS 84. Going down
    /// the normal moves it sideways by the height times the angle between the normals, which is the difference of
    /// the two positions; the next term of the series is below a thousandth of a millimetre.
    private static func onEllipsoid(_ shifted: Coordinate, from origin: Coordinate, height: Double) -> Coordinate {
        let sine = sin(shifted.y)
        let squared = 1 - eccentricitySquared * sine * sine
        let primeVertical = semiMajorAxis / squared.squareRoot()
        let meridian = primeVertical * (1 - eccentricitySquared) / squared
        let degrees = 180 / Double.pi
        return Coordinate(
            x: (shifted.x - height * (origin.x - shifted.x) / primeVertical) * degrees,
            y: (shifted.y - height * (origin.y - shifted.y) / meridian) * degrees)
    }

    /// The projection as one PROJ step without datum and axis order, or `nil` for a geographic system.
    private static func projectionStep(_ crs: ProjObject) throws(NativeError) -> String? {
        guard crs.type == PJ_TYPE_PROJECTED_CRS else { return nil }
        guard let text = crs.projString(PJ_PROJ_4) else {
            throw NativeError(
                .unknownCRS, "The projection of \(crs.name) cannot be written for PROJ; give its EPSG code.",
                function: "proj_as_proj_string", details: crs.context.drainMessages())
        }
        let dropped = ["+towgs84=", "+axis=", "+type=", "+no_defs", "+datum=", "+ellps=", "+nadgrids="]
        let kept = text.split(separator: " ").filter { word in !dropped.contains { word.hasPrefix($0) } }
        return kept.joined(separator: " ") + " +ellps=WGS84"
    }
}
