import CGDAL

/// Writes PNG (ISO/IEC 15948) of 8-bit pixels, with the deflate of GDAL's library, which is the faster of the two here.
enum PNGEncoder {
    /// 1 is fastest, 12 smallest; each row's filter matters more than this.
    private static let level: Int32 = 4

    static func encode(_ picture: PixelBuffer) throws(NativeError) -> [UInt8] {
        var result: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        append("IHDR", header(picture), to: &result)
        append("IDAT", try deflate(filtered(picture)), to: &result)
        append("IEND", [], to: &result)
        return result
    }

    private static func header(_ picture: PixelBuffer) -> [UInt8] {
        let side = bigEndian(UInt32(picture.size))
        let colorType: UInt8 =
            switch picture.channels {
            case .grey: 0
            case .rgb: 2
            case .greyAlpha: 4
            case .rgba: 6
            }
        // Width, height, bits a sample, colour type, then the only methods that exist, and no interlacing.
        return side + side + [8, colorType, 0, 0, 0]
    }

    private static func append(_ name: String, _ contents: [UInt8], to result: inout [UInt8]) {
        result += bigEndian(UInt32(contents.count))
        let start = result.count
        result += Array(name.utf8)
        result += contents
        result += bigEndian(CyclicRedundancyCheck.of(result[start...]))
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func deflate(_ bytes: [UInt8]) throws(NativeError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1_000 + 64)
        var written = 0
        let capacity = result.count
        let failure = NativeFailure(.library, "The picture could not be compressed; check that GDAL has zlib.")
        _ = try unsafe NativeError.check("CPLZLibDeflate", or: failure) {
            unsafe CPLZLibDeflate(bytes, bytes.count, level, &result, capacity, &written)
        }
        result.removeLast(capacity - written)
        return result
    }
}

extension PNGEncoder {
    /// Each row after the number of its filter: the one of Sub, Up and Paeth whose differences are smallest in sum.
    private static func filtered(_ picture: PixelBuffer) -> [UInt8] {
        let pixel = picture.channels.rawValue
        let width = picture.size * pixel
        var result: [UInt8] = []
        result.reserveCapacity((width + 1) * picture.size)
        var row = FilteredRow(width: width, pixel: pixel)
        for line in 0..<picture.size {
            result.append(contentsOf: row.best(of: picture.bytes, start: line * width))
        }
        return result
    }
}

/// The candidates for one row, kept between rows so that nothing is allocated for each.
private struct FilteredRow {
    private let width: Int
    private let pixel: Int
    private var sub: [UInt8]
    private var up: [UInt8]
    private var paeth: [UInt8]

    init(width: Int, pixel: Int) {
        self.width = width
        self.pixel = pixel
        sub = [1] + [UInt8](repeating: 0, count: width)
        up = [2] + [UInt8](repeating: 0, count: width)
        paeth = [4] + [UInt8](repeating: 0, count: width)
    }

    mutating func best(of bytes: [UInt8], start: Int) -> [UInt8] {
        var (subCost, upCost, paethCost) = (0, 0, 0)
        for index in 0..<width {
            let here = bytes[start + index]
            let left = index >= pixel ? bytes[start + index - pixel] : 0
            let above = start > 0 ? bytes[start + index - width] : 0
            let corner = start > 0 && index >= pixel ? bytes[start + index - width - pixel] : 0
            subCost += store(here &- left, in: &sub, at: index)
            upCost += store(here &- above, in: &up, at: index)
            paethCost += store(here &- Self.predictor(left, above, corner), in: &paeth, at: index)
        }
        if paethCost <= subCost, paethCost <= upCost { return paeth }
        return subCost <= upCost ? sub : up
    }

    @inline(__always)
    private func store(_ difference: UInt8, in row: inout [UInt8], at index: Int) -> Int {
        row[index + 1] = difference
        return Int(Int8(bitPattern: difference).magnitude)
    }

    /// Of left, above and upper left the one nearest to left + above − upper left (ISO/IEC 15948, 9.4).
    @inline(__always)
    private static func predictor(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
        let (a, b, c) = (Int16(left), Int16(above), Int16(corner))
        let (distanceA, distanceB, distanceC) = (abs(b - c), abs(a - c), abs(a + b - 2 * c))
        if distanceA <= distanceB, distanceA <= distanceC { return left }
        return distanceB <= distanceC ? above : corner
    }
}

/// The check sum of PNG's chunks (ISO/IEC 15948, annex D).
private enum CyclicRedundancyCheck {
    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in table[Int((value ^ UInt32(byte)) & 255)] ^ (value >> 8) }
    }
}
