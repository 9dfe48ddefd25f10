import GeoCore

extension MapPicture {
    /// How much stands around and on a map.
    package enum Furniture: Hashable, Sendable {
        /// Graticule with degrees, scale bar, north arrow.
        case full
        /// A frame alone, for a small map inside another.
        case inset
    }

    /// The map as things on a page; nothing leaves the frame's box but the degrees around it.
    package func elements(in frame: MapFrame, _ furniture: Furniture, _ ruler: TextRuler) -> [SheetElement] {
        var inside = [SheetElement.fill([frame.box.corners], MapColors.sea)]
        inside += areas.flatMap { $0.elements(in: frame) }
        let graticule = Graticule(frame)
        if furniture == .full { inside += graticule.lines }
        inside += lines.flatMap { $0.elements(in: frame) }
        inside += tracks.flatMap { $0.elements(in: frame) }
        inside += marks.flatMap { $0.elements(in: frame) }
        inside += outlines.map { Self.outline($0, in: frame) }
        var placer = LabelPlacer(frame: frame, ruler: ruler)
        if furniture == .full {
            let scale = ScaleBar(frame, ruler)
            placer.keepFree(scale.box)
            placer.keepFree(NorthArrow(frame).box)
            for box in reserved { placer.keepFree(box) }
            inside += placer.place(names, marks) + scale.elements + NorthArrow(frame).elements
        } else {
            inside += placer.place(names.filter { $0.isAlways || $0.rank == 1 }, [])
        }
        let edge = SheetElement.stroke(
            frame.box.corners + [frame.box.corners[0]], SheetPen(.black, width: furniture == .full ? 0.9 : 0.6))
        return [.clipped(frame.box, inside), edge] + (furniture == .full ? graticule.degrees : [])
    }

    private static func outline(_ extent: BoundingBox, in frame: MapFrame) -> SheetElement {
        let corners = [
            Coordinate(x: extent.west, y: extent.north), Coordinate(x: extent.east, y: extent.north),
            Coordinate(x: extent.east, y: extent.south), Coordinate(x: extent.west, y: extent.south),
        ].map(frame.point)
        return .stroke(corners + [corners[0]], SheetPen(MapColors.alarm, width: 1))
    }
}

/// The colours that every map on paper shares.
package enum MapColors {
    package static let sea = SheetColor(0xE4EFF6)
    package static let land = SheetColor(0xF6F2E6)
    package static let shore = SheetColor(0x9A8F73)
    package static let seaName = SheetColor(0x3B6E94)
    package static let alarm = SheetColor(0xC0272D)
}

extension MapArea {
    fileprivate func elements(in frame: MapFrame) -> [SheetElement] {
        let polygons: [Polygon]
        switch geometry {
        case .polygon(let polygon): polygons = [polygon]
        case .multiPolygon(let parts): polygons = parts
        default: polygons = []
        }
        return polygons.flatMap { polygon in
            let rings = polygon.rings.map(frame.ring).filter { !$0.isEmpty }
            let inside = rings.isEmpty ? nil : fill.map { SheetElement.fill(rings, $0) }
            let edges = edge.map { edge in
                polygon.rings.flatMap(frame.paths).map { SheetElement.stroke($0, edge) }
            }
            return [inside].compactMap { $0 } + (edges ?? [])
        }
    }
}

extension MapLine {
    fileprivate func elements(in frame: MapFrame) -> [SheetElement] {
        geometry.paths.flatMap(frame.paths).map { .stroke($0, pen) }
    }
}

extension MapTrack {
    fileprivate func elements(in frame: MapFrame) -> [SheetElement] {
        var elements: [SheetElement] = []
        var part: [Coordinate] = []
        for (index, place) in places.enumerated() {
            part.append(place)
            guard gaps.contains(index) || index == places.count - 1 else { continue }
            elements += frame.paths(part).map { .stroke($0, SheetPen(color, width: 0.9)) }
            if gaps.contains(index), index + 1 < places.count {
                elements += frame.paths([place, places[index + 1]])
                    .map { .stroke($0, SheetPen(color.with(opacity: 0.6), width: 0.6, dashes: [1.5, 2])) }
            }
            part = []
        }
        return elements + dots(in: frame)
    }

    /// A dot for each fix, unless they would run into each other.
    private func dots(in frame: MapFrame) -> [SheetElement] {
        let points = places.map(frame.point).filter(frame.box.contains)
        guard points.count <= Self.mostDots else { return [] }
        return points.map { MapMark.Shape.dot.element(at: $0, size: 1.7, color: color) }
    }

    private static let mostDots = 800
}

extension MapMark {
    fileprivate func elements(in frame: MapFrame) -> [SheetElement] {
        let point = frame.point(place)
        guard frame.box.contains(point) else { return [] }
        guard shape != .ring else { return [shape.element(at: point, size: size, color: color)] }
        return [
            shape.element(at: point, size: size + 1.6, color: .white),
            shape.element(at: point, size: size, color: color),
        ]
    }
}

extension MapMark.Shape {
    /// The sign with its middle at a point.
    package func element(at point: SheetPoint, size: Double, color: SheetColor) -> SheetElement {
        let half = size / 2
        func at(_ x: Double, _ y: Double) -> SheetPoint { SheetPoint(x: point.x + x * half, y: point.y + y * half) }
        switch self {
        case .dot: return .fill([circle(at: point, radius: half)], color)
        case .diamond: return .fill([[at(0, -1.2), at(1.2, 0), at(0, 1.2), at(-1.2, 0)]], color)
        case .triangle: return .fill([[at(0, -1.2), at(1.15, 0.85), at(-1.15, 0.85)]], color)
        case .square: return .fill([[at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)]], color)
        case .ring:
            let circle = circle(at: point, radius: half)
            return .stroke(circle + [circle[0]], SheetPen(color, width: 0.9))
        }
    }

    /// Twelve corners, which at these sizes nobody tells from a circle.
    private func circle(at point: SheetPoint, radius: Double) -> [SheetPoint] {
        Self.circle.map { SheetPoint(x: point.x + $0.x * radius, y: point.y + $0.y * radius) }
    }

    private static let circle: [SheetPoint] = [
        (1, 0), (0.866, 0.5), (0.5, 0.866), (0, 1), (-0.5, 0.866), (-0.866, 0.5), (-1, 0), (-0.866, -0.5),
        (-0.5, -0.866), (0, -1), (0.5, -0.866), (0.866, -0.5),
    ].map { SheetPoint(x: $0.0, y: $0.1) }
}
