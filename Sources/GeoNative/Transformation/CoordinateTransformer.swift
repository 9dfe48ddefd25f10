import CPROJ
import Foundation
package import GeoCore

/// Transforms coordinates between one coordinate system and CRS84, in both directions.
///
/// x is always longitude or easting, y latitude or northing, whatever the axis order of the system's authority.
/// It belongs to the worker that made it and must not leave the job.
package final class CoordinateTransformer {
    /// The operation used, for reports: `EPSG:6960` for VN-2000, else PROJ's name of the operation.
    package let operation: String
    private let path: any TransformationPath

    /// - Throws: `.unknownCRS` where PROJ does not know the system or no way to WGS 84.
    package init(_ definition: CRSDefinition, in context: borrowing GeoContext) throws(NativeError) {
        let crs = try ProjObject.make(definition.userInput, in: context.proj)
        let plain = crs.unbound()
        if let geographic = plain.geographic, VietnamDatum.isGeographic(geographic) {
            path = try VietnamPath(plain)
            operation = VietnamDatum.operation.name
        } else {
            let general = try GeneralPath(crs, label: definition.label)
            path = general
            operation = general.operation
        }
    }

    /// Replaces coordinates of the system by longitudes and latitudes.
    ///
    /// - Throws: `.notTransformable` naming the first coordinate outside what the projection can take; then all
    ///   coordinates are as they were.
    package func toCRS84(_ coordinates: inout [Coordinate]) throws(NativeError) {
        try run(&coordinates, path.toCRS84)
    }

    /// Replaces longitudes and latitudes by coordinates of the system; the exact inverse of `toCRS84`.
    package func fromCRS84(_ coordinates: inout [Coordinate]) throws(NativeError) {
        try run(&coordinates, path.fromCRS84)
    }

    /// The geometry in longitudes and latitudes.
    package func toCRS84(_ geometry: Geometry) throws(NativeError) -> Geometry {
        try map(geometry) { path throws(NativeError) in try self.toCRS84(&path) }
    }

    /// The same, bit for bit, with the vertices that the memo knows not transformed again.
    package func toCRS84(_ geometry: Geometry, remembering memo: inout VertexMemo) throws(NativeError) -> Geometry {
        try map(geometry) { path throws(NativeError) in
            try memo.replace(&path) { pending throws(NativeError) in try self.toCRS84(&pending) }
        }
    }

    /// The geometry in coordinates of the system; the exact inverse of `toCRS84`.
    package func fromCRS84(_ geometry: Geometry) throws(NativeError) -> Geometry {
        try map(geometry) { path throws(NativeError) in try self.fromCRS84(&path) }
    }

    /// The longitude and latitude of one place.
    package func toCRS84(_ coordinate: Coordinate) throws(NativeError) -> Coordinate {
        var coordinates = [coordinate]
        try toCRS84(&coordinates)
        return coordinates[0]
    }

    /// One place in coordinates of the system.
    package func fromCRS84(_ coordinate: Coordinate) throws(NativeError) -> Coordinate {
        var coordinates = [coordinate]
        try fromCRS84(&coordinates)
        return coordinates[0]
    }

    /// The box in CRS84 around a box of the system, its edges followed in 21 steps each since they bend.
    package func toCRS84(_ box: BoundingBox) throws(NativeError) -> BoundingBox {
        var edge: [Coordinate] = []
        for step in 0...20 {
            let x = box.west + (box.east - box.west) * Double(step) / 20
            let y = box.south + (box.north - box.south) * Double(step) / 20
            edge += [Coordinate(x: x, y: box.south), Coordinate(x: x, y: box.north)]
            edge += [Coordinate(x: box.west, y: y), Coordinate(x: box.east, y: y)]
        }
        try toCRS84(&edge)
        return BoundingBox(enclosing: edge) ?? box
    }
}

/// One way between a coordinate system and CRS84; results that cannot be are not finite.
protocol TransformationPath {
    func toCRS84(_ coordinates: inout [Coordinate])
    func fromCRS84(_ coordinates: inout [Coordinate])
}

extension CoordinateTransformer {
    private func run(
        _ coordinates: inout [Coordinate], _ transform: (inout [Coordinate]) -> Void
    ) throws(NativeError) {
        let original = coordinates
        transform(&coordinates)
        guard let index = coordinates.firstIndex(where: { !$0.isFinite }) else { return }
        coordinates = original
        throw NativeError(
            .notTransformable,
            "The coordinate \(original[index].x), \(original[index].y) lies outside what its coordinate system can "
                + "hold; check the coordinate system and the axis order.", function: "proj_trans_generic")
    }

    private func map(
        _ geometry: Geometry, _ transform: (inout [Coordinate]) throws(NativeError) -> Void
    ) throws(NativeError) -> Geometry {
        func moved(_ path: [Coordinate]) throws(NativeError) -> [Coordinate] {
            var path = path
            try transform(&path)
            return path
        }
        func polygon(_ source: Polygon) throws(NativeError) -> Polygon {
            var rings: [[Coordinate]] = []
            rings.reserveCapacity(source.rings.count)
            for ring in source.rings { rings.append(try moved(ring)) }
            return Polygon(rings: rings)
        }
        switch geometry {
        case .point(let point): return .point(try moved([point])[0])
        case .multiPoint(let points): return .multiPoint(try moved(points))
        case .lineString(let line): return .lineString(try moved(line))
        case .multiLineString(let lines):
            var result: [[Coordinate]] = []
            for line in lines { result.append(try moved(line)) }
            return .multiLineString(result)
        case .polygon(let source): return .polygon(try polygon(source))
        case .multiPolygon(let sources):
            var result: [Polygon] = []
            for source in sources { result.append(try polygon(source)) }
            return .multiPolygon(result)
        }
    }
}
