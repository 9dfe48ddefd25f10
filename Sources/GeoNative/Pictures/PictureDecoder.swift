import CGDAL

/// Decodes a picture in memory, strip by strip, with the driver of its format and no other. One owner.
@safe
struct PictureDecoder: ~Copyable {
    private let handle: GDALDatasetH
    private let path: String
    private let header: PictureHeader

    private static let damaged = NativeFailure(
        .unreadable, "The picture is damaged and cannot be decoded; send it again, or save it anew first.")

    init(_ bytes: [UInt8], _ header: PictureHeader) throws(NativeError) {
        self.header = header
        path = "/vsimem/picture-\(UInt64.random(in: 0...UInt64.max))"
        try Self.place(bytes, at: path)
        do throws(NativeError) {
            unsafe handle = try unsafe Self.open(path, header.format)
        } catch {
            _ = unsafe VSIUnlink(path)
            throw error
        }
    }

    deinit {
        unsafe GDALClose(handle)
        _ = unsafe VSIUnlink(path)
    }

    /// A copy of the bytes that GDAL owns and frees.
    private static func place(_ bytes: [UInt8], at path: String) throws(NativeError) {
        let failure = NativeFailure(.library, "GDAL has no memory for a picture; free some and try again.")
        let copy = try unsafe NativeError.check("VSIMalloc", or: failure) { unsafe VSIMalloc(bytes.count) }
        unsafe copy.copyMemory(from: bytes, byteCount: bytes.count)
        let file = unsafe VSIFileFromMemBuffer(
            path, copy.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count), 1)
        guard let file = unsafe file else {
            unsafe VSIFree(copy)
            throw NativeError(failure, function: "VSIFileFromMemBuffer", details: [])
        }
        unsafe VSIFCloseL(file)
    }

    private static func open(_ path: String, _ format: PictureFormat) throws(NativeError) -> GDALDatasetH {
        let drivers = StringList([format.driver])
        return try unsafe NativeError.check("GDALOpenEx", or: damaged) {
            unsafe GDALOpenEx(path, UInt32(GDAL_OF_RASTER | GDAL_OF_READONLY), drivers.constant, nil, nil)
        }
    }

    /// The picture, no side longer than asked.
    func pixels(longSide: Int) throws(NativeError) -> PicturePixels {
        let width = unsafe Int(GDALGetRasterXSize(handle))
        let height = unsafe Int(GDALGetRasterYSize(handle))
        guard width == header.width, height == header.height else {
            throw NativeError(Self.damaged, function: "GDALGetRasterXSize", details: [])
        }
        let bands = try unsafe PictureBands(handle, damaged: Self.damaged)
        var shrinker = PictureShrinker(width: width, height: height, longSide: longSide)
        var row = [UInt8](repeating: 255, count: width * 4)
        for first in stride(from: 0, to: height, by: Self.stripRows) {
            let count = min(Self.stripRows, height - first)
            let strip = try unsafe bands.read(handle, rows: first..<first + count, width: width, damaged: Self.damaged)
            for line in 0..<count {
                bands.expand(strip, line: line, width: width, into: &row)
                shrinker.add(row: row)
            }
        }
        return shrinker.pixels
    }

    private static let stripRows = 64
}

/// The bands of an open picture and how they make colours: grey or colour, with or without opacity, or by a palette.
private struct PictureBands {
    private let count: Int
    /// Red, green, blue, alpha of each number; empty where bands are colours themselves.
    private let palette: [[UInt8]]
    /// What a 16-bit number is divided by; 1 for bytes.
    private let divisor: UInt16

    init(_ dataset: GDALDatasetH, damaged: NativeFailure) throws(NativeError) {
        count = unsafe Int(GDALGetRasterCount(dataset))
        guard (1...4).contains(count), let band = unsafe GDALGetRasterBand(dataset, 1) else {
            throw NativeError(damaged, function: "GDALGetRasterCount", details: [])
        }
        let type = unsafe GDALGetRasterDataType(band)
        divisor = type == GDT_Byte ? 1 : 257
        var palette: [[UInt8]] = []
        if count == 1, let table = unsafe GDALGetRasterColorTable(band) {
            let size = unsafe GDALGetColorEntryCount(table)
            for index in 0..<size {
                var entry = GDALColorEntry()
                _ = unsafe GDALGetColorEntryAsRGB(table, index, &entry)
                palette.append([entry.c1, entry.c2, entry.c3, entry.c4].map { UInt8(clamping: $0) })
            }
        }
        self.palette = palette
    }

    /// The numbers of some rows, pixel by pixel, the bands of each together.
    func read(
        _ dataset: GDALDatasetH, rows: Range<Int>, width: Int, damaged: NativeFailure
    ) throws(NativeError) -> [UInt16] {
        var numbers = [UInt16](repeating: 0, count: rows.count * width * count)
        let (columns, lines, bands) = (Int32(width), Int32(rows.count), Int32(count))
        try NativeError.check("GDALDatasetRasterIO", or: damaged) {
            unsafe GDALDatasetRasterIO(
                dataset, GF_Read, 0, Int32(rows.lowerBound), columns, lines, &numbers, columns, lines, GDT_UInt16,
                bands, nil, 2 * bands, 2 * bands * columns, 2)
        }
        return numbers
    }

    /// One row as red, green, blue and alpha.
    func expand(_ strip: [UInt16], line: Int, width: Int, into row: inout [UInt8]) {
        for pixel in 0..<width {
            let (from, to) = ((line * width + pixel) * count, pixel * 4)
            func value(_ band: Int) -> UInt8 { UInt8(clamping: strip[from + band] / divisor) }
            if !palette.isEmpty {
                let color = Int(strip[from]) < palette.count ? palette[Int(strip[from])] : [0, 0, 0, 0]
                for channel in 0..<4 { row[to + channel] = color[channel] }
            } else {
                let isGrey = count < 3
                row[to] = value(0)
                row[to + 1] = value(isGrey ? 0 : 1)
                row[to + 2] = value(isGrey ? 0 : 2)
                row[to + 3] = count % 2 == 0 ? value(count - 1) : 255
            }
        }
    }
}
