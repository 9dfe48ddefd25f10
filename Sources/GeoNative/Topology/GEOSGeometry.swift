import CGEOS
import GeoCore

/// The one owner of a GEOS geometry; it keeps its context alive and is used with it by one thread at a time.
@safe
struct GEOSGeometry: ~Copyable {
    let context: GEOSContext
    let handle: OpaquePointer

    /// Takes ownership of what a GEOS function returned; `nil` is that function's failure.
    init(_ handle: OpaquePointer?, in context: GEOSContext, function: StaticString) throws(NativeError) {
        let made = try unsafe Self.require(handle, in: context, function: function)
        unsafe self.handle = unsafe made
        self.context = context
    }

    /// Builds a GEOS geometry; a ring needs at least four vertices and must be closed.
    init(_ geometry: Geometry, in context: GEOSContext) throws(NativeError) {
        let builder = GEOSBuilder(context: context)
        try unsafe self.init(try builder.build(geometry), in: context, function: "GEOSGeom_create")
    }

    /// Joins many into one collection.
    init(collecting geometries: [Geometry], in context: GEOSContext) throws(NativeError) {
        let builder = GEOSBuilder(context: context)
        try unsafe self.init(
            try builder.collect(geometries), in: context, function: "GEOSGeom_createCollection")
    }

    deinit {
        unsafe GEOSGeom_destroy_r(context.handle, handle)
    }

    /// The geometry as a value: one for each kind that is in it, without the empty ones.
    func parts() throws(NativeError) -> [Geometry] {
        try unsafe GEOSReader(context: context).parts(handle)
    }

    /// The part of a kind, or `nil` where there is none.
    func part(of kind: GeometryKind) throws(NativeError) -> Geometry? {
        try parts().first { $0.kind == kind }
    }

    /// Square units of the coordinates; 0 for points and lines.
    func area() throws(NativeError) -> Double {
        try measure("GEOSArea") { unsafe GEOSArea_r(context.handle, handle, &$0) }
    }

    /// Units of the coordinates; a polygon's is that of its rings.
    func length() throws(NativeError) -> Double {
        try measure("GEOSLength") { unsafe GEOSLength_r(context.handle, handle, &$0) }
    }

    /// Calls a function that fills a number and answers 0 for failure.
    func measure(
        _ function: StaticString, _ call: (inout Double) -> Int32
    ) throws(NativeError) -> Double {
        var value = 0.0
        _ = context.drainMessages()
        guard call(&value) != 0 else { throw Self.failure(context, function) }
        return value
    }

    /// Calls a predicate, which answers 2 for failure.
    static func decide(_ context: GEOSContext, _ function: StaticString, _ answer: CChar) throws(NativeError) -> Bool {
        guard answer != 2 else { throw failure(context, function) }
        return answer == 1
    }

    static func require(
        _ handle: OpaquePointer?, in context: GEOSContext, function: StaticString
    ) throws(NativeError) -> OpaquePointer {
        guard let handle = unsafe handle else { throw failure(context, function) }
        return unsafe handle
    }

    static func failure(_ context: GEOSContext, _ function: StaticString) -> NativeError {
        NativeError(
            .invalidGeometry, "The geometry cannot be processed; repair it first.", function: "\(function)",
            details: context.drainMessages())
    }
}
