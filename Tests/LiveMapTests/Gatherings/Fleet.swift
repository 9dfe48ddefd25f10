import GeoCore
import LiveMap

/// Fixes and rules for the tests of groups of vessels.
enum Fleet {
    static let dawn = Instant(seconds: 1_780_000_000 / 7_200 * 7_200)
    static let place = Coordinate(longitude: 110.5, latitude: 13.4)
    static let version = CivilDay(number: 20_478)

    static func reference(_ id: String) -> RuleReference { RuleReference(id: id, version: version) }

    static func id(_ number: Int) -> ObjectID {
        guard let id = ObjectID("bd\(90_000 + number)") else { preconditionFailure("plain letters and digits") }
        return id
    }

    /// A place so many metres east and north of another.
    static func place(east: Double, north: Double, of origin: Coordinate = place) -> Coordinate {
        let up = Geodesic.direct(from: origin, azimuth: 0, meters: north).coordinate
        return Geodesic.direct(from: up, azimuth: 90, meters: east).coordinate
    }

    static func fix(_ vessel: Int, hours: Double, at place: Coordinate, knots: Double?) -> Fix {
        Fix(
            object: id(vessel), time: dawn.adding(hours: hours), coordinate: place, speedKnots: knots, device: "a",
            source: .vms)
    }

    /// A vessel that comes from the south at 8 knots, lies at a place for some hours and leaves to the east, with fixes
    /// every so many hours.
    static func visit(
        _ vessel: Int, at spot: Coordinate, from arrival: Double, to departure: Double, phase: Double,
        every interval: Double = 2, span: ClosedRange<Double> = -12...36
    ) -> [Fix] {
        stride(from: span.lowerBound + phase, through: span.upperBound, by: interval).map { hours in
            let meters = 8 * 1_852.0
            if hours < arrival {
                return fix(
                    vessel, hours: hours, at: place(east: 0, north: (hours - arrival) * meters, of: spot), knots: 8)
            }
            if hours > departure {
                let away = place(east: (hours - departure) * meters, north: 0, of: spot)
                return fix(vessel, hours: hours, at: away, knots: 8)
            }
            return fix(vessel, hours: hours, at: spot, knots: 0.4)
        }
    }

    static let gathering = GatheringRule(
        vessels: 3,
        radiusMeters: 1_852, windowSeconds: 7_200, windows: 2, missedWindows: 1, slowKnots: 2, fastestKnots: 12,
        longestGapSeconds: 6 * 3_600, driftMemorySeconds: 1_800, leastConfidence: 0.3)

    static let encounter = EncounterRule(
        distanceMeters: 500,
        shortestSeconds: 3_600, durationSeconds: 7_200, joinedWithinSeconds: 4 * 3_600, slowKnots: 2,
        stepSeconds: 600, longestGapSeconds: 3_600)

    static let loitering = LoiteringRule(
        slowKnots: 2,
        durationSeconds: 4 * 3_600, longestGapSeconds: 3_600)

    static let carried = CarriedDeviceRule(
        medianMeters: 300,
        farthestMeters: 1_500, straightness: 0.9, fastestKnots: 12, fixes: 8, durationSeconds: 8 * 3_600,
        movingKnots: 3, longestGapSeconds: 3 * 3_600)

    static let openSea = VicinityIndex([], reachMeters: 0)

    /// A square of so many metres each way around a place.
    static func square(around center: Coordinate, meters: Double) -> Geometry {
        let corners = [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1), (-1, -1)].map {
            place(east: $0.0 * meters, north: $0.1 * meters, of: center)
        }
        return .polygon(Polygon(rings: [corners]))
    }
}
