/// The coordinate systems in which Vietnamese files arrive.
package enum VietnamZones {
    /// A transverse Mercator system of the country.
    package struct Zone: Hashable, Sendable {
        package var crs: CRS
        /// Degrees east.
        package var centralMeridian: Double
        package var kind: Kind
    }

    /// The families, which differ in scale factor and datum.
    package enum Kind: String, Hashable, Sendable {
        /// VN-2000, 3° zones, k 0.9999: cadastre and planning.
        case vn2000TM3 = "VN-2000 TM-3"
        /// VN-2000, 6° zones, k 0.9996: topographic maps.
        case vn2000UTM = "VN-2000 UTM"
        /// WGS 84, 6° zones: receivers and foreign imagery.
        case wgs84UTM = "WGS 84 UTM"
    }

    /// The 18 three-degree zones by central meridian, west to east.
    package static let tm3: [Zone] = [
        (5896, 102), (9205, 103), (9206, 104), (9207, 104.5), (9208, 104.75), (5897, 105), (9209, 105.5),
        (9210, 105.75),
        (9211, 106), (9212, 106.25), (9213, 106.5), (9214, 107), (9215, 107.25), (9216, 107.5), (5899, 107.75),
        (5898, 108), (9217, 108.25), (9218, 108.5),
    ].map { Zone(crs: CRS(epsg: $0.0), centralMeridian: $0.1, kind: .vn2000TM3) }

    /// Every candidate for a file that does not say: three-degree zones, then six-degree zones of both datums.
    package static let candidates: [Zone] =
        tm3 + [
            Zone(crs: CRS(epsg: 3405), centralMeridian: 105, kind: .vn2000UTM),
            Zone(crs: CRS(epsg: 3406), centralMeridian: 111, kind: .vn2000UTM),
            Zone(crs: CRS(epsg: 32648), centralMeridian: 105, kind: .wgs84UTM),
            Zone(crs: CRS(epsg: 32649), centralMeridian: 111, kind: .wgs84UTM),
        ]

    /// Land and sea, with Hoàng Sa and Trường Sa: 102–118° E, 6–24° N.
    package static let bounds = BoundingBox(west: 102, south: 6, east: 118, north: 24)

    /// A metric ordinate above this is a northing, below it an easting: eastings end at 830,000 m, northings of the
    /// country begin at 929,100 m.
    package static let northingThreshold = 880_000.0

    /// The zone with this code; `nil` for a system that is not one of `candidates`.
    package static func zone(_ crs: CRS) -> Zone? { candidates.first { $0.crs == crs } }
}

extension VietnamZones.Zone {
    /// `EPSG:9217 (VN-2000 TM-3, 108°15′)`.
    package var label: String {
        let degrees = Int(centralMeridian)
        let minutes = Int(((centralMeridian - Double(degrees)) * 60).rounded())
        return "\(crs.name) (\(kind.rawValue), \(degrees)°\(minutes == 0 ? "00" : String(minutes))′)"
    }
}
