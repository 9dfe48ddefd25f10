import GeoCore
import LiveMap

/// Times for the record, printed by the tests of a release build.
enum Measured {
    static var isRelease: Bool {
        var result = true
        assert(
            {
                result = false
                return true
            }())
        return result
    }

    static func report(_ name: String, _ body: () -> Int) {
        var found = 0
        let time = ContinuousClock().measure { found = body() }
        print("\(name): \(found) found in \(time)")
    }

    /// Vessels strewn over the sea from 10° to 16° N, half of them slow, with seven fixes each over twelve hours.
    static func night(vessels: Int) -> [Fix] {
        var state: UInt64 = 7
        func unit() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) * 0x1p-53
        }
        return (0..<vessels).flatMap { number in
            let home = Coordinate(longitude: 109.5 + unit() * 4, latitude: 10 + unit() * 6)
            let knots = unit() < 0.5 ? 0.6 : 6
            let phase = unit() * 2
            return (0..<7).map { step in
                let hours = phase + Double(step) * 2 - 2
                let place = Fleet.place(east: 0, north: hours * knots * 1_852, of: home)
                return Fleet.fix(number, hours: hours, at: place, knots: knots)
            }
        }
    }
}
