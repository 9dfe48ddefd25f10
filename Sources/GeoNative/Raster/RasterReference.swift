import CGDAL
import GeoCore

/// The coordinate system of a raster, as GDAL's text, and how VN-2000 is told from others.
struct RasterReference: Hashable, Sendable {
    /// WKT 2 or a PROJ text, ready for a transformer.
    let wkt: String
    /// The name for people, and the authority's code where it has one.
    let name: String
    let crs: CRS?
    let isVN2000: Bool

    /// The file's own system, or that of its control points, unless the user assigned one; `nil` where there is none.
    init?(of dataset: borrowing RasterDataset, assigned: CRS?) throws(NativeError) {
        if let assigned {
            try self.init(SpatialReference.named(assigned), path: dataset.path)
            return
        }
        let handle = unsafe dataset.handle
        guard let own = unsafe GDALGetSpatialRef(handle) ?? GDALGetGCPSpatialRef(handle) else { return nil }
        // A system that GDAL found to be merely "local" places nothing on the Earth.
        guard unsafe OSRIsLocal(own) == 0 else { return nil }
        try unsafe self.init(SpatialReference(copying: own), path: dataset.path)
    }

    /// The text that a file keeps to name a system.
    static func wkt(of crs: CRS) throws(NativeError) -> String {
        try SpatialReference.named(crs).wkt(path: crs.name)
    }

    private init(_ reference: borrowing SpatialReference, path: String) throws(NativeError) {
        name = reference.name
        crs = reference.crs
        isVN2000 = reference.isVN2000
        wkt = isVN2000 ? try reference.boundByOperation6960(path: path) : try reference.wkt(path: path)
    }
}

/// An OGR spatial reference. One owner.
@safe private struct SpatialReference: ~Copyable {
    private let handle: OGRSpatialReferenceH

    private init() throws(NativeError) {
        unsafe handle = try unsafe NativeError.check(
            "OSRNewSpatialReference", or: NativeFailure(.library, "GDAL has no memory for a coordinate system.")
        ) {
            unsafe OSRNewSpatialReference(nil)
        }
    }

    static func named(_ crs: CRS) throws(NativeError) -> SpatialReference {
        let reference = try SpatialReference()
        let handle = unsafe reference.handle
        try NativeError.check(
            "OSRSetFromUserInput",
            or: NativeFailure(
                .unknownCRS, "There is no coordinate system \(crs.name); give an EPSG code such as EPSG:9217.")
        ) {
            unsafe OSRSetFromUserInput(handle, crs.name)
        }
        return reference
    }

    init(copying other: OGRSpatialReferenceH) throws(NativeError) {
        unsafe handle = try unsafe NativeError.check(
            "OSRClone", or: NativeFailure(.unknownCRS, "The coordinate system could not be copied.")
        ) {
            unsafe OSRClone(other)
        }
    }

    deinit {
        unsafe OSRDestroySpatialReference(handle)
    }

    var name: String {
        guard let name = unsafe OSRGetName(handle) else { return "unnamed" }
        return unsafe String(cString: name)
    }

    var crs: CRS? {
        guard let authority = unsafe OSRGetAuthorityName(handle, nil) else { return nil }
        guard let code = unsafe OSRGetAuthorityCode(handle, nil) else { return nil }
        return unsafe CRS(authority: String(cString: authority), code: String(cString: code))
    }

    /// Told by the datum's name, so that a meridian that EPSG does not list counts, too.
    var isVN2000: Bool {
        guard let text = unsafe OSRGetAttrValue(handle, "DATUM", 0) else { return false }
        let letters = unsafe String(cString: text).lowercased().filter { $0.isLetter || $0.isNumber }
        return ["vietnam2000", "vn2000", "dvn2000", "hanoi2000"].contains(letters)
    }

    /// A text of the system that is bound to WGS 84 by the seven parameters of EPSG:6960.
    ///
    /// The parameters are of a position vector, so the rotations have the other sign. It is a PROJ text, which carries
    /// no code: given a code, PROJ disregards the parameters and chooses EPSG:5194 in the south by itself.
    func boundByOperation6960(path: String) throws(NativeError) -> String {
        let failure = NativeFailure(
            .unknownCRS, "The coordinate system of \(path) cannot be bound to WGS 84; give it with --crs.", path: path)
        try NativeError.check("OSRSetTOWGS84", or: failure) {
            unsafe OSRSetTOWGS84(
                handle, -191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278)
        }
        return try unsafe text(or: failure, "OSRExportToProj4") { unsafe OSRExportToProj4(handle, &$0) }
    }

    func wkt(path: String) throws(NativeError) -> String {
        let options = StringList(["FORMAT": "WKT2_2018"])
        let failure = NativeFailure(.unknownCRS, "The coordinate system of \(path) cannot be written down.", path: path)
        return try unsafe text(or: failure, "OSRExportToWktEx") {
            unsafe OSRExportToWktEx(handle, &$0, options.constant)
        }
    }

    private func text(
        or failure: NativeFailure, _ function: StaticString, _ export: (inout UnsafeMutablePointer<CChar>?) -> OGRErr
    ) throws(NativeError) -> String {
        var text: UnsafeMutablePointer<CChar>? = nil
        defer { unsafe VSIFree(text) }
        try NativeError.check(function, or: failure) { unsafe export(&text) }
        guard let text = unsafe text else { throw NativeError(failure, function: function, details: []) }
        return unsafe String(cString: text)
    }
}
