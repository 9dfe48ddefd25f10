/// A window of a raster read as a picture, ready to be sampled.
struct WindowPicture {
    private let pixels: Pixels
    private let mask: Mask

    private enum Pixels {
        case grey([UInt8])
        /// Red, green, blue.
        case color([UInt8])
        /// One index a pixel into a table of red, green, blue, alpha; never blended.
        case palette([UInt8], colors: [UInt32])
    }

    private enum Mask {
        case none
        case presence([UInt8])
        case opacity([UInt8])
    }

    init(
        reading reader: RasterReader, bands: RasterBands, stretch: [RasterStretch],
        of dataset: borrowing RasterDataset
    ) throws(NativeError) {
        mask = try Self.mask(bands.mask, reader, dataset)
        switch bands.kind {
        case .palette(let band, let colors):
            pixels = .palette(try reader.bytes([band], averaging: false, of: dataset), colors: colors)
        case .bytes(let numbers):
            let bytes = try reader.bytes(numbers, averaging: true, of: dataset)
            pixels = numbers.count == 1 ? .grey(bytes) : .color(bytes)
        case .values(let numbers):
            let bytes = try Self.stretched(numbers, stretch: stretch, reader, dataset)
            pixels = numbers.count == 1 ? .grey(bytes) : .color(bytes)
        }
    }

    private static func mask(
        _ mask: RasterBands.Mask, _ reader: RasterReader, _ dataset: borrowing RasterDataset
    ) throws(NativeError) -> Mask {
        switch mask {
        case .none: .none
        case .presence(let bands): .presence(try reader.presence(bands, of: dataset))
        case .opacity(let band): .opacity(try reader.opacity(band, of: dataset))
        }
    }

    private static func stretched(
        _ numbers: [Int], stretch: [RasterStretch], _ reader: RasterReader, _ dataset: borrowing RasterDataset
    ) throws(NativeError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: reader.window.count * numbers.count)
        for (place, number) in numbers.enumerated() {
            let values = try reader.values(number, masked: false, of: dataset)
            let range = place < stretch.count ? stretch[place] : RasterStretch(low: 0, high: 255)
            for index in values.indices { result[index * numbers.count + place] = range.byte(values[index]) }
        }
        return result
    }

    /// Draws the pixels of a block under what the canvas shows already.
    func draw(_ block: SampleGrid.Block, by sampler: PixelSampler, under canvas: inout ImageCanvas) {
        var points = PointList()
        block.positions(into: &points)
        block.forEachPixel { row, column, index in
            guard let taps = sampler.taps(x: points.x[index], y: points.y[index]) else { return }
            let alpha = self.alpha(at: taps)
            guard alpha > 0 else { return }
            draw(taps, alpha: alpha, row: row, column: column, under: &canvas)
        }
    }

    @inline(__always)
    private func draw(
        _ taps: PixelSampler.Taps, alpha: UInt8, row: Int, column: Int, under canvas: inout ImageCanvas
    ) {
        switch pixels {
        case .grey(let bytes):
            let grey = blend(bytes, stride: 1, channel: 0, at: taps)
            canvas.add(red: grey, green: grey, blue: grey, alpha: alpha, atRow: row, column: column)
        case .color(let bytes):
            canvas.add(
                red: blend(bytes, stride: 3, channel: 0, at: taps),
                green: blend(bytes, stride: 3, channel: 1, at: taps),
                blue: blend(bytes, stride: 3, channel: 2, at: taps), alpha: alpha, atRow: row, column: column)
        case .palette(let indices, let colors):
            let index = Int(indices[taps.nearest])
            guard index < colors.count, colors[index] >> 24 > 0 else { return }
            let color = colors[index]
            canvas.add(
                red: UInt8(color & 255), green: UInt8(color >> 8 & 255), blue: UInt8(color >> 16 & 255),
                alpha: UInt8(color >> 24), atRow: row, column: column)
        }
    }

    @inline(__always)
    private func alpha(at taps: PixelSampler.Taps) -> UInt8 {
        switch mask {
        case .none: 255
        case .presence(let bytes): bytes[taps.nearest]
        case .opacity(let bytes): Self.blend(bytes, stride: 1, channel: 0, at: taps)
        }
    }

    /// The value between four pixels, of those alone that show something.
    @inline(__always)
    private func blend(_ bytes: [UInt8], stride: Int, channel: Int, at taps: PixelSampler.Taps) -> UInt8 {
        switch mask {
        case .none: Self.blend(bytes, stride: stride, channel: channel, at: taps)
        case .presence(let mask), .opacity(let mask):
            Self.blend(bytes, stride: stride, channel: channel, at: taps, weightedBy: mask)
        }
    }

    @inline(__always)
    private static func blend(_ bytes: [UInt8], stride: Int, channel: Int, at taps: PixelSampler.Taps) -> UInt8 {
        let topLeft = Float(bytes[taps.topLeft * stride + channel])
        let topRight = Float(bytes[taps.topRight * stride + channel])
        let bottomLeft = Float(bytes[taps.bottomLeft * stride + channel])
        let bottomRight = Float(bytes[taps.bottomRight * stride + channel])
        let top = topLeft + (topRight - topLeft) * taps.shareX
        let bottom = bottomLeft + (bottomRight - bottomLeft) * taps.shareX
        return UInt8(top + (bottom - top) * taps.shareY + 0.5)
    }

    private static func blend(
        _ bytes: [UInt8], stride: Int, channel: Int, at taps: PixelSampler.Taps, weightedBy mask: [UInt8]
    ) -> UInt8 {
        var sum: Float = 0
        var weight: Float = 0
        func add(_ index: Int, _ share: Float) {
            let opacity = Float(mask[index]) * share
            sum += Float(bytes[index * stride + channel]) * opacity
            weight += opacity
        }
        add(taps.topLeft, (1 - taps.shareX) * (1 - taps.shareY))
        add(taps.topRight, taps.shareX * (1 - taps.shareY))
        add(taps.bottomLeft, (1 - taps.shareX) * taps.shareY)
        add(taps.bottomRight, taps.shareX * taps.shareY)
        return weight > 0 ? UInt8(min(255, sum / weight + 0.5)) : bytes[taps.nearest * stride + channel]
    }
}

extension RasterStretch {
    /// 0 at or below `low`, 255 at or above `high`; no number is 0.
    fileprivate func byte(_ value: Float) -> UInt8 {
        guard !value.isNaN, high > low else { return 0 }
        let share = max(0, min(1, (Double(value) - low) / (high - low)))
        return UInt8((share * 255).rounded())
    }
}
