import CGDAL
import Foundation
import GeoCore

extension GeoContext {
    /// Writes heights in metres as a cloud-optimised GeoTIFF of 32-bit numbers with overviews.
    ///
    /// - Parameters:
    ///   - noData: The number that stands for an unknown height.
    ///   - rows: Gives the heights of some rows, from the north, `width` each; asked for once each, in order.
    package mutating func writeElevation(
        _ grid: RasterGrid, noData: Float, to path: String, rows: (Range<Int>) -> [Float]
    ) throws(NativeError) {
        let draft = try RasterDraft(grid, bands: 1, type: GDT_Float32, path: path)
        try draft.setNoData(Double(noData))
        try draft.fill(type: GDT_Float32, rows: rows)
        try draft.publish(["COMPRESS": "DEFLATE", "PREDICTOR": "YES", "OVERVIEW_RESAMPLING": "AVERAGE"])
    }

    /// Writes a picture as a cloud-optimised GeoTIFF packed as JPEG with overviews.
    ///
    /// - Parameter rows: Gives red, green, blue for each pixel of some rows, from the north; asked for once each, in order.
    package mutating func writeOrthophoto(
        _ grid: RasterGrid, quality: Int = 85, to path: String, rows: (Range<Int>) -> [UInt8]
    ) throws(NativeError) {
        let draft = try RasterDraft(grid, bands: 3, type: GDT_Byte, path: path)
        try draft.fill(type: GDT_Byte, rows: rows)
        try draft.publish(["COMPRESS": "JPEG", "QUALITY": "\(quality)", "OVERVIEW_RESAMPLING": "AVERAGE"])
    }
}

/// A raster being written row by row into a plain file beside its target, which it becomes when it is whole.
@safe private struct RasterDraft: ~Copyable {
    private static let stripRows = 256

    private let handle: GDALDatasetH
    private let grid: RasterGrid
    private let bands: Int
    private let path: String

    private var draftPath: String { path + ".draft.tif" }
    private var failure: NativeFailure {
        NativeFailure(
            .notWritten, "\(path) could not be written; check the folder and the space on the disk.", path: path)
    }

    init(_ grid: RasterGrid, bands: Int, type: GDALDataType, path: String) throws(NativeError) {
        self.grid = grid
        self.bands = bands
        self.path = path
        let failure = NativeFailure(
            .notWritten, "\(path) could not be written; check that the folder exists and may be written to.",
            path: path)
        let options = StringList(["TILED": "YES", "INTERLEAVE": "PIXEL", "BIGTIFF": "IF_SAFER"])
        let driver = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName("GTiff")
        }
        unsafe handle = try unsafe NativeError.check("GDALCreate", or: failure) {
            unsafe GDALCreate(
                driver, path + ".draft.tif", Int32(grid.width), Int32(grid.height), Int32(bands), type,
                options.pointer)
        }
    }

    deinit {
        unsafe GDALClose(handle)
        _ = unsafe VSIUnlink(draftPath)
    }

    func setNoData(_ value: Double) throws(NativeError) {
        let band = unsafe GDALGetRasterBand(handle, 1)
        try NativeError.check("GDALSetRasterNoDataValue", or: failure) {
            unsafe GDALSetRasterNoDataValue(band, value)
        }
    }

    func fill<Value: BitwiseCopyable>(
        type: GDALDataType, rows: (Range<Int>) -> [Value]
    ) throws(NativeError) {
        try place()
        for first in stride(from: 0, to: grid.height, by: Self.stripRows) {
            let range = first..<min(first + Self.stripRows, grid.height)
            let values = rows(range)
            precondition(values.count == range.count * grid.width * bands, "the rows' values must fill them")
            try write(values, rows: range, type: type)
        }
    }

    private func place() throws(NativeError) {
        let reference = try RasterReference.wkt(of: grid.crs)
        try NativeError.check("GDALSetProjection", or: failure) { unsafe GDALSetProjection(handle, reference) }
        var transform = [grid.northWest.x, grid.pixelSize, 0, grid.northWest.y, 0, -grid.pixelSize]
        try NativeError.check("GDALSetGeoTransform", or: failure) { unsafe GDALSetGeoTransform(handle, &transform) }
    }

    private func write<Value: BitwiseCopyable>(
        _ values: [Value], rows: Range<Int>, type: GDALDataType
    ) throws(NativeError) {
        let pixelBytes = MemoryLayout<Value>.size * bands
        var values = values
        try unsafe values.withUnsafeMutableBufferPointer { buffer throws(NativeError) in
            let source = UnsafeMutableRawPointer(buffer.baseAddress)
            try NativeError.check("GDALDatasetRasterIOEx", or: failure) {
                unsafe GDALDatasetRasterIOEx(
                    handle, GF_Write, 0, Int32(rows.lowerBound), Int32(grid.width), Int32(rows.count),
                    source, Int32(grid.width), Int32(rows.count), type, Int32(bands), nil,
                    GSpacing(pixelBytes), GSpacing(pixelBytes * grid.width), GSpacing(MemoryLayout<Value>.size), nil)
            }
        }
    }

    /// Copies the draft into a cloud-optimised file and puts that in the place of the target.
    func publish(_ options: KeyValuePairs<String, String>) throws(NativeError) {
        let temporary = path + ".new.tif"
        let list = StringList(["BLOCKSIZE=512", "BIGTIFF=IF_SAFER"] + options.map { "\($0.key)=\($0.value)" })
        let driver = try unsafe NativeError.check("GDALGetDriverByName", or: failure) {
            unsafe GDALGetDriverByName("COG")
        }
        let copy = try unsafe NativeError.check("GDALCreateCopy", or: failure) {
            unsafe GDALCreateCopy(driver, temporary, handle, 1, list.pointer, nil, nil)
        }
        unsafe GDALClose(copy)
        guard unsafe rename(temporary, path) == 0 else {
            throw NativeError(failure, function: "rename", details: [])
        }
    }
}
