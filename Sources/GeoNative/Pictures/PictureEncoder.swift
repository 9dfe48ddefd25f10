import CGDAL

/// Writes pixels as a file of a format, and nothing but the pixels.
enum PictureEncoder {
    static func encode(_ pixels: PicturePixels, as format: PictureFormat) throws(NativeError) -> CleanPicture {
        let failure = NativeFailure(
            .library, "GDAL cannot write \(format.driver); install a GDAL that has this driver.")
        let bands = pixels.isOpaque || format == .jpeg ? 3 : 4
        let memory = try PictureMemory(pixels, bands: bands, failure: failure)
        try memory.fill(with: pixels, bands: bands, failure: failure)
        let driver = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName(format.driver)
        }
        let path = "/vsimem/clean-\(UInt64.random(in: 0...UInt64.max))"
        defer { _ = unsafe VSIUnlink(path) }
        let options = StringList(options(of: format))
        let copy = try unsafe NativeError.check("GDALCreateCopy", or: failure) {
            unsafe GDALCreateCopy(driver, path, memory.handle, 0, options.pointer, nil, nil)
        }
        unsafe GDALClose(copy)
        return CleanPicture(
            bytes: contents(of: path), format: format, width: pixels.width, height: pixels.height)
    }

    private static func options(of format: PictureFormat) -> [String] {
        switch format {
        case .jpeg: ["QUALITY=85"]
        case .png: ["ZLEVEL=6"]
        case .webp: ["QUALITY=82"]
        }
    }

    private static func contents(of path: String) -> [UInt8] {
        var length: vsi_l_offset = 0
        guard let start = unsafe VSIGetMemFileBuffer(path, &length, 0) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(length)))
    }
}

/// Pixels as a GDAL dataset in memory. One owner.
@safe private struct PictureMemory: ~Copyable {
    let handle: GDALDatasetH

    init(_ pixels: PicturePixels, bands: Int, failure: NativeFailure) throws(NativeError) {
        let driver = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName("MEM")
        }
        let (width, height) = (Int32(pixels.width), Int32(pixels.height))
        unsafe handle = try unsafe NativeError.check("GDALCreate", or: failure) {
            unsafe GDALCreate(driver, "", width, height, Int32(bands), GDT_Byte, nil)
        }
    }

    func fill(with pixels: PicturePixels, bands: Int, failure: NativeFailure) throws(NativeError) {
        let (width, height) = (Int32(pixels.width), Int32(pixels.height))
        if bands == 4 { _ = unsafe GDALSetRasterColorInterpretation(GDALGetRasterBand(handle, 4), GCI_AlphaBand) }
        var bytes = pixels.bytes
        try NativeError.check("GDALDatasetRasterIO", or: failure) {
            unsafe GDALDatasetRasterIO(
                handle, GF_Write, 0, 0, width, height, &bytes, width, height, GDT_Byte, Int32(bands), nil, 4,
                4 * width, 1)
        }
    }

    deinit {
        unsafe GDALClose(handle)
    }
}
