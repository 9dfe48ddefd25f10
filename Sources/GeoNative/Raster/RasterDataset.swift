import CGDAL
import Glibc

/// An open raster file, read only. One owner, one task at a time.
@safe struct RasterDataset: ~Copyable {
    let handle: GDALDatasetH
    let path: String

    /// The formats that are read. None of them can name another raster or an address on the network.
    private static let drivers = [
        "GTiff", "PNG", "JPEG", "WEBP", "JP2OpenJPEG", "AAIGrid", "SRTMHGT", "USGSDEM", "ENVI", "EHdr", "BMP", "GIF",
    ]

    /// The most memory that decoded blocks of all open rasters share.
    private static let blockCacheBytes: GIntBig = 64 << 20

    init(opening path: String) throws(NativeError) {
        try Self.requireLocalFile(path)
        GDALSetCacheMax64(Self.blockCacheBytes)
        let flags = UInt32(GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
        let drivers = StringList(Self.drivers)
        unsafe handle = try unsafe NativeError.check(
            "GDALOpenEx",
            or: NativeFailure(
                .unreadable,
                "\(path) is not a raster that can be read; give a GeoTIFF, COG, PNG, JPEG, WebP or JPEG 2000 file.",
                path: path)
        ) {
            unsafe GDALOpenEx(path, flags, drivers.constant, nil, nil)
        }
        self.path = path
    }

    deinit {
        unsafe GDALClose(handle)
    }

    var width: Int { Int(unsafe GDALGetRasterXSize(handle)) }
    var height: Int { Int(unsafe GDALGetRasterYSize(handle)) }
    var bandCount: Int { Int(unsafe GDALGetRasterCount(handle)) }
    var driver: String {
        guard let driver = unsafe GDALGetDatasetDriver(handle) else { return "" }
        return unsafe String(cString: GDALGetDriverShortName(driver))
    }

    private static func requireLocalFile(_ path: String) throws(NativeError) {
        guard !path.hasPrefix("/vsi"), !path.contains("://") else {
            throw NativeError(.forbiddenPath, "\(path) is not a local file; copy the raster here first.", path: path)
        }
        guard FileStamp(path) != nil else {
            throw NativeError(.missingFile, "There is no file \(path); check the name.", path: path)
        }
    }
}

/// What shows that a file has been replaced: its size and the second of its last change.
struct FileStamp: Hashable, Sendable {
    let bytes: Int
    /// Of the last change of contents, in nanoseconds: a file replaced twice in a second has another.
    let modifiedAt: Int
    /// A file moved into the place of another has another number.
    let number: UInt64

    /// `nil` where there is no regular file.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        bytes = Int(status.st_size)
        modifiedAt = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        number = UInt64(status.st_ino)
    }
}

/// A list of strings as GDAL takes options, freed with its owner.
@safe struct StringList: ~Copyable {
    let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

    init(_ strings: [String]) {
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = nil
        for string in strings { unsafe list = CSLAddString(list, string) }
        unsafe pointer = unsafe list
    }

    /// The same list as one that the callee promises not to change.
    var constant: UnsafePointer<UnsafePointer<CChar>?>? {
        unsafe UnsafeRawPointer(pointer)?.assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }

    /// Options of the form `KEY=VALUE`.
    init(_ options: KeyValuePairs<String, String>) {
        self.init(options.map { "\($0.key)=\($0.value)" })
    }

    deinit {
        unsafe CSLDestroy(pointer)
    }
}
