import GRDB
package import GeoCore

extension LiveArchive {
    /// Which of some objects came within a distance of a place in a span of event time: each where it came nearest, nearest first.
    ///
    /// Suspect fixes do not count; of equal distances the earliest does. No more than one fix of each object is kept while
    /// this reads.
    ///
    /// - Parameter radiusMeters: Geodesic, not negative.
    package func nearest(
        to place: Coordinate, radiusMeters: Double, of objects: some Sequence<ObjectID>, during span: Range<Instant>
    ) async throws -> [NearbyFix] {
        precondition(radiusMeters >= 0, "a radius cannot be negative")
        let span = span.lowerBound.milliseconds..<span.upperBound.milliseconds
        let names = objects.sorted()
        let circle = Circle(center: place, radiusMeters: radiusMeters)
        var (nearest, numbers, months) = memory.read { memory in
            let numbers = memory.numbers(of: names, heardSince: span.lowerBound)
            var nearest = NearestFixes(circle)
            for number in numbers { for fix in memory.pending(number, during: span) { nearest.see(fix) } }
            return (nearest, numbers, memory.months(during: span))
        }
        for month in months {
            let found = try await files.read(month) { [numbers] db in
                try FixSearch.nearest(NearestFixes(circle), of: numbers, during: span, in: db)
            }
            nearest.take(found)
        }
        return memory.read { memory in nearest.sorted.map { $0.named(memory) } }
    }
}

/// Of each object the fix that came nearest to a place.
struct NearestFixes: Sendable {
    private let circle: Circle
    private var found: [Int32: Near] = [:]

    struct Near: Sendable {
        var fix: StoredFix
        var distanceMeters: Double

        func named(_ memory: borrowing LiveMemory) -> NearbyFix {
            NearbyFix(fix: memory.received(fix), distanceMeters: distanceMeters)
        }

        fileprivate func isBefore(_ other: Near) -> Bool {
            distanceMeters == other.distanceMeters ? fix.key < other.fix.key : distanceMeters < other.distanceMeters
        }
    }

    init(_ circle: Circle) { self.circle = circle }

    mutating func see(_ fix: StoredFix) {
        guard fix.traits.quality != .suspect,
            let distance = circle.distance(to: Coordinate(longitude: fix.longitude, latitude: fix.latitude))
        else { return }
        see(Near(fix: fix, distanceMeters: distance))
    }

    mutating func take(_ others: NearestFixes) { for near in others.found.values { see(near) } }

    private mutating func see(_ near: Near) {
        if let known = found[near.fix.object], !near.isBefore(known) { return }
        found[near.fix.object] = near
    }

    /// Nearest first.
    var sorted: [Near] { found.values.sorted { $0.isBefore($1) } }
}

extension FixSearch {
    /// Sees the fixes of objects in a span.
    static func nearest(
        _ nearest: NearestFixes, of objects: [Int32], during span: Range<Int64>, in db: Database
    ) throws -> NearestFixes {
        let rows = try SQLStatement(trackSQL, in: db)
        var nearest = nearest
        for object in objects {
            rows.reset()
            rows.bind(Int64(object), at: 1)
            rows.bind(span.lowerBound, at: 2)
            rows.bind(span.upperBound, at: 3)
            while try rows.step() { nearest.see(try FixRows.read(rows)) }
        }
        return nearest
    }
}

/// A circle on the ellipsoid, with the box that rules most points out.
struct Circle: Sendable {
    private let origin: GeodesicOrigin
    private let boxes: [BoundingBox]
    private let radiusMeters: Double

    init(center: Coordinate, radiusMeters: Double) {
        origin = GeodesicOrigin(center)
        boxes = BoundingBox.enclosing(center, radiusMeters: radiusMeters).parts
        self.radiusMeters = radiusMeters
    }

    /// Geodesic; `nil` outside.
    func distance(to point: Coordinate) -> Double? {
        guard boxes.contains(where: { $0.contains(point) }) else { return nil }
        return origin.distance(to: point, within: radiusMeters)
    }
}
