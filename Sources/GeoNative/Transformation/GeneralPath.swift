import CPROJ
import GeoCore

/// The way that PROJ itself finds best, for every system but VN-2000.
struct GeneralPath: TransformationPath {
    /// PROJ's name of the operation; where it chooses by place, of the systems.
    let operation: String
    private let transformation: ProjObject

    init(_ crs: ProjObject, label: String) throws(NativeError) {
        let context = crs.context
        let crs84 = try ProjObject.make(CRS.crs84.name, in: context)
        let found = unsafe ProjObject(
            proj_create_crs_to_crs_from_pj(context.handle, crs.handle, crs84.handle, nil, nil), in: context)
        guard let found,
            let normal = unsafe ProjObject(proj_normalize_for_visualization(context.handle, found.handle), in: context)
        else {
            throw NativeError(
                .unknownCRS, "PROJ knows no way from \(label) to WGS 84; give another coordinate system.",
                function: "proj_create_crs_to_crs", details: context.drainMessages())
        }
        transformation = normal
        operation = normal.name.isEmpty ? "\(crs.name) to WGS 84" : normal.name
    }

    func toCRS84(_ coordinates: inout [Coordinate]) {
        transformation.transform(&coordinates, .forward)
    }

    func fromCRS84(_ coordinates: inout [Coordinate]) {
        transformation.transform(&coordinates, .inverse)
    }
}
