import CGDAL

/// What a picture may be, and what becomes of it.
package struct PictureLimits: Hashable, Sendable {
    /// Bytes of the file as it comes.
    package var maxBytes: Int
    /// Pixels of the picture as it comes.
    package var maxPixels: Int
    /// Pixels where decoding keeps all of them in memory: progressive JPEG, interlaced PNG and WebP.
    package var maxBufferedPixels: Int
    /// The longer side of the picture as it is kept; smaller ones stay as they are.
    package var longSide: Int

    package init(
        maxBytes: Int = 15 << 20, maxPixels: Int = 60_000_000, maxBufferedPixels: Int = 30_000_000,
        longSide: Int = 2_048
    ) {
        self.maxBytes = maxBytes
        self.maxPixels = maxPixels
        self.maxBufferedPixels = maxBufferedPixels
        self.longSide = longSide
    }
}

/// A picture made anew from its pixels alone: upright, of a bounded size, with nothing of what its file said beside them.
package struct CleanPicture: Hashable, Sendable {
    package var bytes: [UInt8]
    package var format: PictureFormat
    package var width: Int
    package var height: Int
}

extension GeoContext {
    /// Checks a picture by its contents and writes it anew in its own format: resized, turned as EXIF asks, without any
    /// metadata, thumbnail or colour profile.
    ///
    /// - Throws: `NativeError` with a sentence for the sender: `.empty`, `.unknownFormat`, `.tooLarge`, `.unreadable`.
    package mutating func cleanPicture(
        _ bytes: [UInt8], limits: PictureLimits = PictureLimits()
    ) throws(NativeError) -> CleanPicture {
        guard bytes.count <= limits.maxBytes else {
            throw NativeError(
                .tooLarge, "The picture has more than \(limits.maxBytes >> 20) MB; send a smaller one.")
        }
        let header = try PictureHeader(bytes)
        try limits.check(header)
        let pixels = try PictureDecoder(bytes, header).pixels(longSide: limits.longSide)
        return try PictureEncoder.encode(pixels.upright(header.orientation), as: header.format)
    }
}

extension PictureLimits {
    func check(_ header: PictureHeader) throws(NativeError) {
        let most = header.isBuffered ? maxBufferedPixels : maxPixels
        let (pixels, overflow) = header.width.multipliedReportingOverflow(by: header.height)
        guard overflow || pixels > most else { return }
        throw NativeError(
            .tooLarge,
            "The picture has \(header.width) × \(header.height) pixels, more than \(most / 1_000_000) million; send a "
                + "smaller one.")
    }
}

extension NativeError.Code {
    /// More bytes or pixels than are taken.
    package static let tooLarge = NativeError.Code("too-large")
}
