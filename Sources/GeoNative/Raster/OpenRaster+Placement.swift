import Foundation
import GeoCore

extension OpenRaster {
    /// Points along each side and across by which the extent is found.
    private static let extentSteps = 20
    /// A tile may have to thin what it reads by this much along each side, and no more.
    private static let thinningLimit = 16.0
    /// The width of what the statistics are taken from.
    private static let statisticsWidth = 512.0

    /// Where the raster lies, at which zooms it is worth drawing, and how its values are drawn.
    func placement() throws(NativeError) -> RasterInfo.Placement {
        let extent = try extent()
        let latitude = (extent.south + extent.north) / 2
        let zoom = log2(2 * MercatorTile.halfWorld / 256 * pixelsPerMeter)
        let native = max(0, min(24, Int((zoom - 0.2).rounded(.up))))
        let lowest = Int((zoom - log2(Self.thinningLimit * coarsestScale)).rounded(.up))
        return RasterInfo.Placement(
            extent: extent, groundMeters: cos(latitude * .pi / 180) / pixelsPerMeter, nativeZoom: native,
            zooms: max(0, min(native, lowest))...native, stretch: try stretch())
    }

    /// How many of the raster's pixels lie along one of its coarsest overview's.
    private var coarsestScale: Double {
        RasterLevel.overviewSizes(of: dataset).map { Double(dataset.width) / Double(max(1, $0.width)) }.max() ?? 1
    }
}

extension OpenRaster {
    private func extent() throws(NativeError) -> BoundingBox {
        var points = PointList()
        let steps = Self.extentSteps
        for row in 0...steps {
            for column in 0...steps {
                points.append(
                    Double(column * dataset.width) / Double(steps), Double(row * dataset.height) / Double(steps))
            }
        }
        projection.toMercator(&points)
        let places = points.x.indices.filter { !points.x[$0].isNaN }.map { MercatorTile.degrees(points[$0]) }
        guard let box = BoundingBox(enclosing: places), let width = LongitudeRange(enclosing: places.map(\.x)) else {
            throw NativeError(
                .notTransformable,
                "\(dataset.path) lies nowhere on the map; check its coordinate system, or give --crs.",
                path: dataset.path)
        }
        // Where points are missing, the edge lies up to a step further out; else the edges are a little bent.
        let isWhole = places.count == points.count
        let margin = isWhole ? 0.001 : 1.5 / Double(steps)
        return width.box(south: box.south, north: box.north, margin: margin)
    }

    /// For 8-bit pictures none; else between the 2nd and 98th percentiles of each drawn band.
    private func stretch() throws(NativeError) -> [RasterStretch] {
        guard case .values(let numbers) = bands.kind else { return [] }
        let scale = Double(max(dataset.width, dataset.height)) / Self.statisticsWidth
        let level = RasterLevel(of: dataset, pixelScale: max(1, scale))
        let window = RasterWindow(x: 0, y: 0, width: level.width, height: level.height)
        let reader = try RasterReader(window, of: level, path: dataset.path)
        var result: [RasterStretch] = []
        for number in numbers {
            let values = try reader.values(number, masked: bands.mask != .none, of: dataset)
            result.append(RasterStretch(percentilesOf: values))
        }
        return result
    }
}

extension RasterStretch {
    /// From the 2nd to the 98th percentile of the numbers that are known; 0 to 1 where there are none.
    fileprivate init(percentilesOf values: [Float]) {
        let known = values.filter(\.isFinite).sorted()
        guard let last = known.indices.last else {
            self.init(low: 0, high: 1)
            return
        }
        let low = Double(known[last * 2 / 100])
        self.init(low: low, high: max(low + 1e-6, Double(known[last - last * 2 / 100])))
    }
}

/// The stretch of longitude that holds all points: what is left of the circle without its widest gap.
private struct LongitudeRange {
    private let west: Double
    private let width: Double

    /// Gaps no wider than this are those between the points of a raster around the whole world.
    private static let spacing = 36.0

    init?(enclosing longitudes: [Double]) {
        let sorted = longitudes.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        var widest = (end: first, gap: first + 360 - last)
        for (left, right) in zip(sorted, sorted.dropFirst()) where right - left > widest.gap {
            widest = (right, right - left)
        }
        let isWorld = widest.gap <= Self.spacing
        west = isWorld ? -180 : widest.end
        width = isWorld ? 360 : 360 - widest.gap
    }

    /// The box widened by a share of its size, crossing the antimeridian where it must.
    func box(south: Double, north: Double, margin: Double) -> BoundingBox {
        let limit = WorldGrid.maximumLatitude
        let height = (north - south) * margin
        let (bottom, top) = (max(-limit, south - height), min(limit, north + height))
        let wider = width * (1 + 2 * margin)
        guard wider < 360 else { return BoundingBox(west: -180, south: bottom, east: 180, north: top) }
        return BoundingBox(
            west: Self.normal(west - width * margin), south: bottom,
            east: Self.normal(west - width * margin + wider), north: top)
    }

    private static func normal(_ longitude: Double) -> Double {
        longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
    }
}
