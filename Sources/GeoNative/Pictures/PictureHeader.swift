/// What the first bytes of a picture say, read without decoding it, so that a small file cannot unpack into a huge picture.
struct PictureHeader: Hashable, Sendable {
    var format: PictureFormat
    var width: Int
    var height: Int
    /// As EXIF has it, 1 to 8; 1 stands upright.
    var orientation: Int
    /// Whether decoding keeps the whole picture in memory, as progressive JPEG does.
    var isBuffered: Bool

    /// Reads JPEG (ITU-T T.81), PNG (ISO/IEC 15948) or WebP (RFC 9649), by contents and not by name.
    ///
    /// - Throws: `NativeError.empty`, `.unknownFormat` for anything else, `.unreadable` where the header is broken.
    init(_ bytes: [UInt8]) throws(NativeError) {
        guard !bytes.isEmpty else {
            throw NativeError(.empty, "The picture holds no bytes; send the file again.")
        }
        let scan = PictureBytes(bytes)
        let found: PictureHeader?
        if scan.has([0xFF, 0xD8, 0xFF], at: 0) {
            found = JPEGHeader.read(scan)
        } else if scan.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], at: 0) {
            found = PNGHeader.read(scan)
        } else if scan.has(Array("RIFF".utf8), at: 0), scan.has(Array("WEBP".utf8), at: 8) {
            found = WebPHeader.read(scan)
        } else {
            throw NativeError(.unknownFormat, "The file is no JPEG, PNG or WebP picture; save it as one of these.")
        }
        guard let found, found.width > 0, found.height > 0 else {
            throw NativeError(
                .unreadable, "The picture's header is broken or of an unusual kind; save it anew as an ordinary JPEG.")
        }
        self = found
    }

    init(format: PictureFormat, width: Int, height: Int, orientation: Int = 1, isBuffered: Bool = false) {
        self.format = format
        self.width = width
        self.height = height
        self.orientation = (1...8).contains(orientation) ? orientation : 1
        self.isBuffered = isBuffered
    }
}

/// The formats in which pictures come and are kept.
package enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    case jpeg
    case png
    case webp

    package var mediaType: String { "image/\(rawValue)" }

    /// The name of GDAL's driver.
    var driver: String { rawValue.uppercased() }
}

/// Bytes with numbers in them; a place beyond the end has none.
struct PictureBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func has(_ prefix: [UInt8], at offset: Int) -> Bool {
        offset >= 0 && offset + prefix.count <= bytes.count
            && bytes[offset..<offset + prefix.count].elementsEqual(prefix)
    }

    /// A number of so many bytes, the greatest first.
    func big(_ offset: Int, _ width: Int) -> Int? {
        guard offset >= 0, offset + width <= bytes.count else { return nil }
        return bytes[offset..<offset + width].reduce(0) { $0 << 8 | Int($1) }
    }

    /// A number of so many bytes, the least first.
    func little(_ offset: Int, _ width: Int) -> Int? {
        guard offset >= 0, offset + width <= bytes.count else { return nil }
        return bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The orientation of an EXIF block (TIFF 6.0, tag 0x0112) that begins here; 1 where it has none.
    func orientation(tiff start: Int) -> Int {
        let isLittle = has(Array("II".utf8), at: start)
        guard isLittle || has(Array("MM".utf8), at: start) else { return 1 }
        func number(_ offset: Int, _ width: Int) -> Int? {
            isLittle ? little(start + offset, width) : big(start + offset, width)
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return 1 }
        for index in 0..<min(count, 512) {
            let entry = directory + 2 + 12 * index
            if number(entry, 2) == 0x0112 { return number(entry + 8, 2) ?? 1 }
        }
        return 1
    }
}

/// Walks the segments of a JPEG file to its frame.
private enum JPEGHeader {
    static func read(_ scan: PictureBytes) -> PictureHeader? {
        var offset = 2
        var orientation = 1
        while let marker = marker(scan, &offset), let length = scan.big(offset, 2), length >= 2 {
            if isFrame(marker) {
                guard let height = scan.big(offset + 3, 2), let width = scan.big(offset + 5, 2) else { return nil }
                return PictureHeader(
                    format: .jpeg, width: width, height: height, orientation: orientation, isBuffered: marker != 0xC0)
            }
            if marker == 0xE1, scan.has(Array("Exif\0\0".utf8), at: offset + 2) {
                orientation = scan.orientation(tiff: offset + 8)
            }
            offset += length
        }
        return nil
    }

