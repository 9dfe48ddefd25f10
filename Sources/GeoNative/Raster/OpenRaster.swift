import GeoCore

/// A raster that stays open in one worker, with what drawing it needs.
final class OpenRaster {
    // In this order, so that the transformer goes before the dataset.
    let projection: RasterProjection
    let bands: RasterBands
    let reference: RasterReference
    /// Pixels of the full resolution for each Mercator metre, in the middle of the raster.
    let pixelsPerMeter: Double
    let dataset: RasterDataset

    init(path: String, assignedCRS: CRS?) throws(NativeError) {
        let dataset = try RasterDataset(opening: path)
        guard let reference = try RasterReference(of: dataset, assigned: assignedCRS) else {
            throw NativeError(
                .unknownCRS, "\(path) names no coordinate system; say which with --crs, such as --crs EPSG:9217.",
                path: path)
        }
        projection = try RasterProjection(of: dataset, reference: reference)
        bands = try RasterBands(of: dataset)
        pixelsPerMeter = try Self.pixelsPerMeter(projection, dataset)
        self.reference = reference
        self.dataset = dataset
    }

    /// The square root of the area that a square Mercator metre has in pixels, so that the shape does not matter.
    private static func pixelsPerMeter(
        _ projection: RasterProjection, _ dataset: borrowing RasterDataset
    ) throws(NativeError) -> Double {
        let (x, y) = (Double(dataset.width) / 2, Double(dataset.height) / 2)
        var points = PointList(x: [x - 0.5, x + 0.5, x - 0.5], y: [y - 0.5, y - 0.5, y + 0.5])
        projection.toMercator(&points)
        let area = abs(
            (points.x[1] - points.x[0]) * (points.y[2] - points.y[0])
                - (points.x[2] - points.x[0]) * (points.y[1] - points.y[0]))
        guard area > 0, area.isFinite else {
            throw NativeError(
                .notTransformable,
                "\(dataset.path) lies nowhere on the map; check its coordinate system, or give --crs.",
                path: dataset.path)
        }
        return 1 / area.squareRoot()
    }

    /// Draws the raster under what the canvas shows already.
    func draw(_ tile: MercatorTile, stretch: [RasterStretch], under canvas: inout ImageCanvas) throws(NativeError) {
        let pixelScale = tile.pixelMeters * pixelsPerMeter
        let level = RasterLevel(of: dataset, pixelScale: pixelScale)
        guard level.needsAveraging(pixelScale: pixelScale) else {
            try draw(tile, level, stretch: stretch, under: &canvas)
            return
        }
        var finer = ImageCanvas(size: tile.size * 2)
        try draw(tile.doubled, level, stretch: stretch, under: &finer)
        canvas.add(halving: finer)
    }

    /// Adds the heights of the first drawn band where the canvas knows none.
    func addHeights(_ tile: MercatorTile, to canvas: inout HeightCanvas) throws(NativeError) {
        let pixelScale = tile.pixelMeters * pixelsPerMeter
        let level = RasterLevel(of: dataset, pixelScale: pixelScale)
        guard level.needsAveraging(pixelScale: pixelScale) else {
            try addHeights(tile, level, to: &canvas)
            return
        }
        var finer = HeightCanvas(size: tile.size * 2)
        try addHeights(tile.doubled, level, to: &finer)
        canvas.add(halving: finer)
    }
}

extension OpenRaster {
    private func grid(of tile: MercatorTile) -> SampleGrid {
        SampleGrid(
            of: tile, by: projection, width: dataset.width, height: dataset.height,
            pixelScale: tile.pixelMeters * pixelsPerMeter)
    }

    private func draw(
        _ tile: MercatorTile, _ level: RasterLevel, stretch: [RasterStretch], under canvas: inout ImageCanvas
    ) throws(NativeError) {
        let grid = grid(of: tile)
        guard let bounds = grid.bounds else { return }
        let reader = try RasterReader(level.window(around: bounds), of: level, path: dataset.path)
        let picture = try WindowPicture(reading: reader, bands: bands, stretch: stretch, of: dataset)
        let sampler = PixelSampler(reader.window, of: level, fullWidth: dataset.width, fullHeight: dataset.height)
        for block in grid.blocks { picture.draw(block, by: sampler, under: &canvas) }
    }

    private func addHeights(
        _ tile: MercatorTile, _ level: RasterLevel, to canvas: inout HeightCanvas
    ) throws(NativeError) {
        let grid = grid(of: tile)
        guard let bounds = grid.bounds else { return }
        let reader = try RasterReader(level.window(around: bounds), of: level, path: dataset.path)
        let values = try reader.values(bands.numbers[0], masked: bands.mask != .none, of: dataset)
        let sampler = PixelSampler(reader.window, of: level, fullWidth: dataset.width, fullHeight: dataset.height)
        var points = PointList()
        for block in grid.blocks {
            block.positions(into: &points)
            block.forEachPixel { row, column, index in
                guard let taps = sampler.taps(x: points.x[index], y: points.y[index]) else { return }
                canvas.add(values.value(at: taps), atRow: row, column: column)
            }
        }
    }
}

extension SampleGrid.Block {
    /// Calls with the row and column in the tile and the index into the block's positions.
    @inline(__always)
    func forEachPixel(_ body: (_ row: Int, _ column: Int, _ index: Int) -> Void) {
        var index = 0
        for row in rows {
            for column in columns {
                body(row, column, index)
                index += 1
            }
        }
    }
}

extension [Float] {
    /// The value between four pixels; NaN where the nearest is, else of those that are known.
    @inline(__always)
    func value(at taps: PixelSampler.Taps) -> Float {
        let (a, b) = (self[taps.topLeft], self[taps.topRight])
        let (c, d) = (self[taps.bottomLeft], self[taps.bottomRight])
        let top = a + (b - a) * taps.shareX
        let bottom = c + (d - c) * taps.shareX
        let result = top + (bottom - top) * taps.shareY
        return result.isNaN ? knownValue(at: taps) : result
    }

    private func knownValue(at taps: PixelSampler.Taps) -> Float {
        guard !self[taps.nearest].isNaN else { return .nan }
        let (right, lower) = (taps.shareX, taps.shareY)
        let weighted = [
            (taps.topLeft, (1 - right) * (1 - lower)), (taps.topRight, right * (1 - lower)),
            (taps.bottomLeft, (1 - right) * lower), (taps.bottomRight, right * lower),
        ].filter { !self[$0.0].isNaN }
        let weight = weighted.reduce(0) { $0 + $1.1 }
        return weighted.reduce(0) { $0 + self[$1.0] * $1.1 } / weight
    }
}
