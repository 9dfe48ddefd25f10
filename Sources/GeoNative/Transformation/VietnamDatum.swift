import CPROJ
import Foundation
import GeoCore

/// The shift from VN-2000 to WGS 84 by the operation EPSG:6960, the parameters of decision 05/2007/QĐ-BTNMT.
///
/// PROJ's own choice is another operation, EPSG:5194, in and around the Mekong delta, 0.8 m away; so every VN-2000
/// transformation names 6960. The numbers are read from PROJ's database.
struct VietnamDatum {
    /// The operation that is named in reports.
    static let operation = CRS(epsg: 6960)

    /// The Helmert step as PROJ writes it.
    let helmert: String

    init(_ context: ProjContext) throws(NativeError) {
        let code = Self.operation.code
        let found = unsafe proj_create_from_database(
            context.handle, "EPSG", code, PJ_CATEGORY_COORDINATE_OPERATION, 0, nil)
        let steps = unsafe ProjObject(found, in: context)?.projString(PJ_PROJ_5)?.components(separatedBy: "+step ")
        guard let helmert = steps?.first(where: { $0.contains("+proj=helmert") }) else {
            throw NativeError(
                .library, "PROJ's database has no operation EPSG:6960 (VN-2000 to WGS 84); install proj-data.",
                function: "proj_create_from_database", details: context.drainMessages())
        }
        self.helmert = helmert.trimmingCharacters(in: .whitespaces)
    }

    /// From geographic VN-2000 to geographic WGS 84, both in radians on the ellipsoid of WGS 84, which they share.
    var steps: String {
        "+step +proj=cart +ellps=WGS84 +step \(helmert) +step +inv +proj=cart +ellps=WGS84"
    }

    /// Whether a geographic system is VN-2000, by its code or by one of the names that software writes.
    static func isGeographic(_ crs: ProjObject) -> Bool {
        if crs.identifier == .vn2000 { return true }
        let name = crs.name.lowercased().filter { $0.isLetter || $0.isNumber }
        return name.contains("vn2000") || name.contains("vietnam2000")
    }
}
