/// A picture as bytes: red, green, blue, alpha; row by row from the top.
struct PicturePixels: Hashable {
    var width: Int
    var height: Int
    var bytes: [UInt8]

    var isOpaque: Bool { stride(from: 3, to: bytes.count, by: 4).allSatisfy { bytes[$0] == 255 } }

    /// The picture as it stands upright, from one that stands as EXIF's orientation says.
    func upright(_ orientation: Int) -> PicturePixels {
        guard orientation > 1 else { return self }
        let isTurned = orientation >= 5
        let (newWidth, newHeight) = isTurned ? (height, width) : (width, height)
        var turned = [UInt8](repeating: 0, count: bytes.count)
        for row in 0..<newHeight {
            for column in 0..<newWidth {
                let (x, y) = origin(column, row, orientation)
                let (from, to) = ((y * width + x) * 4, (row * newWidth + column) * 4)
                for channel in 0..<4 { turned[to + channel] = bytes[from + channel] }
            }
        }
        return PicturePixels(width: newWidth, height: newHeight, bytes: turned)
    }

    /// Where a pixel of the upright picture lies in this one (EXIF 2.3, tag 0x0112).
    private func origin(_ column: Int, _ row: Int, _ orientation: Int) -> (x: Int, y: Int) {
        switch orientation {
        case 2: (width - 1 - column, row)
        case 3: (width - 1 - column, height - 1 - row)
        case 4: (column, height - 1 - row)
        case 5: (row, column)
        case 6: (row, height - 1 - column)
        case 7: (width - 1 - row, height - 1 - column)
        default: (width - 1 - row, column)
        }
    }
}

/// Makes a picture smaller while its rows come: each pixel is the mean of those that it stands for, weighted by opacity.
struct PictureShrinker {
    private let width: Int
    private let height: Int
    private let newWidth: Int
    private let newHeight: Int
    /// For each column of the new picture the first of the old.
    private let starts: [Int]
    /// Colours times opacity, opacity, for each new column.
    private var sums: [SIMD4<UInt64>]
    private var rows = 0
    private var next = 0
    private var result: [UInt8] = []

    init(width: Int, height: Int, longSide: Int) {
        (self.width, self.height) = (width, height)
        let longer = max(width, height)
        let scale = min(1, Double(longSide) / Double(longer))
        newWidth = max(1, Int((Double(width) * scale).rounded()))
        newHeight = max(1, Int((Double(height) * scale).rounded()))
        let columns = newWidth
        starts = (0...columns).map { $0 * width / columns }
        sums = Array(repeating: .zero, count: columns)
        result.reserveCapacity(newWidth * newHeight * 4)
    }

    /// Takes the next row of the picture: four bytes for each pixel.
    mutating func add(row: [UInt8]) {
        for column in 0..<newWidth {
            var sum = sums[column]
            for pixel in starts[column]..<starts[column + 1] {
                let start = pixel * 4
                let alpha = UInt64(row[start + 3])
                sum &+= SIMD4(
                    UInt64(row[start]) * alpha, UInt64(row[start + 1]) * alpha, UInt64(row[start + 2]) * alpha, alpha)
            }
            sums[column] = sum
        }
        rows += 1
        next += 1
        if next * newHeight / height > (next - 1) * newHeight / height { flush() }
    }

    private mutating func flush() {
        for column in 0..<newWidth {
            let sum = sums[column]
            let count = UInt64(rows * (starts[column + 1] - starts[column]))
            for channel in 0..<3 {
                result.append(sum.w == 0 ? 255 : UInt8((sum[channel] + sum.w / 2) / sum.w))
            }
            result.append(UInt8((sum.w + count / 2) / count))
            sums[column] = .zero
        }
        rows = 0
    }

    var pixels: PicturePixels { PicturePixels(width: newWidth, height: newHeight, bytes: result) }
}
