import CGDAL

/// Reads windows of a level of one raster.
struct RasterReader {
    /// No tile needs more than this many pixels of a level; what would is a distortion that cannot be drawn well.
    private static let pixelLimit = 64 << 20

    let level: RasterLevel
    let window: RasterWindow

    init(_ window: RasterWindow, of level: RasterLevel, path: String) throws(NativeError) {
        guard window.count <= Self.pixelLimit else {
            throw NativeError(
                .notTransformable, "\(path) is too distorted to be drawn at this zoom; warp it to EPSG:3857 first.",
                path: path)
        }
        self.level = level
        self.window = window
    }

    /// The bands interleaved by pixel, as 8-bit numbers.
    ///
    /// - Parameter averaging: Whether thinned pixels are averaged; those of a palette must not be.
    func bytes(
        _ bands: [Int], averaging: Bool, of dataset: borrowing RasterDataset
    ) throws(NativeError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: window.count * bands.count)
        for (place, number) in bands.enumerated() {
            let band = try unsafe self.band(number, of: dataset)
            try unsafe read(
                band, regionInLevel, into: &result, at: place, stride: bands.count, type: GDT_Byte,
                averaging: averaging, path: dataset.path)
        }
        return result
    }

    /// One band as numbers with its scale and offset applied, NaN where there is no data.
    func values(_ number: Int, masked: Bool, of dataset: borrowing RasterDataset) throws(NativeError) -> [Float] {
        var result = [Float](repeating: 0, count: window.count)
        let band = try unsafe self.band(number, of: dataset)
        try unsafe read(
            band, regionInLevel, into: &result, at: 0, stride: 1, type: GDT_Float32, averaging: true,
            path: dataset.path)
        if masked {
            let mask = try presence([number], of: dataset)
            for index in result.indices where mask[index] == 0 { result[index] = .nan }
        }
        guard let description = BandDescription(number, of: dataset) else { return result }
        Self.apply(scale: description.scale, offset: description.offset, to: &result)
        return result
    }

    /// 255 where any of the bands has data, else 0.
    func presence(_ bands: [Int], of dataset: borrowing RasterDataset) throws(NativeError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: window.count)
        for number in bands {
            let mask = try opacity(number, of: dataset)
            for index in result.indices where mask[index] >= 128 { result[index] = 255 }
        }
        return result
    }

    /// The mask of a band: 0 for no data or transparent, 255 for opaque.
    func opacity(_ number: Int, of dataset: borrowing RasterDataset) throws(NativeError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: window.count)
        let band = try unsafe self.band(number, of: dataset)
        // An overview made without its mask would show what the full resolution hides.
        let isMasked = unsafe GDALGetMaskFlags(band) & GMF_ALL_VALID == 0
        let source = isMasked ? unsafe band : try unsafe fullBand(number, of: dataset)
        guard let mask = unsafe GDALGetMaskBand(source) else { return [UInt8](repeating: 255, count: window.count) }
        try unsafe read(
            mask, isMasked ? regionInLevel : region(inFull: dataset), into: &result, at: 0, stride: 1, type: GDT_Byte,
            averaging: isMasked, path: dataset.path)
        return result
    }

    private static func apply(scale: Double, offset: Double, to values: inout [Float]) {
        guard scale != 1 || offset != 0 else { return }
        for index in values.indices { values[index] = Float(Double(values[index]) * scale + offset) }
    }
}

extension RasterReader {
    private func fullBand(
        _ number: Int, of dataset: borrowing RasterDataset
    ) throws(NativeError) -> GDALRasterBandH {
        let handle = unsafe dataset.handle
        return try unsafe NativeError.check(
            "GDALGetRasterBand",
            or: NativeFailure(.unknownName, "\(dataset.path) has no band \(number).", path: dataset.path)
        ) {
            unsafe GDALGetRasterBand(handle, Int32(number))
        }
    }

    /// The band at this level's resolution.
    private func band(_ number: Int, of dataset: borrowing RasterDataset) throws(NativeError) -> GDALRasterBandH {
        let band = try unsafe fullBand(number, of: dataset)
        guard let overview = level.overview else { return unsafe band }
        return try unsafe NativeError.check(
            "GDALGetOverview",
            or: NativeFailure(
                .unreadable, "An overview of \(dataset.path) lacks band \(number); make them again with gdaladdo.",
                path: dataset.path)
        ) {
            unsafe GDALGetOverview(band, Int32(overview))
        }
    }

    /// The window before thinning.
    private var regionInLevel: RasterWindow {
        let thinning = level.thinning
        return RasterWindow(
            x: window.x * thinning, y: window.y * thinning, width: window.width * thinning,
            height: window.height * thinning)
    }

    /// The window in pixels of the full resolution.
    private func region(inFull dataset: borrowing RasterDataset) -> RasterWindow {
        let x = min(dataset.width - 1, Int(Double(window.x) * level.scaleX))
        let y = min(dataset.height - 1, Int(Double(window.y) * level.scaleY))
        return RasterWindow(
            x: x, y: y, width: max(1, min(dataset.width - x, Int(Double(window.width) * level.scaleX))),
            height: max(1, min(dataset.height - y, Int(Double(window.height) * level.scaleY))))
    }

    private func read<Value: BitwiseCopyable>(
        _ band: GDALRasterBandH, _ region: RasterWindow, into values: inout [Value], at place: Int, stride: Int,
        type: GDALDataType,
        averaging: Bool, path: String
    ) throws(NativeError) {
        var options = unsafe GDALRasterIOExtraArg()
        unsafe options.nVersion = 1
        unsafe options.eResampleAlg = averaging && level.thinning > 1 ? GRIORA_Average : GRIORA_NearestNeighbour
        let pixelBytes = MemoryLayout<Value>.size * stride
        try unsafe values.withUnsafeMutableBufferPointer { buffer throws(NativeError) in
            let target = unsafe buffer.baseAddress.map { unsafe UnsafeMutableRawPointer($0 + place) }
            try NativeError.check(
                "GDALRasterIOEx",
                or: NativeFailure(
                    .unreadable, "\(path) is damaged: a part of it cannot be read; copy the file again.", path: path)
            ) {
                unsafe GDALRasterIOEx(
                    band, GF_Read, Int32(region.x), Int32(region.y), Int32(region.width), Int32(region.height), target,
                    Int32(window.width), Int32(window.height), type, GSpacing(pixelBytes),
                    GSpacing(pixelBytes * window.width), &options)
            }
        }
    }
}
