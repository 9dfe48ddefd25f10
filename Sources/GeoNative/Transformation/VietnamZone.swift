import CPROJ
import Foundation
package import GeoCore

/// A projected VN-2000 zone of the EPSG registry.
package struct VietnamZone: Hashable, Sendable {
    package var crs: CRS
    /// `VN-2000 / TM-3 108-15`.
    package var name: String
    /// Degrees east.
    package var centralMeridian: Double
    /// 0.9999 for zones of 3 degrees, 0.9996 for those of 6.
    package var scale: Double
    package var falseEasting: Double
    /// Where the registry says that the zone is used, in degrees; onshore only.
    package var area: BoundingBox
    /// The provinces, as the registry names them (those before July 2025).
    package var areaName: String

    /// 3 or 6.
    package var widthDegrees: Int { scale > 0.9998 ? 3 : 6 }
}

extension GeoContext {
    /// The VN-2000 zones in the order of their codes, read from PROJ's database once for each worker.
    package mutating func vietnamZones() throws(NativeError) -> [VietnamZone] {
        try companion(VietnamZoneList.self).zones(in: proj)
    }
}

final class VietnamZoneList: GeoCompanion {
    private var known: [VietnamZone]?

    func zones(in context: ProjContext) throws(NativeError) -> [VietnamZone] {
        if let known { return known }
        var zones: [VietnamZone] = []
        for entry in Self.merged(try Self.entries(context)) {
            if let zone = try Self.zone(entry, context) { zones.append(zone) }
        }
        known = zones.sorted { ($0.crs.epsg ?? 0) < ($1.crs.epsg ?? 0) }
        return known ?? zones
    }
}

extension VietnamZoneList {
    private struct Entry {
        var code: String
        var name: String
        var area: BoundingBox
        var areaName: String
    }

    private static func entries(_ context: ProjContext) throws(NativeError) -> [Entry] {
        var count: Int32 = 0
        guard let parameters = unsafe proj_get_crs_list_parameters_create() else { throw unreadable(context) }
        defer { unsafe proj_get_crs_list_parameters_destroy(parameters) }
        var type = PJ_TYPE_PROJECTED_CRS
        let list = unsafe withUnsafePointer(to: &type) { types in
            unsafe parameters.pointee.types = unsafe types
            unsafe parameters.pointee.typesCount = 1
            return unsafe proj_get_crs_info_list_from_database(context.handle, "EPSG", parameters, &count)
        }
        guard let list = unsafe list else { throw unreadable(context) }
        defer { unsafe proj_crs_info_list_destroy(list) }
        return (0..<Int(count)).compactMap { index in unsafe list[index].flatMap { unsafe entry($0.pointee) } }
    }

    /// The registry lists a system once for each of its areas of use.
    private static func merged(_ entries: [Entry]) -> [Entry] {
        var result: [Entry] = []
        for entry in entries {
            if let index = result.firstIndex(where: { $0.code == entry.code }) {
                result[index].area = result[index].area.union(entry.area)
                result[index].areaName += " " + entry.areaName
            } else {
                result.append(entry)
            }
        }
        return result
    }

    private static func entry(_ info: PROJ_CRS_INFO) -> Entry? {
        guard unsafe info.deprecated == 0, let code = unsafe info.code, let name = unsafe info.name else { return nil }
        let text = unsafe String(cString: name)
        guard text.hasPrefix("VN-2000 /") else { return nil }
        let area = unsafe BoundingBox(
            west: info.west_lon_degree, south: info.south_lat_degree, east: info.east_lon_degree,
            north: info.north_lat_degree)
        let areaName = unsafe info.area_name.map { unsafe String(cString: $0) } ?? ""
        return Entry(code: unsafe String(cString: code), name: text, area: area, areaName: areaName)
    }

    private static func zone(_ entry: Entry, _ context: ProjContext) throws(NativeError) -> VietnamZone? {
        let crs = CRS(authority: "EPSG", code: entry.code)
        guard let projection = TransverseMercator(try ProjObject.make(crs.name, in: context)) else { return nil }
        return VietnamZone(
            crs: crs, name: entry.name, centralMeridian: projection.centralMeridian, scale: projection.scale,
            falseEasting: projection.falseEasting, area: entry.area, areaName: entry.areaName)
    }

    private static func unreadable(_ context: ProjContext) -> NativeError {
        NativeError(
            .library, "PROJ's database cannot be read; install proj-data.",
            function: "proj_get_crs_info_list_from_database", details: context.drainMessages())
    }
}

/// The parameters of a Transverse Mercator projection, in degrees and metres.
struct TransverseMercator: Hashable {
    let centralMeridian: Double
    let originLatitude: Double
    let scale: Double
    let falseEasting: Double
    let falseNorthing: Double

    /// `nil` where the system is not projected so.
    init?(_ crs: ProjObject) {
        guard crs.type == PJ_TYPE_PROJECTED_CRS, let conversion = crs.conversion,
            let meridian = conversion.parameter("Longitude of natural origin"),
            let latitude = conversion.parameter("Latitude of natural origin"),
            let scale = conversion.parameter("Scale factor at natural origin"),
            let easting = conversion.parameter("False easting"), let northing = conversion.parameter("False northing"),
            crs.projString(PJ_PROJ_4).map({ $0.contains("+proj=tmerc") || $0.contains("+proj=utm") }) ?? false
        else { return nil }
        // Degrees that were typed as such come back through radians with an error in the sixteenth digit.
        centralMeridian = (meridian * 180 / .pi * 1e10).rounded() / 1e10
        originLatitude = (latitude * 180 / .pi * 1e10).rounded() / 1e10
        self.scale = scale
        falseEasting = easting
        falseNorthing = northing
    }
}
