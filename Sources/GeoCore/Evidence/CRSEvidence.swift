/// Which coordinate system a file is in, as far as its numbers tell.
package enum CRSDecision: Hashable, Sendable {
    /// One system fits; the sentences say why.
    case found(CRS, axes: AxisOrder, evidence: [LocalizedText])
    /// Several fit, or what the file declares does not: a person has to choose. The sentence asks.
    case ambiguous([CRSCandidate], LocalizedText)
    /// None fits; the sentence says so and what to do.
    case unknown(LocalizedText)
}

/// How a file orders its two ordinates.
package enum AxisOrder: String, Hashable, Sendable {
    /// East (or longitude) first.
    case eastNorth = "en"
    /// North (or latitude) first, as Vietnamese coordinate tables have it (X = North).
    case northEast = "ne"
}

/// A system that may be meant.
package struct CRSCandidate: Hashable, Sendable {
    package var crs: CRS
    package var axes: AxisOrder
    /// The share, 0–1, of the sampled positions that lie where they should.
    package var share: Double
    /// Where the data would be: degrees, WGS 84.
    package var extent: BoundingBox
}

/// What a file declares about its coordinate system.
package struct DeclaredCRS: Hashable, Sendable {
    /// The system by code, or `nil` where the definition has none.
    package var crs: CRS?
    /// The name in the file, for people: `WGS_1984_UTM_Zone_48N`.
    package var name: String
    package var isGeographic: Bool
    /// Set where the definition is the MapInfo "VN-2000 nội bộ" form: transverse Mercator with k 0.9999 on a
    /// Vietnamese meridian and the datum of WGS 84, which means this VN-2000 zone.
    package var impliedZone: CRS?

    package init(crs: CRS?, name: String, isGeographic: Bool, impliedZone: CRS? = nil) {
        self.crs = crs
        self.name = name
        self.isGeographic = isGeographic
        self.impliedZone = impliedZone
    }
}

/// An area in which the data should lie, such as a commune that the file names or the province of the workspace.
package struct ReferenceArea: Hashable, Sendable {
    package var name: String
    /// Longitude and latitude, WGS 84.
    package var box: BoundingBox
    /// The exact area; empty where only the box is known.
    package var polygons: [Polygon]

    package init(name: String, box: BoundingBox, polygons: [Polygon] = []) {
        self.name = name
        self.box = box
        self.polygons = polygons
    }

    /// Whether a position lies in the area (by the even-odd rule).
    package func contains(_ point: Coordinate) -> Bool {
        guard box.contains(point) else { return false }
        return polygons.isEmpty || polygons.contains { $0.rings.count { Self.surrounds($0, point) } % 2 == 1 }
    }

    private static func surrounds(_ ring: [Coordinate], _ point: Coordinate) -> Bool {
        var inside = false
        for (start, end) in zip(ring, ring.dropFirst()) where (start.y > point.y) != (end.y > point.y) {
            let x = start.x + (point.y - start.y) / (end.y - start.y) * (end.x - start.x)
            if point.x < x { inside.toggle() }
        }
        return inside
    }
}
