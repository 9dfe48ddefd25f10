import CGDAL
import GeoCore

/// The one owner of an OGR spatial reference with x before y, or of none.
@safe
struct LayerReference: ~Copyable {
    let handle: OGRSpatialReferenceH?

    init(_ definition: CRSDefinition?) throws(NativeError) {
        let made = try unsafe definition.map { definition throws(NativeError) in try unsafe Self.make(definition) }
        unsafe handle = unsafe made
    }

    deinit {
        if let handle = unsafe handle { unsafe OSRRelease(handle) }
    }
}

extension LayerReference {
    private static func make(_ definition: CRSDefinition) throws(NativeError) -> OGRSpatialReferenceH {
        guard let made = unsafe OSRNewSpatialReference(nil) else {
            throw NativeError(.library, "GDAL could not make a coordinate system; check that libgdal is installed.")
        }
        unsafe OSRSetAxisMappingStrategy(made, OAMS_TRADITIONAL_GIS_ORDER)
        let failure = NativeFailure(
            .unknownCRS, "\(definition.label) is no coordinate system that GDAL knows; give EPSG:n.")
        // CRS84 is written as EPSG:4326, which readers know; the order of the axes is the same here.
        let input = definition == .code(.crs84) ? CRS.wgs84.name : definition.userInput
        do {
            try NativeError.check("OSRSetFromUserInput", or: failure) { unsafe OSRSetFromUserInput(made, input) }
        } catch {
            unsafe OSRRelease(made)
            throw error
        }
        return unsafe made
    }
}
