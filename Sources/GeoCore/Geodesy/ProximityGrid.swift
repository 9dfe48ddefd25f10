/// Points sorted into cubes of space, so that those near each other are found without comparing all with all.
///
/// The cubes lie in the space around the Earth, not on a map, so that neither the antimeridian nor the poles are special; an
/// edge is as long as the radius, and a chord is never longer than the geodesic over it, so whatever is within the radius
/// is in one of the 27 cubes around. Distances are geodesic. A point that is not on the Earth has no neighbours.
package struct ProximityGrid: Sendable {
    package let radiusMeters: Double
    private let origins: [GeodesicOrigin]
    /// Indexes of points, cube by cube.
    private var order: [Int32]
    private var cubes: [SIMD3<Int32>: Range<Int32>] = [:]

    /// - Parameter radiusMeters: How near is near, between 1 m and 1,000 km.
    package init(_ points: [Coordinate], radiusMeters: Double) {
        precondition((1...1_000_000).contains(radiusMeters), "a grid's radius lies between 1 m and 1,000 km")
        self.radiusMeters = radiusMeters
        origins = points.map(GeodesicOrigin.init)
        var members: [SIMD3<Int32>: [Int32]] = [:]
        members.reserveCapacity(points.count)
        for (index, origin) in origins.enumerated() {
            guard let cube = Self.cube(of: origin, edge: radiusMeters) else { continue }
            members[cube, default: []].append(Int32(index))
        }
        order = []
        order.reserveCapacity(points.count)
        cubes.reserveCapacity(members.count)
        for (cube, indexes) in members {
            cubes[cube] = Int32(order.count)..<Int32(order.count + indexes.count)
            order += indexes
        }
    }

    /// The other points within the radius of a point, in order of their indexes.
    package func neighbours(of index: Int) -> [Neighbour] {
        guard let center = Self.cube(of: origins[index], edge: radiusMeters) else { return [] }
        var found: [Neighbour] = []
        for step in Self.steps {
            guard let range = cubes[center &+ step] else { continue }
            for other in order[Int(range.lowerBound)..<Int(range.upperBound)] where Int(other) != index {
                guard let meters = distance(index, Int(other)) else { continue }
                found.append(Neighbour(index: Int(other), distanceMeters: meters))
            }
        }
        return found.sorted { $0.index < $1.index }
    }

    /// Every two points within the radius of each other, once, the lower index first; in no order.
    package func forEachPair(_ body: (_ first: Int, _ second: Int, _ distanceMeters: Double) -> Void) {
        for (cube, range) in cubes {
            let own = order[Int(range.lowerBound)..<Int(range.upperBound)]
            for first in own {
                for second in own where second > first { visit(first, second, body) }
            }
            for step in Self.forwardSteps {
                guard let others = cubes[cube &+ step] else { continue }
                for first in own {
                    for second in order[Int(others.lowerBound)..<Int(others.upperBound)] { visit(first, second, body) }
                }
            }
        }
    }

    /// Another point within the radius.
    package struct Neighbour: Hashable, Sendable {
        package var index: Int
        package var distanceMeters: Double
    }
}

extension ProximityGrid {
    private func visit(_ first: Int32, _ second: Int32, _ body: (Int, Int, Double) -> Void) {
        guard let meters = distance(Int(first), Int(second)) else { return }
        body(Int(min(first, second)), Int(max(first, second)), meters)
    }

    private func distance(_ first: Int, _ second: Int) -> Double? {
        let difference = origins[first].vector - origins[second].vector
        guard difference.dot(difference) <= radiusMeters * radiusMeters else { return nil }
        let meters = origins[first].distance(to: origins[second])
        return meters <= radiusMeters ? meters : nil
    }

    private static func cube(of origin: GeodesicOrigin, edge: Double) -> SIMD3<Int32>? {
        let scaled = (origin.vector / edge).rounded(.down)
        guard scaled.x.isFinite, scaled.y.isFinite, scaled.z.isFinite else { return nil }
        return SIMD3<Int32>(scaled)
    }

    private static let steps: [SIMD3<Int32>] = {
        let range = Int32(-1)...1
        return range.flatMap { x in range.flatMap { y in range.map { SIMD3(x, y, $0) } } }
    }()

    /// Half of the 26 cubes around: of every two opposite ones the one that comes first.
    private static let forwardSteps = steps.filter { ($0.x, $0.y, $0.z) > (0, 0, 0) }
}
