import CPROJ
import GeoCore

/// The one owner of a PROJ object: a coordinate system or an operation.
///
/// It keeps its context alive, which PROJ asks for, and is used by one thread at a time with it.
@safe
final class ProjObject {
    let context: ProjContext
    let handle: OpaquePointer

    /// Takes ownership; `nil` where PROJ made nothing.
    init?(_ handle: OpaquePointer?, in context: ProjContext) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = unsafe handle
        self.context = context
    }

    deinit {
        unsafe proj_destroy(handle)
    }

    /// Makes a coordinate system or operation from a code, WKT or PROJ string.
    static func make(_ text: String, in context: ProjContext) throws(NativeError) -> ProjObject {
        _ = context.drainMessages()
        guard let object = unsafe ProjObject(proj_create(context.handle, text), in: context) else {
            throw NativeError(
                .unknownCRS, "\(CRSDefinition.text(text).label) is no coordinate system that PROJ knows; give EPSG:n.",
                function: "proj_create", details: context.drainMessages())
        }
        return object
    }

    var name: String {
        unsafe proj_get_name(handle).map { unsafe String(cString: $0) } ?? ""
    }

    /// The identifier that the object carries, or `nil`.
    var identifier: CRS? {
        guard let authority = unsafe proj_get_id_auth_name(handle, 0), let code = unsafe proj_get_id_code(handle, 0)
        else { return nil }
        return unsafe CRS(authority: String(cString: authority), code: String(cString: code))
    }

    var type: PJ_TYPE { unsafe proj_get_type(handle) }

    /// The system itself where this one is bound to WGS 84 by parameters (`TOWGS84`) or compound with heights.
    func unbound() -> ProjObject {
        switch type {
        case PJ_TYPE_BOUND_CRS:
            unsafe ProjObject(proj_get_source_crs(context.handle, handle), in: context)?.unbound() ?? self
        case PJ_TYPE_COMPOUND_CRS:
            unsafe ProjObject(proj_crs_get_sub_crs(context.handle, handle, 0), in: context)?.unbound() ?? self
        default: self
        }
    }

    /// The geographic system under a projected one, or itself.
    var geographic: ProjObject? {
        unsafe ProjObject(proj_crs_get_geodetic_crs(context.handle, handle), in: context)
    }

    /// The projection of a projected system, or the operation of a bound one.
    var conversion: ProjObject? {
        unsafe ProjObject(proj_crs_get_coordoperation(context.handle, handle), in: context)
    }

    /// A parameter of an operation in SI units (metres, radians, one), or `nil` where it has none of that name.
    func parameter(_ name: String) -> Double? {
        let index = unsafe proj_coordoperation_get_param_index(context.handle, handle, name)
        guard index >= 0 else { return nil }
        var value = 0.0
        var factor = 0.0
        let known = unsafe proj_coordoperation_get_param(
            context.handle, handle, index, nil, nil, nil, &value, nil, &factor, nil, nil, nil, nil)
        return known == 0 ? nil : value * factor
    }

    /// The object as a PROJ string of the given form, or `nil` where it has none.
    func projString(_ form: PJ_PROJ_STRING_TYPE) -> String? {
        unsafe proj_as_proj_string(context.handle, handle, form, nil).map { unsafe String(cString: $0) }
    }
}
