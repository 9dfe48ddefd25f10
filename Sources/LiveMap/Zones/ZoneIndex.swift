package import GeoCore

/// All zones, ready to be asked about points and ways: a packed R-tree over their boxes, and in each zone its edges by bands
/// of latitude. Immutable; made anew when a layer of zones changes.
package struct ZoneIndex: Sendable {
    /// One reference, so that handing the index around costs nothing.
    private let contents: ZoneIndexContents

    package init(_ zones: [Zone]) {
        contents = ZoneIndexContents(zones)
    }

    /// In order of code, then of the first day; zones without an area are left out.
    package var zones: [Zone] { contents.zones }

    /// The zone of a code that is in force on a day.
    package func zone(_ code: String, on day: CivilDay) -> Zone? { number(of: code, on: day).map { zones[$0] } }

    /// The zones in force that a point is inside of or on the boundary of, in order of their codes.
    package func zones(containing point: Coordinate, on day: CivilDay) -> [Zone] {
        numbers(near: BoundingBox(west: point.x, south: point.y, east: point.x, north: point.y), on: day)
            .filter { contents.shapes[$0].contains(point) }
            .map { contents.zones[$0] }
    }

    /// Metres from a point to the boundary of the zone of a code, negative outside, or `nil` where that is more than the
    /// limit or no such zone is in force.
    package func depth(
        of point: Coordinate, in code: String, on day: CivilDay, within limit: Double = 1_000_000
    ) -> Double? {
        guard let number = number(of: code, on: day),
            let distance = contents.shapes[number].distanceToBoundary(from: point, within: limit)
        else { return nil }
        return contents.shapes[number].contains(point) ? distance : -distance
    }
}

extension ZoneIndex {
    func number(of code: String, on day: CivilDay) -> Int? {
        contents.numbers[code]?.last { contents.validities[$0].contains(day) }
    }

    /// The zones in force whose boxes meet a box, in order.
    func numbers(near box: BoundingBox, on day: CivilDay) -> [Int] {
        var found: [Int] = []
        contents.tree.forEach(intersecting: box) { if contents.validities[$0].contains(day) { found.append($0) } }
        found.sort()
        return found
    }

    /// What is noted of a vessel that is in a zone.
    func stay(in number: Int) -> ZoneStay { contents.stays[number] }

    /// Whether being inside is to the vessel's good.
    func isProtective(_ number: Int) -> Bool { contents.areProtective[number] }

    /// Where a point lies in relation to a zone, telling a rim of some metres on both sides of the boundary.
    func side(of point: Coordinate, of number: Int, rimMeters: Double) -> ZoneSide {
        let shape = contents.shapes[number]
        let isInside = shape.contains(point)
        guard rimMeters > 0, shape.distanceToBoundary(from: point, within: rimMeters) != nil else {
            return isInside ? .inside : .outside
        }
        return isInside ? .innerRim : .outerRim
    }

    func partsInside(_ number: Int, from start: Coordinate, to end: Coordinate) -> [ClosedRange<Double>] {
        contents.shapes[number].partsInside(from: start, to: end)
    }
}

/// What an index holds, made once.
private final class ZoneIndexContents: Sendable {
    let zones: [Zone]
    let shapes: [ZoneShape]
    let stays: [ZoneStay]
    let areProtective: [Bool]
    let validities: [DayRange]
    let tree: PackedBoxTree
    let numbers: [String: [Int]]

    init(_ zones: [Zone]) {
        let usable = zones.compactMap { zone in ZoneShape(zone.polygons).map { (zone: zone, shape: $0) } }
            .sorted { Self.order($0.zone) < Self.order($1.zone) }
        let sorted = usable.map(\.zone)
        self.zones = sorted
        shapes = usable.map(\.shape)
        stays = sorted.map { ZoneStay(zone: $0.reference, kind: $0.kind, province: $0.province) }
        areProtective = sorted.map { ZoneKind.protective.contains($0.kind) }
        validities = sorted.map(\.validity)
        tree = PackedBoxTree(shapes.map(\.box))
        numbers = Dictionary(grouping: sorted.indices) { sorted[$0].reference.id }
    }

    private static func order(_ zone: Zone) -> (String, Int64) {
        (zone.reference.id, zone.validity.from?.number ?? .min)
    }
}

/// Inside or outside a zone, and whether so near its boundary that one may be as well on the other side.
enum ZoneSide: Hashable, Sendable {
    case inside
    case innerRim
    case outerRim
    case outside
}
