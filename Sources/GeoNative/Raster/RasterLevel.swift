import CGDAL

/// One resolution of a raster: the full one or an overview, perhaps thinned by a whole factor while it is read.
///
/// It depends on the zoom alone and never on the tile, so that neighbouring tiles sample the same pixels.
struct RasterLevel: Hashable, Sendable {
    /// The number of the overview; `nil` for the full resolution.
    let overview: Int?
    /// Pixels of this level that are averaged into one while reading, along each side.
    let thinning: Int
    /// Size after thinning.
    let width: Int
    let height: Int
    /// The full resolution's pixels along each side of one of this level's.
    let scaleX: Double
    let scaleY: Double

    /// How much coarser than the tile a level may be and still be enlarged; finer ones show no more and cost more.
    private static let enlargement = 0.95

    /// The level for tiles whose pixels are as wide as `pixelScale` of the full resolution's.
    init(of dataset: borrowing RasterDataset, pixelScale: Double) {
        let sizes = Self.overviewSizes(of: dataset)
        let fullWidth = Double(dataset.width)
        let fitting = sizes.indices.filter { pixelScale * Double(sizes[$0].width) / fullWidth >= Self.enlargement }
        let best = fitting.min { sizes[$0].width < sizes[$1].width }
        let size = best.map { sizes[$0] } ?? (width: dataset.width, height: dataset.height)
        let remaining = pixelScale * Double(size.width) / fullWidth
        let most = max(1, min(size.width, size.height))
        self.init(
            overview: best, thinning: max(1, min(most, remaining.isFinite ? Int(remaining) : 1)), size: size,
            fullSize: (dataset.width, dataset.height))
    }

    private init(
        overview: Int?, thinning: Int, size: (width: Int, height: Int), fullSize: (width: Int, height: Int)
    ) {
        self.overview = overview
        self.thinning = thinning
        width = size.width / thinning
        height = size.height / thinning
        scaleX = Double(fullSize.width) / Double(size.width) * Double(thinning)
        scaleY = Double(fullSize.height) / Double(size.height) * Double(thinning)
    }

    /// The sizes of the overviews of the first band, as the file numbers them.
    static func overviewSizes(of dataset: borrowing RasterDataset) -> [(width: Int, height: Int)] {
        guard let band = unsafe GDALGetRasterBand(dataset.handle, 1) else { return [] }
        return (0..<(unsafe GDALGetOverviewCount(band))).compactMap { number in
            guard let overview = unsafe GDALGetOverview(band, number) else { return nil }
            return unsafe (Int(GDALGetRasterBandXSize(overview)), Int(GDALGetRasterBandYSize(overview)))
        }
    }

    /// Whether a tile pixel covers so much more than one of this level's that four samples of it must be averaged.
    func needsAveraging(pixelScale: Double) -> Bool {
        pixelScale > 1.2 * (scaleX * scaleY).squareRoot()
    }

    /// The pixels of this level that sampling inside the bounds needs, with one more on every side.
    func window(around bounds: PixelBounds) -> RasterWindow {
        let left = max(0, min(width - 1, Int((bounds.minX / scaleX).rounded(.down)) - 1))
        let right = max(left, min(width - 1, Int((bounds.maxX / scaleX).rounded(.up)) + 1))
        let top = max(0, min(height - 1, Int((bounds.minY / scaleY).rounded(.down)) - 1))
        let bottom = max(top, min(height - 1, Int((bounds.maxY / scaleY).rounded(.up)) + 1))
        return RasterWindow(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}

/// A rectangle of pixels of a level.
struct RasterWindow: Hashable, Sendable {
    let x: Int
    let y: Int
    let width: Int
    let height: Int

    var count: Int { width * height }
}
