import Foundation
import GeoCore

/// A second, independent way from metres to degrees for tests: Krüger's series and the seven parameters of
/// EPSG:6960 as a coordinate frame rotation. Good to 1e-7° in Vietnam.
enum ReferenceTransform {
    static func toLonLat(_ points: [Coordinate], _ crs: CRS) -> [Coordinate]? {
        if crs == .crs84 || crs == .wgs84 { return points }
        guard let zone = VietnamZones.zone(crs) else { return nil }
        let scale = zone.kind == .vn2000TM3 ? 0.9999 : 0.9996
        return points.map { point in
            let place = inverseMercator(point, meridian: zone.centralMeridian, scale: scale)
            return zone.kind == .wgs84UTM ? place : shift(place)
        }
    }

    private static let semiMajor = 6_378_137.0
    private static let flattening = 1 / 298.257223563
    private static let eccentricity2 = flattening * (2 - flattening)

    static func inverseMercator(_ point: Coordinate, meridian: Double, scale: Double) -> Coordinate {
        let n = flattening / (2 - flattening)
        let radius = semiMajor / (1 + n) * (1 + n * n / 4 + pow(n, 4) / 64)
        let beta = [
            n / 2 - 2 * n * n / 3 + 37 * pow(n, 3) / 96, n * n / 48 + pow(n, 3) / 15, 17 * pow(n, 3) / 480,
        ]
        let delta = [2 * n - 2 * n * n / 3 - 2 * pow(n, 3), 7 * n * n / 3 - 8 * pow(n, 3) / 5, 56 * pow(n, 3) / 15]
        let (xi, eta) = (point.y / (scale * radius), (point.x - 500_000) / (scale * radius))
        var (xi1, eta1) = (xi, eta)
        for (index, factor) in beta.enumerated() {
            let order = Double(2 * (index + 1))
            xi1 -= factor * sin(order * xi) * cosh(order * eta)
            eta1 -= factor * cos(order * xi) * sinh(order * eta)
        }
        let chi = asin(sin(xi1) / cosh(eta1))
        let latitude = delta.enumerated().reduce(chi) { $0 + $1.1 * sin(Double(2 * ($1.0 + 1)) * chi) }
        let longitude = meridian * .pi / 180 + atan2(sinh(eta1), cos(xi1))
        return Coordinate(x: longitude * 180 / .pi, y: latitude * 180 / .pi)
    }

    /// VN-2000 to WGS 84 at height zero.
    static func shift(_ place: Coordinate) -> Coordinate {
        let (longitude, latitude) = (place.x * .pi / 180, place.y * .pi / 180)
        let normal = semiMajor / sqrt(1 - eccentricity2 * pow(sin(latitude), 2))
        let x = normal * cos(latitude) * cos(longitude)
        let y = normal * cos(latitude) * sin(longitude)
        let z = normal * (1 - eccentricity2) * sin(latitude)
        let second = Double.pi / 180 / 3600
        let (rx, ry, rz) = (-0.00928836 * second, 0.01975479 * second, -0.00427372 * second)
        let k = 1.000000252906278
        return geographic(
            x: k * (x + rz * y - ry * z) - 191.90441429, y: k * (-rz * x + y + rx * z) - 39.30318279,
            z: k * (ry * x - rx * y + z) - 111.45032835)
    }

    private static func geographic(x: Double, y: Double, z: Double) -> Coordinate {
        let horizontal = hypot(x, y)
        var latitude = atan2(z, horizontal * (1 - eccentricity2))
        for _ in 0..<6 {
            let normal = semiMajor / sqrt(1 - eccentricity2 * pow(sin(latitude), 2))
            latitude = atan2(z + eccentricity2 * normal * sin(latitude), horizontal)
        }
        return Coordinate(x: atan2(y, x) * 180 / .pi, y: latitude * 180 / .pi)
    }
}
