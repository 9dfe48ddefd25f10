package import GeoCore

/// What a map on a page shows, in drawing order: areas, lines, tracks, marks, names.
package struct MapPicture: Sendable {
    package var areas: [MapArea] = []
    package var lines: [MapLine] = []
    package var tracks: [MapTrack] = []
    package var marks: [MapMark] = []
    package var names: [MapName] = []
    /// Boxes that stand for other sheets.
    package var outlines: [BoundingBox] = []
    /// Parts of the page that something else will cover: no name is put there.
    package var reserved: [SheetBox] = []

    package init() {}
}

/// Polygons of one look.
package struct MapArea: Sendable {
    package var geometry: Geometry
    package var fill: SheetColor?
    package var edge: SheetPen?

    package init(_ geometry: Geometry, fill: SheetColor?, edge: SheetPen? = nil) {
        self.geometry = geometry
        self.fill = fill
        self.edge = edge
    }
}

/// Lines of one look, drawn straight on the map between their vertices.
package struct MapLine: Sendable {
    package var geometry: Geometry
    package var pen: SheetPen

    package init(_ geometry: Geometry, _ pen: SheetPen) {
        self.geometry = geometry
        self.pen = pen
    }
}

/// Where an object was, with a dot for each fix as long as the dots can be told apart.
package struct MapTrack: Sendable {
    /// In event order.
    package var places: [Coordinate]
    package var color: SheetColor
    /// Indices of the places after which nothing is known of the way to the next: drawn as a gap.
    package var gaps: Set<Int>

    package init(_ places: [Coordinate], color: SheetColor, gaps: Set<Int> = []) {
        self.places = places
        self.color = color
        self.gaps = gaps
    }
}

/// A sign at a place.
package struct MapMark: Sendable {
    /// The forms of signs.
    package enum Shape: Hashable, Sendable {
        case dot
        case diamond
        case triangle
        case square
        /// Without inside: what lies below stays to be seen.
        case ring
    }

    package var place: Coordinate
    package var shape: Shape
    package var color: SheetColor
    /// Points from side to side.
    package var size: Double
    /// A few letters beside it, left out where they would cover another name; empty for none.
    package var text: String

    package init(_ place: Coordinate, _ shape: Shape, color: SheetColor, size: Double, text: String = "") {
        self.place = place
        self.shape = shape
        self.color = color
        self.size = size
        self.text = text
    }
}

/// A name on the map.
package struct MapName: Sendable {
    /// What is named, which decides how the name is set.
    package enum Kind: Hashable, Sendable {
        case sea
        case archipelago
        case island
        case unit
    }

    package var text: String
    /// A smaller line below; empty for none.
    package var second: String
    package var place: Coordinate
    package var kind: Kind
    /// 1 is placed first; what no longer finds room is left out.
    package var rank: Int
    /// Placed whatever it covers, as sovereignty asks of the two archipelagos; its second line still gives way.
    package var isAlways: Bool

    package init(
        _ text: String, second: String = "", at place: Coordinate, kind: Kind, rank: Int, isAlways: Bool = false
    ) {
        self.text = text
        self.second = second
        self.place = place
        self.kind = kind
        self.rank = rank
        self.isAlways = isAlways
    }
}
