package import GeoCore
import LiveMap

/// A city's days: vehicles on its roads, lamps, gauges and sensors, and what citizens report.
///
/// The same options give the same messages, in however many steps they are asked for.
package struct CitySimulator {
    package let options: CityOptions
    private var vehicles: [CityVehicle] = []
    private var sensors: [CitySensor] = []
    private var reports: CityReports?
    private var now: Instant

    package init(_ options: CityOptions) {
        self.options = options
        now = options.start
        let hash = SeededHash(seed: options.seed)
        let roads = RoadNet(options.roads)
        for (kind, count) in [
            (CityVehicle.Kind.patrolCar, options.patrolCars), (.refuseTruck, options.refuseTrucks),
            (.bus, options.buses),
        ] {
            vehicles += (0..<count).map {
                CityVehicle(kind, number: $0, roads: roads, start: options.start, hash: hash)
            }
        }
        for (kind, places) in [
            (CitySensor.Kind.lampController, options.lampControllers), (.waterGauge, options.waterGauges),
            (.airSensor, options.airSensors),
        ] {
            sensors += places.enumerated().map { number, place in
                CitySensor(kind, number: number, at: place, start: options.start, rain: options.rain, hash: hash)
            }
        }
        reports = options.reportsPerDay > 0 ? CityReports(roads: roads, options: options, hash: hash) : nil
    }

    /// What is sent after the last call's moment and up to this one, in order of time.
    package mutating func next(until moment: Instant) -> [CityMessage] {
        var messages: [CityMessage] = []
        for index in vehicles.indices {
            while vehicles[index].next <= moment {
                guard let reading = vehicles[index].report() else { continue }
                messages.append(.reading(layer: vehicles[index].kind.layer, reading))
            }
        }
        for index in sensors.indices {
            while sensors[index].next <= moment {
                guard let reading = sensors[index].report() else { continue }
                messages.append(.reading(layer: sensors[index].kind.layer, reading))
            }
        }
        while let due = reports?.next, due <= moment, let report = reports?.report() {
            messages.append(.report(report))
        }
        now = max(now, moment)
        return messages.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element)
    }

    /// What has been wrong so far, in order of beginning.
    package var truths: [CityTruth] {
        sensors.flatMap { $0.truths(until: now) }.sorted {
            ($0.start, $0.device, $0.kind.rawValue) < ($1.start, $1.device, $1.kind.rawValue)
        }
    }
}
