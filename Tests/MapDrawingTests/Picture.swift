/// A PNG of eight bits for red, green, blue and alpha, read back.
struct Picture {
    let width: Int
    let height: Int
    private let bytes: [UInt8]

    struct Unreadable: Error {}

    init(_ png: [UInt8]) throws {
        var stream: [UInt8] = []
        var header: [UInt8] = []
        var offset = 8
        while offset + 12 <= png.count {
            let length = Self.number(png[offset..<offset + 4])
            let content = png[offset + 8..<offset + 8 + length]
            let type = String(decoding: png[offset + 4..<offset + 8], as: UTF8.self)
            if type == "IHDR" { header = Array(content) }
            if type == "IDAT" { stream += content }
            offset += length + 12
        }
        guard header.count == 13, header[8...] == [8, 6, 0, 0, 0] else { throw Unreadable() }
        (width, height) = (Self.number(header[..<4]), Self.number(header[4..<8]))
        bytes = try Self.unfiltered(try Inflate.bytes(of: stream), rowBytes: width * 4, rows: height)
    }

    func pixels(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
        var pixels: [UInt8] = []
        for row in y..<y + height {
            let start = (row * self.width + x) * 4
            pixels.append(contentsOf: bytes[start..<start + width * 4])
        }
        return pixels
    }

    func alpha(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
        let pixels = pixels(x: x, y: y, width: width, height: height)
        return stride(from: 3, to: pixels.count, by: 4).map { pixels[$0] }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    /// PNG, third edition, 9.2.
    private static func unfiltered(_ data: [UInt8], rowBytes: Int, rows: Int) throws -> [UInt8] {
        guard data.count == (rowBytes + 1) * rows else { throw Unreadable() }
        var result = [UInt8](repeating: 0, count: rowBytes * rows)
        for row in 0..<rows {
            let filter = data[row * (rowBytes + 1)]
            for column in 0..<rowBytes {
                let index = row * rowBytes + column
                let left = column < 4 ? 0 : Int(result[index - 4])
                let above = row == 0 ? 0 : Int(result[index - rowBytes])
                let corner = row == 0 || column < 4 ? 0 : Int(result[index - rowBytes - 4])
                let value = Int(data[row * (rowBytes + 1) + 1 + column])
                result[index] = UInt8(truncatingIfNeeded: value + predicted(filter, left, above, corner))
            }
        }
        return result
    }

    private static func predicted(_ filter: UInt8, _ left: Int, _ above: Int, _ corner: Int) -> Int {
        switch filter {
        case 1: return left
        case 2: return above
        case 3: return (left + above) / 2
        case 4:
            let estimate = left + above - corner
            let (a, b, c) = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
            return a <= b && a <= c ? left : b <= c ? above : corner
        default: return 0
        }
    }
}
