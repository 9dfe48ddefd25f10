package import GeoCore

/// What city to simulate: where its roads and devices are, and how much goes on.
package struct CityOptions: Hashable, Sendable {
    package var seed: UInt64
    package var start: Instant
    /// Along which vehicles drive, CRS84; at least one of two vertices or more if there are vehicles.
    package var roads: [[Coordinate]]
    package var lampControllers: [Coordinate]
    package var waterGauges: [Coordinate]
    package var airSensors: [Coordinate]
    package var patrolCars: Int
    package var refuseTrucks: Int
    package var buses: Int
    package var reportsPerDay: Double
    /// When it rains hard: gauges rise and more is reported.
    package var rain: ClosedRange<Instant>?

    package init(
        seed: UInt64 = 2026, start: Instant, roads: [[Coordinate]], lampControllers: [Coordinate] = [],
        waterGauges: [Coordinate] = [], airSensors: [Coordinate] = [], patrolCars: Int = 6, refuseTrucks: Int = 8,
        buses: Int = 12, reportsPerDay: Double = 120, rain: ClosedRange<Instant>? = nil
    ) {
        self.seed = seed
        self.start = start
        self.roads = roads.filter { Set($0).count > 1 }
        self.lampControllers = lampControllers
        self.waterGauges = waterGauges
        self.airSensors = airSensors
        self.patrolCars = self.roads.isEmpty ? 0 : patrolCars
        self.refuseTrucks = self.roads.isEmpty ? 0 : refuseTrucks
        self.buses = self.roads.isEmpty ? 0 : buses
        self.reportsPerDay = self.roads.isEmpty ? 0 : reportsPerDay
        self.rain = rain
    }
}
