import CGEOS
package import GeoCore

/// A geometry indexed for many questions. It belongs to one worker and must not leave the job.
@safe
package struct PreparedGeometry: ~Copyable {
    private let geometry: GEOSGeometry
    private let prepared: OpaquePointer

    package init(_ geometry: Geometry, in topology: Topology) throws(NativeError) {
        let made = try GEOSGeometry(geometry, in: topology.context)
        let prepared = unsafe GEOSPrepare_r(topology.context.handle, made.handle)
        unsafe self.prepared = try unsafe GEOSGeometry.require(prepared, in: topology.context, function: "GEOSPrepare")
        self.geometry = made
    }

    deinit {
        unsafe GEOSPreparedGeom_destroy_r(geometry.context.handle, prepared)
    }

    /// Whether the point lies inside or on the border.
    package func covers(_ point: Coordinate) throws(NativeError) -> Bool {
        try unsafe ask(.point(point), "GEOSPreparedCovers") { unsafe GEOSPreparedCovers_r($0, $1, $2) }
    }

    /// Whether the point lies inside; one on the border of a polygon does not.
    package func contains(_ point: Coordinate) throws(NativeError) -> Bool {
        try unsafe ask(.point(point), "GEOSPreparedContains") { unsafe GEOSPreparedContains_r($0, $1, $2) }
    }

    /// Whether the other lies in this one, and not on its border alone.
    package func contains(_ other: Geometry) throws(NativeError) -> Bool {
        try unsafe ask(other, "GEOSPreparedContains") { unsafe GEOSPreparedContains_r($0, $1, $2) }
    }

    /// Whether they share a point.
    package func intersects(_ other: Geometry) throws(NativeError) -> Bool {
        try unsafe ask(other, "GEOSPreparedIntersects") { unsafe GEOSPreparedIntersects_r($0, $1, $2) }
    }

    private func ask(
        _ other: Geometry, _ function: StaticString,
        _ call: (GEOSContextHandle_t, OpaquePointer, OpaquePointer) -> CChar
    ) throws(NativeError) -> Bool {
        let context = geometry.context
        let other = try GEOSGeometry(other, in: context)
        _ = context.drainMessages()
        return try GEOSGeometry.decide(context, function, unsafe call(context.handle, prepared, other.handle))
    }
}
