import CGDAL

/// Packs a picture as PNG, JPEG or WebP.
struct RasterTileEncoder {
    private let format: RasterTileFormat
    private let isExact: Bool

    /// Heights must come back as they went in, so Terrain-RGB is packed without loss, and never as JPEG.
    init(_ format: RasterTileFormat, style: RasterStyle) throws(NativeError) {
        isExact = style == .terrainRGB
        guard !isExact || format != .jpeg else {
            throw NativeError(
                .unknownFormat, "Terrain-RGB cannot be packed as JPEG, which changes the heights; ask for PNG or WebP.")
        }
        self.format = format
    }

    func encode(_ picture: PixelBuffer) throws(NativeError) -> [UInt8] {
        switch format {
        case .png: return try PNGEncoder.encode(picture.withoutNeedlessAlpha)
        case .jpeg: return try Self.encode(picture.flattened(onto: 255), driver: "JPEG", options: ["QUALITY": "80"])
        case .webp:
            let color = picture.withoutNeedlessAlpha.inColor
            let options: KeyValuePairs = isExact ? ["LOSSLESS": "YES", "EXACT": "1"] : Self.lossyWebP
            return try Self.encode(color, driver: "WEBP", options: options)
        }
    }

    /// Method 1 takes a third of the time of libwebp's default, 4, for a few per cent more bytes.
    private static let lossyWebP: KeyValuePairs<String, String> = ["QUALITY": "78", "METHOD": "1"]

    private static func encode(
        _ picture: PixelBuffer, driver: StaticString, options: KeyValuePairs<String, String>
    ) throws(NativeError) -> [UInt8] {
        let failure = NativeFailure(
            .library, "GDAL cannot write \(driver); install a GDAL that has this driver.")
        let memory = try MemoryRaster(picture)
        try memory.fill(with: picture)
        let target = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName("\(driver)")
        }
        let file = MemoryFile()
        let list = StringList(options)
        let copy = try unsafe NativeError.check("GDALCreateCopy", or: failure) {
            unsafe GDALCreateCopy(target, file.path, memory.handle, 0, list.pointer, nil, nil)
        }
        unsafe GDALClose(copy)
        return file.contents
    }
}

/// A picture as a GDAL dataset in memory. One owner.
@safe private struct MemoryRaster: ~Copyable {
    let handle: GDALDatasetH

    init(_ picture: PixelBuffer) throws(NativeError) {
        let failure = NativeFailure(.library, "GDAL has no memory for a picture; free some and try again.")
        let driver = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName("MEM")
        }
        let (size, channels) = (Int32(picture.size), picture.channels.rawValue)
        unsafe handle = try unsafe NativeError.check("GDALCreate", or: failure) {
            unsafe GDALCreate(driver, "", size, size, Int32(channels), GDT_Byte, nil)
        }
    }

    func fill(with picture: PixelBuffer) throws(NativeError) {
        let (size, channels) = (Int32(picture.size), picture.channels.rawValue)
        if picture.channels.hasAlpha {
            let alpha = unsafe GDALGetRasterBand(handle, Int32(channels))
            _ = unsafe GDALSetRasterColorInterpretation(alpha, GCI_AlphaBand)
        }
        var bytes = picture.bytes
        let failure = NativeFailure(.library, "GDAL cannot keep a picture in memory; free some and try again.")
        try NativeError.check("GDALDatasetRasterIO", or: failure) {
            unsafe GDALDatasetRasterIO(
                handle, GF_Write, 0, 0, size, size, &bytes, size, size, GDT_Byte, Int32(channels), nil,
                Int32(channels), Int32(channels) * size, 1)
        }
    }

    deinit {
        unsafe GDALClose(handle)
    }
}

/// A file of GDAL's that exists in memory alone, removed with its owner.
private struct MemoryFile: ~Copyable {
    let path: String

    init() {
        path = "/vsimem/tile-\(UInt64.random(in: 0...UInt64.max))"
    }

    deinit {
        _ = unsafe VSIUnlink(path)
    }

    var contents: [UInt8] {
        var length: vsi_l_offset = 0
        guard let start = unsafe VSIGetMemFileBuffer(path, &length, 0) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(length)))
    }
}
