import CGDAL
import GeoCore

/// The coordinate system of a raster, as GDAL's text, and how VN-2000 is told from others.
struct RasterReference: Hashable, Sendable {
    /// WKT 2, ready for a transformer.
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
        if isVN2000 { reference.nameOperation6960() }
        wkt = try reference.wkt(path: path)
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

    /// Binds the system to WGS 84 by the seven parameters of EPSG:6960, since PROJ would choose EPSG:5194 in the
    /// south by itself. OGR takes them as a position vector, so the rotations have the other sign.
    func nameOperation6960() {
        _ = unsafe OSRSetTOWGS84(
            handle, -191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278)
    }

    func wkt(path: String) throws(NativeError) -> String {
        var text: UnsafeMutablePointer<CChar>? = nil
        defer { unsafe VSIFree(text) }
        let options = StringList(["FORMAT": "WKT2_2018"])
        try NativeError.check(
            "OSRExportToWktEx",
            or: NativeFailure(.unknownCRS, "The coordinate system of \(path) cannot be written down.", path: path)
        ) {
            unsafe OSRExportToWktEx(handle, &text, options.constant)
        }
        guard let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }
}
