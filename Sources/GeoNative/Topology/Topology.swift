import CGEOS
package import GeoCore

/// Validity, repair, measures and overlays of plane geometries, by GEOS.
///
/// Units are those of the coordinates: areas in m² come from a projected system. It belongs to one worker and must
/// not leave the job. All but `validity` and `repaired` want valid input.
package struct Topology {
    let context: GEOSContext

    package init(_ context: borrowing GeoContext) {
        self.context = context.geos
    }

    /// Square units; holes are taken off.
    package func area(of geometry: Geometry) throws(NativeError) -> Double {
        try GEOSGeometry(geometry, in: context).area()
    }

    /// Units; of a polygon, the length of its rings.
    package func length(of geometry: Geometry) throws(NativeError) -> Double {
        try GEOSGeometry(geometry, in: context).length()
    }

    /// What both share, one geometry for each kind, points first; empty where they are disjoint.
    package func intersection(_ first: Geometry, _ second: Geometry) throws(NativeError) -> [Geometry] {
        try unsafe combine(first, second, "GEOSIntersection", GEOSIntersection_r).parts()
    }

    /// What the first has and the second has not, one geometry for each kind.
    package func difference(_ first: Geometry, minus second: Geometry) throws(NativeError) -> [Geometry] {
        try unsafe combine(first, second, "GEOSDifference", GEOSDifference_r).parts()
    }

    /// Square units that two polygons share; 0 where they only touch.
    package func intersectionArea(_ first: Geometry, _ second: Geometry) throws(NativeError) -> Double {
        try unsafe combine(first, second, "GEOSIntersection", GEOSIntersection_r).area()
    }

    /// Units of a line inside a polygon; what runs along its border counts.
    package func intersectionLength(ofLine line: Geometry, in polygon: Geometry) throws(NativeError) -> Double {
        let shared = try unsafe combine(line, polygon, "GEOSIntersection", GEOSIntersection_r)
        guard let part = try shared.part(of: .line) else { return 0 }
        return try length(of: part)
    }

    /// All dissolved into one geometry for each kind; none for none.
    package func union(_ geometries: [Geometry]) throws(NativeError) -> [Geometry] {
        let collection = try GEOSGeometry(collecting: geometries, in: context)
        return try unsafe apply("GEOSUnaryUnion", collection) { unsafe GEOSUnaryUnion_r($0, $1) }.parts()
    }

    /// Everything within a distance, or with a negative one a polygon's inside without its rim; `nil` where nothing
    /// is left. Round corners have `segments` pieces to a quarter circle.
    package func buffer(
        _ geometry: Geometry, distance: Double, segments: Int32 = 8
    ) throws(NativeError) -> Geometry? {
        let source = try GEOSGeometry(geometry, in: context)
        return try unsafe apply("GEOSBuffer", source) { unsafe GEOSBuffer_r($0, $1, distance, segments) }.part(
            of: .polygon)
    }

    /// A point on the geometry, inside a polygon; `nil` for an empty one.
    package func pointOnSurface(of geometry: Geometry) throws(NativeError) -> Coordinate? {
        let source = try GEOSGeometry(geometry, in: context)
        let result = try unsafe apply("GEOSPointOnSurface", source) { unsafe GEOSPointOnSurface_r($0, $1) }
        guard case .point(let point)? = try result.part(of: .point) else { return nil }
        return point
    }

    /// Units between the nearest points; 0 where the geometries share one.
    package func distance(from first: Geometry, to second: Geometry) throws(NativeError) -> Double {
        let other = try GEOSGeometry(second, in: context)
        let source = try GEOSGeometry(first, in: context)
        return try source.measure("GEOSDistance") {
            unsafe GEOSDistance_r(context.handle, source.handle, other.handle, &$0)
        }
    }

    /// A nearest pair: a point of the first, then one of the second; `nil` where one of them is empty.
    package func nearestPoints(
        from first: Geometry, to second: Geometry
    ) throws(NativeError) -> (first: Coordinate, second: Coordinate)? {
        let source = try GEOSGeometry(first, in: context)
        let other = try GEOSGeometry(second, in: context)
        guard let sequence = unsafe GEOSNearestPoints_r(context.handle, source.handle, other.handle) else { return nil }
        defer { unsafe GEOSCoordSeq_destroy_r(context.handle, sequence) }
        let points = try unsafe GEOSReader(context: context).coordinates(ofSequence: sequence)
        return points.count == 2 ? (points[0], points[1]) : nil
    }
}

extension Topology {
    typealias Binary = (GEOSContextHandle_t?, OpaquePointer?, OpaquePointer?) -> OpaquePointer?

    func combine(
        _ first: Geometry, _ second: Geometry, _ function: StaticString, _ call: Binary
    ) throws(NativeError) -> GEOSGeometry {
        let left = try GEOSGeometry(first, in: context)
        let right = try GEOSGeometry(second, in: context)
        _ = context.drainMessages()
        let result = unsafe call(context.handle, left.handle, right.handle)
        return try unsafe GEOSGeometry(result, in: context, function: function)
    }

    func apply(
        _ function: StaticString, _ source: borrowing GEOSGeometry,
        _ call: (GEOSContextHandle_t, OpaquePointer) -> OpaquePointer?
    ) throws(NativeError) -> GEOSGeometry {
        _ = context.drainMessages()
        return try unsafe GEOSGeometry(call(context.handle, source.handle), in: context, function: function)
    }
}

extension GeoContext {
    /// The plane geometry of this worker; it must not leave the job.
    package var topology: Topology { Topology(self) }
}