    /// The next marker, after any number of fill bytes; moves to its length.
    private static func marker(_ scan: PictureBytes, _ offset: inout Int) -> UInt8? {
        guard offset < scan.bytes.count, scan.bytes[offset] == 0xFF else { return nil }
        while offset < scan.bytes.count, scan.bytes[offset] == 0xFF { offset += 1 }
        guard offset < scan.bytes.count else { return nil }
        offset += 1
        let marker = scan.bytes[offset - 1]
        return marker == 0xDA || marker == 0xD9 ? nil : marker
    }

    /// SOF0 to SOF15 without DHT, JPG and DAC.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }
}

/// Reads the first chunk of a PNG file, and EXIF where it comes before the pixels.
private enum PNGHeader {
    static func read(_ scan: PictureBytes) -> PictureHeader? {
        guard scan.has(Array("IHDR".utf8), at: 12), let width = scan.big(16, 4), let height = scan.big(20, 4),
            let interlace = scan.big(28, 1)
        else { return nil }
        var header = PictureHeader(format: .png, width: width, height: height, isBuffered: interlace != 0)
        var offset = 33
        while let length = scan.big(offset, 4), !scan.has(Array("IEND".utf8), at: offset + 4) {
            if scan.has(Array("acTL".utf8), at: offset + 4) { return nil }
            if scan.has(Array("eXIf".utf8), at: offset + 4) {
                let orientation = scan.orientation(tiff: offset + 8)
                header.orientation = (1...8).contains(orientation) ? orientation : 1
            }
            offset += 12 + length
        }
        return header
    }
}

/// Walks the chunks of a WebP file; an animation is none of the pictures that are taken.
private enum WebPHeader {
    static func read(_ scan: PictureBytes) -> PictureHeader? {
        var header: PictureHeader?
        var orientation = 1
        var offset = 12
        while let length = scan.little(offset + 4, 4) {
            let start = offset + 8
            switch scan.big(offset, 4) {
            case 0x5650_3858:  // VP8X
                guard let flags = scan.little(start, 1), flags & 2 == 0 else { return nil }
                header = extended(scan, start)
            case 0x5650_3820: header = header ?? lossy(scan, start)  // "VP8 "
            case 0x5650_384C: header = header ?? lossless(scan, start)  // VP8L
            case 0x4558_4946: orientation = exif(scan, start)  // EXIF
            default: break
            }
            offset = start + length + length % 2
        }
        guard let header else { return nil }
        return PictureHeader(
            format: .webp, width: header.width, height: header.height, orientation: orientation, isBuffered: true)
    }

    /// Some writers begin the block as JPEG has it.
    private static func exif(_ scan: PictureBytes, _ start: Int) -> Int {
        scan.orientation(tiff: scan.has(Array("Exif\0\0".utf8), at: start) ? start + 6 : start)
    }

    private static func extended(_ scan: PictureBytes, _ start: Int) -> PictureHeader? {
        guard let width = scan.little(start + 4, 3), let height = scan.little(start + 7, 3) else { return nil }
        return PictureHeader(format: .webp, width: width + 1, height: height + 1)
    }

    private static func lossy(_ scan: PictureBytes, _ start: Int) -> PictureHeader? {
        guard scan.has([0x9D, 0x01, 0x2A], at: start + 3), let width = scan.little(start + 6, 2),
            let height = scan.little(start + 8, 2)
        else { return nil }
        return PictureHeader(format: .webp, width: width & 0x3FFF, height: height & 0x3FFF)
    }

    private static func lossless(_ scan: PictureBytes, _ start: Int) -> PictureHeader? {
        guard scan.has([0x2F], at: start), let bits = scan.little(start + 1, 4) else { return nil }
        return PictureHeader(format: .webp, width: bits & 0x3FFF + 1, height: bits >> 14 & 0x3FFF + 1)
    }
}
