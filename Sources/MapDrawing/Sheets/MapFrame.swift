import Foundation
package import GeoCore

/// A part of the world in Web Mercator in a box on a page. It does not cross the antimeridian.
package struct MapFrame: Hashable, Sendable {
    package let box: SheetBox
    /// What is seen, which fills the box.
    package let extent: BoundingBox
    private let pointsPerUnit: Double
    private let origin: SheetPoint

    /// The smallest frame that shows an extent whole, with the same room on both sides of it.
    ///
    /// - Parameters:
    ///   - leastMeters: Neither side shows less than this, so that a boat in port is not seen under a glass.
    package init(showing wanted: BoundingBox, in box: SheetBox, leastMeters: Double = 20_000) {
        precondition(box.width > 0 && box.height > 0, "a map needs room")
        let (west, east) = (Self.unit(longitude: wanted.west), Self.unit(longitude: wanted.east))
        let (south, north) = (Self.unit(latitude: wanted.south), Self.unit(latitude: wanted.north))
        let least = leastMeters / Self.earthRadius / cos(wanted.center.y * .pi / 180)
        let (width, height) = (max(east - west, least), max(north - south, least))
        pointsPerUnit = min(box.width / width, box.height / height)
        let middle = SheetPoint(x: (west + east) / 2, y: (south + north) / 2)
        let half = SheetPoint(x: box.width / pointsPerUnit / 2, y: box.height / pointsPerUnit / 2)
        origin = SheetPoint(x: middle.x - half.x, y: middle.y + half.y)
        self.box = box
        extent = BoundingBox(
            west: Self.longitude(middle.x - half.x), south: Self.latitude(middle.y - half.y),
            east: Self.longitude(middle.x + half.x), north: Self.latitude(middle.y + half.y))
    }

    /// Where a coordinate lies on the page, also beyond the box.
    package func point(_ place: Coordinate) -> SheetPoint {
        SheetPoint(
            x: box.x + (Self.unit(longitude: place.longitude) - origin.x) * pointsPerUnit,
            y: box.y + (origin.y - Self.unit(latitude: place.latitude)) * pointsPerUnit)
    }

    /// Metres on the ground that one point on paper stands for, at a latitude.
    package func metersPerPoint(latitude: Double) -> Double {
        Self.earthRadius * cos(latitude * .pi / 180) / pointsPerUnit
    }

    /// The latitude at half height.
    package var middleLatitude: Double {
        Self.latitude(origin.y - box.height / pointsPerUnit / 2)
    }

    /// The parts of a path on the page that come near the box, without the vertices that paper cannot show.
    package func paths(_ path: [Coordinate]) -> [[SheetPoint]] {
        let room = box.inset(-Self.room)
        var paths: [[SheetPoint]] = []
        var current: [SheetPoint] = []
        for (start, end) in zip(thinned(path), thinned(path).dropFirst()) {
            guard !room.isBeside(start, end) else {
                if current.count > 1 { paths.append(current) }
                current = []
                continue
            }
            if current.isEmpty { current.append(start) }
            current.append(end)
        }
        return current.count > 1 ? paths + [current] : paths
    }

    /// A ring cut to the box and a little beyond; empty where it does not come there.
    package func ring(_ ring: [Coordinate]) -> [SheetPoint] {
        let room = box.inset(-Self.room)
        var points = thinned(ring)
        for side in SheetSide.allCases { points = side.cut(points, room) }
        return points.count > 2 ? points : []
    }

    /// The first and last vertex, and of those between only such as lie apart on paper.
    private func thinned(_ path: [Coordinate]) -> [SheetPoint] {
        var points: [SheetPoint] = []
        for (index, place) in path.enumerated() {
            let next = point(place)
            if let last = points.last, index < path.count - 1, abs(next.x - last.x) < Self.apart,
                abs(next.y - last.y) < Self.apart
            {
                continue
            }
            points.append(next)
        }
        return points
    }

    /// Points within which two vertices are one.
    private static let apart = 0.2
    /// Points beyond the box to which lines go, so that no cut edge is seen.
    private static let room = 6.0
    /// WGS 84's greater half axis, as Web Mercator has it.
    private static let earthRadius = 6_378_137.0

    private static func unit(longitude: Double) -> Double { longitude * .pi / 180 }

    private static func unit(latitude: Double) -> Double {
        let bound = WorldGrid.maximumLatitude
        return log(tan(.pi / 4 + max(-bound, min(bound, latitude)) * .pi / 360))
    }

    private static func longitude(_ unit: Double) -> Double { unit * 180 / .pi }

    private static func latitude(_ unit: Double) -> Double { atan(sinh(unit)) * 180 / .pi }
}

extension SheetBox {
    /// Whether a stretch lies whole on one side of the box.
    fileprivate func isBeside(_ start: SheetPoint, _ end: SheetPoint) -> Bool {
        max(start.x, end.x) < x || min(start.x, end.x) > right || max(start.y, end.y) < y
            || min(start.y, end.y) > bottom
    }
}

/// The sides of a box, each of which cuts a ring after the other (Sutherland and Hodgman).
private enum SheetSide: CaseIterable {
    case left
    case right
    case top
    case bottom

    func cut(_ ring: [SheetPoint], _ box: SheetBox) -> [SheetPoint] {
        guard var before = ring.last else { return [] }
        var cut: [SheetPoint] = []
        for point in ring {
            let (depth, depthBefore) = (depth(of: point, box), depth(of: before, box))
            if (depth >= 0) != (depthBefore >= 0) {
                let share = depthBefore / (depthBefore - depth)
                cut.append(
                    SheetPoint(x: before.x + (point.x - before.x) * share, y: before.y + (point.y - before.y) * share))
            }
            if depth >= 0 { cut.append(point) }
            before = point
        }
        return cut
    }

    /// How far inside of this side a point lies; negative outside.
    private func depth(of point: SheetPoint, _ box: SheetBox) -> Double {
        switch self {
        case .left: point.x - box.x
        case .right: box.right - point.x
        case .top: point.y - box.y
        case .bottom: box.bottom - point.y
        }
    }
}
