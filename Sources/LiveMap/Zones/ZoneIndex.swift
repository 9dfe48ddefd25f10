package import GeoCore

/// All zones, ready to be asked about points and ways: a packed R-tree over their boxes, and in each zone its edges by bands
/// of latitude. Immutable; made anew when a layer of zones changes.
package struct ZoneIndex: Sendable {
    /// In order of code, then of the first day; zones without an area are left out.
    package let zones: [Zone]
    private let shapes: [ZoneShape]
    private let tree: PackedBoxTree
    private let numbers: [String: [Int]]

    package init(_ zones: [Zone]) {
        let usable = zones.compactMap { zone in ZoneShape(zone.polygons).map { (zone: zone, shape: $0) } }
            .sorted { Self.order($0.zone) < Self.order($1.zone) }
        self.zones = usable.map(\.zone)
        shapes = usable.map(\.shape)
        tree = PackedBoxTree(shapes.map(\.box))
        numbers = Dictionary(grouping: self.zones.indices) { [zones = self.zones] in zones[$0].reference.id }
    }

    private static func order(_ zone: Zone) -> (String, Int64) {
        (zone.reference.id, zone.validity.from?.number ?? .min)
    }

    /// The zone of a code that is in force on a day.
    package func zone(_ code: String, on day: CivilDay) -> Zone? { number(of: code, on: day).map { zones[$0] } }

    /// The zones in force that a point is inside of or on the boundary of, in order of their codes.
    package func zones(containing point: Coordinate, on day: CivilDay) -> [Zone] {
        numbers(near: BoundingBox(west: point.x, south: point.y, east: point.x, north: point.y), on: day)
            .filter { shapes[$0].contains(point) }
            .map { zones[$0] }
    }

    /// Metres from a point to the boundary of the zone of a code, negative outside, or `nil` where that is more than the
    /// limit or no such zone is in force.
    package func depth(
        of point: Coordinate, in code: String, on day: CivilDay, within limit: Double = 1_000_000
    ) -> Double? {
        guard let number = number(of: code, on: day),
            let distance = shapes[number].distanceToBoundary(from: point, within: limit)
        else { return nil }
        return shapes[number].contains(point) ? distance : -distance
    }
}

extension ZoneIndex {
    func number(of code: String, on day: CivilDay) -> Int? {
        numbers[code]?.last { zones[$0].validity.contains(day) }
    }

    /// The zones in force whose boxes meet a box, in order.
    func numbers(near box: BoundingBox, on day: CivilDay) -> [Int] {
        var found: [Int] = []
        tree.forEach(intersecting: box) { if zones[$0].validity.contains(day) { found.append($0) } }
        found.sort()
        return found
    }

    /// Where a point lies in relation to a zone, telling a rim of some metres on both sides of the boundary.
    func side(of point: Coordinate, of number: Int, rimMeters: Double) -> ZoneSide {
        let isInside = shapes[number].contains(point)
        guard rimMeters > 0, shapes[number].distanceToBoundary(from: point, within: rimMeters) != nil else {
            return isInside ? .inside : .outside
        }
        return isInside ? .innerRim : .outerRim
    }

    func partsInside(_ number: Int, from start: Coordinate, to end: Coordinate) -> [ClosedRange<Double>] {
        shapes[number].partsInside(from: start, to: end)
    }
}

/// Inside or outside a zone, and whether so near its boundary that one may be as well on the other side.
enum ZoneSide: Hashable, Sendable {
    case inside
    case innerRim
    case outerRim
    case outside
}
