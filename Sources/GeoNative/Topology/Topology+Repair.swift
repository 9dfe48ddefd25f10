import CGEOS
package import GeoCore

extension Topology {
    /// Whether the geometry is valid, and if not, why and where.
    package func validity(of geometry: Geometry) throws(NativeError) -> GeometryValidity {
        if SimpleRing.isSurelyValid(geometry) { return .valid }
        if let defect = Self.shortPath(in: geometry) { return .invalid(defect) }
        let source = try GEOSGeometry(geometry, in: context)
        var reason: UnsafeMutablePointer<CChar>?
        var location: OpaquePointer?
        _ = context.drainMessages()
        let answer = unsafe GEOSisValidDetail_r(context.handle, source.handle, 0, &reason, &location)
        defer { unsafe release(reason, location) }
        guard try !GEOSGeometry.decide(context, "GEOSisValidDetail", answer) else { return .valid }
        let text = unsafe reason.map { unsafe String(cString: $0) } ?? "Invalid"
        let place = try unsafe location.map { handle throws(NativeError) in
            try unsafe GEOSReader(context: context).parts(handle).first?.paths.first?.first
        }
        return .invalid(GeometryDefect(reason: text, location: place ?? nil))
    }

    /// Makes a geometry valid by its structure: rings are united and holes cut out, so that what lies inside once stays.
    ///
    /// Only parts of the geometry's own kind are kept. Rings and lines of too few points are left out first.
    package func repaired(_ geometry: Geometry) throws(NativeError) -> GeometryRepair {
        guard case .invalid(let defect) = try validity(of: geometry) else { return .unchanged }
        guard let whole = Self.withoutShortPaths(geometry) else { return .collapsed(defect) }
        let source = try GEOSGeometry(whole, in: context)
        let made = try unsafe apply("GEOSMakeValidWithParams", source) { unsafe Self.makeValid($0, $1) }
        guard let kept = try made.part(of: geometry.kind) else { return .collapsed(defect) }
        return .repaired(
            RepairedGeometry(
                geometry: kept, defect: defect, areaBefore: Self.ringArea(geometry), areaAfter: try area(of: kept)))
    }
}

extension Topology {
    private func release(_ reason: UnsafeMutablePointer<CChar>?, _ location: OpaquePointer?) {
        if let reason = unsafe reason { unsafe GEOSFree_r(context.handle, reason) }
        if let location = unsafe location { unsafe GEOSGeom_destroy_r(context.handle, location) }
    }

    private static func makeValid(_ context: GEOSContextHandle_t, _ source: OpaquePointer) -> OpaquePointer? {
        guard let parameters = unsafe GEOSMakeValidParams_create_r(context) else { return nil }
        defer { unsafe GEOSMakeValidParams_destroy_r(context, parameters) }
        _ = unsafe GEOSMakeValidParams_setMethod_r(context, parameters, GEOS_MAKE_VALID_STRUCTURE)
        _ = unsafe GEOSMakeValidParams_setKeepCollapsed_r(context, parameters, 0)
        return unsafe GEOSMakeValidWithParams_r(context, source, parameters)
    }

    /// GEOS refuses to build a ring of fewer than four vertices or a line of one.
    private static func shortPath(in geometry: Geometry) -> GeometryDefect? {
        guard geometry.kind != .point else { return nil }
        let least = leastCount(geometry.kind)
        let paths = geometry.paths
        guard let short = paths.first(where: { $0.count < least }) else {
            return paths.isEmpty ? GeometryDefect(reason: "Too few points", location: nil) : nil
        }
        return GeometryDefect(reason: "Too few points", location: short.first)
    }

    private static func withoutShortPaths(_ geometry: Geometry) -> Geometry? {
        switch geometry {
        case .point, .multiPoint: geometry
        case .lineString, .multiLineString:
            GeometryParts.join(geometry.paths.filter { $0.count >= 2 }.map { .lineString($0) })
        case .polygon(let polygon): withoutShortRings(polygon).map { .polygon($0) }
        case .multiPolygon(let polygons):
            GeometryParts.join(polygons.compactMap(withoutShortRings).map { .polygon($0) })
        }
    }

    private static func withoutShortRings(_ polygon: Polygon) -> Polygon? {
        guard polygon.exterior.count >= 4 else { return nil }
        return Polygon(rings: polygon.rings.filter { $0.count >= 4 })
    }

    private static func leastCount(_ kind: GeometryKind) -> Int {
        switch kind {
        case .point: 1
        case .line: 2
        case .polygon: 4
        }
    }

    private static func ringArea(_ geometry: Geometry) -> Double {
        GeometryParts.polygons(geometry).reduce(0) { sum, polygon in
            let holes = polygon.holes.reduce(0) { $0 + abs(SimpleRing.signedArea($1)) }
            return sum + abs(SimpleRing.signedArea(polygon.exterior)) - holes
        }
    }
}
