package import GeoCore

/// Where reports lie thick: DBSCAN over places on the ellipsoid (Ester et al. 1996).
///
/// A place with at least `least` places within `radiusMeters`, itself included, is a core; cores within the radius of each
/// other are one hot spot, and what is near a core belongs to the hot spot of its nearest one, so that the answer does not depend
/// on the order of the places. Distances are geodesics; candidates come from a grid, also across the antimeridian.
package struct HotSpots: Sendable {
    /// More than 0.
    package let radiusMeters: Double
    /// At least 1.
    package let least: Int

    package init(radiusMeters: Double = 80, least: Int = 4) {
        precondition(radiusMeters > 0 && least > 0, "a radius and a number of places must be positive")
        self.radiusMeters = radiusMeters
        self.least = least
    }

    /// One hot spot.
    package struct Spot: Hashable, Sendable {
        /// Positions in the list that was given, ascending.
        package var members: [Int]
        /// The member nearest to the mean of all.
        package var center: Int
        /// Metres from the center to the farthest member.
        package var radiusMeters: Double
    }

    /// The hot spots of places, the largest first; of equals the one with the earliest member.
    package func spots(of places: [Coordinate]) -> [Spot] {
        let neighbours = PlaceGrid(places, radiusMeters: radiusMeters).neighbours()
        let cores = coreLabels(neighbours)
        var members: [Int: [Int]] = [:]
        for index in places.indices {
            if let label = cores[index] ?? nearestCore(neighbours[index], cores) {
                members[label, default: []].append(index)
            }
        }
        return members.values.map { Self.spot($0, places) }
            .sorted { ($1.members.count, $0.members[0]) < ($0.members.count, $1.members[0]) }
    }

    private func isCore(_ neighbours: [PlaceGrid.Neighbour]) -> Bool { neighbours.count + 1 >= least }

    /// For each core the first core of its hot spot; `nil` for what is none.
    private func coreLabels(_ neighbours: [[PlaceGrid.Neighbour]]) -> [Int?] {
        var labels = [Int?](repeating: nil, count: neighbours.count)
        for seed in neighbours.indices where labels[seed] == nil && isCore(neighbours[seed]) {
            labels[seed] = seed
            var waiting = [seed]
            while let core = waiting.popLast() {
                for near in neighbours[core] where labels[near.index] == nil && isCore(neighbours[near.index]) {
                    labels[near.index] = seed
                    waiting.append(near.index)
                }
            }
        }
        return labels
    }

    private func nearestCore(_ neighbours: [PlaceGrid.Neighbour], _ cores: [Int?]) -> Int? {
        neighbours.filter { cores[$0.index] != nil }
            .min { ($0.distance, $0.index) < ($1.distance, $1.index) }
            .flatMap { cores[$0.index] }
    }

    private static func spot(_ members: [Int], _ places: [Coordinate]) -> Spot {
        let mean = GeodesicOrigin(mean(of: members, places))
        let center = members.min { mean.distance(to: places[$0]) < mean.distance(to: places[$1]) } ?? members[0]
        let origin = GeodesicOrigin(places[center])
        let radius = members.reduce(0) { max($0, origin.distance(to: places[$1])) }
        return Spot(members: members, center: center, radiusMeters: radius)
    }

    /// The mean of places near each other; longitudes are taken relative to the first's.
    private static func mean(of members: [Int], _ places: [Coordinate]) -> Coordinate {
        let first = places[members[0]]
        var (east, north) = (0.0, 0.0)
        for index in members {
            east += CompassAngle.difference(from: first.longitude, to: places[index].longitude)
            north += places[index].latitude
        }
        let count = Double(members.count)
        return Coordinate(longitude: first.longitude + east / count, latitude: north / count)
    }
}
