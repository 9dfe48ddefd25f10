import CGDAL
import GeoCore

/// The way between Web Mercator metres and the pixels of one raster, by its geotransform or its control points.
///
/// A class, because it lives beside the dataset it was made from, in one worker.
@safe final class RasterProjection {
    private let transformer: UnsafeMutableRawPointer

    init(of dataset: borrowing RasterDataset, reference: RasterReference) throws(NativeError) {
        let options = StringList(["SRC_SRS": reference.wkt, "DST_SRS": "EPSG:3857"])
        let handle = unsafe dataset.handle
        unsafe transformer = try unsafe NativeError.check(
            "GDALCreateGenImgProjTransformer2",
            or: NativeFailure(
                .notTransformable,
                "\(dataset.path) has no place on the map; it needs a geotransform, a world file or control points.",
                path: dataset.path)
        ) {
            unsafe GDALCreateGenImgProjTransformer2(handle, nil, options.pointer)
        }
    }

    deinit {
        unsafe GDALDestroyGenImgProjTransformer(transformer)
    }

    /// Replaces Mercator metres by pixel and line of the raster, the first pixel's corner being 0, 0.
    ///
    /// A point where the transformation is not defined becomes NaN.
    func toPixels(_ points: inout PointList) {
        transform(&points, toSource: 1)
    }

    /// Replaces pixel and line by Mercator metres.
    func toMercator(_ points: inout PointList) {
        transform(&points, toSource: 0)
    }

    private func transform(_ points: inout PointList, toSource: Int32) {
        guard points.count > 0 else { return }
        var success = [Int32](repeating: 0, count: points.count)
        var heights = [Double](repeating: 0, count: points.count)
        var said: [NativeMessage] = []
        // Single points that cannot be transformed are no failure: they are outside the raster.
        GDALMessages.collect(into: &said) {
            _ = unsafe GDALUseTransformer(
                transformer, toSource, Int32(points.count), &points.x, &points.y, &heights, &success)
        }
        for index in points.x.indices where success[index] == 0 || !(points.x[index] + points.y[index]).isFinite {
            points.x[index] = .nan
            points.y[index] = .nan
        }
    }
}

/// Points in two columns, as the transformer takes them.
struct PointList {
    var x: [Double] = []
    var y: [Double] = []

    var count: Int { x.count }

    mutating func append(_ x: Double, _ y: Double) {
        self.x.append(x)
        self.y.append(y)
    }

    subscript(index: Int) -> Coordinate { Coordinate(x: x[index], y: y[index]) }
}
