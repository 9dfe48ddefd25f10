import GeoCore
import LiveMap

/// A device of the city that stays where it is and measures.
struct CitySensor {
    enum Kind: Int, CaseIterable {
        case lampController
        case waterGauge
        case airSensor
    }

    let kind: Kind
    let id: ObjectID
    private let place: Coordinate
    private let number: Int
    private let start: Instant
    private let rain: ClosedRange<Instant>?
    private var dice: SimulationDice
    private(set) var next: Instant

    init(
        _ kind: Kind, number: Int, at place: Coordinate, start: Instant, rain: ClosedRange<Instant>?, hash: SeededHash
    ) {
        self.kind = kind
        self.number = number
        self.place = place
        self.start = start
        self.rain = rain
        dice = SimulationDice(hash, 71, number, kind.rawValue)
        next = start.adding(seconds: (dice.unit() * kind.interval).rounded())
        guard let id = ObjectID("\(kind.prefix)-\(number + 1)") else {
            preconditionFailure("letters, a dash and digits are an identifier")
        }
        self.id = id
    }

    /// The reading that is due; `nil` while the device is broken.
    mutating func report() -> DeviceReading? {
        let time = next
        next = time.adding(seconds: kind.interval)
        let values = measure(at: time)
        guard !isSilent(at: time) else { return nil }
        let fix = Fix(object: id, time: time, coordinate: place, device: id.text, source: .vms)
        return DeviceReading(fix: fix, values: values.mapValues { ($0 * 100).rounded() / 100 })
    }

    /// Every ninth device breaks for four hours in every fifth day.
    private func isSilent(at time: Instant) -> Bool {
        number % 9 == 4 && silence(onDay: day(of: time)).contains(time)
    }

    private func silence(onDay day: Int) -> Range<Instant> {
        let begin = start.adding(hours: Double(day * 24 + 7))
        return begin..<begin.adding(hours: day % 5 == 0 ? 4 : 0)
    }

    private func day(of time: Instant) -> Int { max(0, Int(time.seconds(since: start) / 86_400)) }

    private mutating func measure(at time: Instant) -> [String: Double] {
        let hour = Double((time.milliseconds + 7 * 3_600_000) % 86_400_000) / 3_600_000
        switch kind {
        case .lampController:
            let isNight = hour < 5.5 || hour >= 18
            return [
                "dien_ap": 220 + dice.normal() * 2.5, "dong_dien": isNight ? 14 + dice.normal() * 0.4 : 0,
                "so_den_hong": number % 7 == 3 && day(of: time) % 2 == 0 ? 6 : 0,
            ]
        case .waterGauge:
            let tide = CityClock.wave(hours: time.seconds(since: start) / 3_600, period: 24.84)
            return [
                "muc_nuoc": 0.9 + 0.45 * tide + flood(at: time) + dice.normal() * 0.01,
                "mua_1h": isRaining(at: time) ? 55 + dice.normal() * 6 : 0, "pin": 12.6 + dice.normal() * 0.05,
            ]
        case .airSensor:
            let rush = max(0, 1 - abs(hour - 7.5) / 2) + max(0, 1 - abs(hour - 17.5) / 2)
            let dust = number % 5 == 2 && day(of: time) % 3 == 1 && (8..<13).contains(hour) ? 48.0 : 0
            return [
                "pm25": max(1, 18 + 10 * rush + dust + dice.normal() * 1.5),
                "pm10": max(2, 34 + 18 * rush + dust * 1.3 + dice.normal() * 3),
                "tieng_on": 50 + 9 * rush + dice.normal(),
                "nhiet_do": 27 + 3 * CityClock.wave(hours: hour - 8, period: 24),
                "do_am": 78 - 8 * CityClock.wave(hours: hour - 8, period: 24),
            ]
        }
    }

    private func isRaining(at time: Instant) -> Bool { rain?.contains(time) ?? false }

    /// Metres: rises with the rain and falls over twelve hours after it.
    private func flood(at time: Instant) -> Double {
        guard let rain, time >= rain.lowerBound else { return 0 }
        let length = max(1, rain.upperBound.seconds(since: rain.lowerBound))
        if time <= rain.upperBound { return 2.4 * time.seconds(since: rain.lowerBound) / length }
        return max(0, 2.4 * (1 - time.seconds(since: rain.upperBound) / 43_200))
    }

    /// What is wrong with the device on the days until a moment.
    func truths(until end: Instant) -> [CityTruth] {
        var truths: [CityTruth] = []
        func add(_ kind: CityTruth.Kind, _ begin: Instant, _ finish: Instant) {
            guard begin < end, begin < finish else { return }
            truths.append(CityTruth(kind: kind, layer: self.kind.layer, device: id, start: begin, end: finish))
        }
        for day in 0...day(of: end) {
            let midnight = start.adding(hours: Double(day) * 24)
            if number % 9 == 4 { add(.silence, silence(onDay: day).lowerBound, silence(onDay: day).upperBound) }
            if kind == .lampController, number % 7 == 3, day % 2 == 0 {
                add(.brokenLamps, midnight, midnight.adding(hours: 24))
            }
            if kind == .airSensor, number % 5 == 2, day % 3 == 1 {
                let morning = CityClock.local(hour: 8, onOrAfter: midnight)
                add(.dust, morning, morning.adding(hours: 5))
            }
        }
        if kind == .waterGauge, let rain { add(.flood, rain.lowerBound, rain.upperBound.adding(hours: 6)) }
        return truths
    }
}

extension CitySensor.Kind {
    var layer: String {
        switch self {
        case .lampController: "lamp-controllers"
        case .waterGauge: "water-levels"
        case .airSensor: "air-sensors"
        }
    }

    var prefix: String {
        switch self {
        case .lampController: "tu-den"
        case .waterGauge: "muc-nuoc"
        case .airSensor: "khong-khi"
        }
    }

    /// Seconds between reports.
    var interval: Double {
        switch self {
        case .lampController: 900
        case .waterGauge: 600
        case .airSensor: 3_600
        }
    }
}

/// Hours of the day in Việt Nam, and things that go up and down with them.
enum CityClock {
    /// Between −1 and 1, zero at 0 and rising: two parabolas in place of a sine.
    static func wave(hours: Double, period: Double) -> Double {
        let phase = hours / period - (hours / period).rounded(.down)
        let half = phase < 0.5 ? phase * 2 : (phase - 0.5) * 2
        return (phase < 0.5 ? 4 : -4) * half * (1 - half)
    }

    static func local(hour: Double, onOrAfter time: Instant) -> Instant {
        let now = Double((time.milliseconds + 7 * 3_600_000) % 86_400_000) / 3_600_000
        return time.adding(hours: hour >= now ? hour - now : hour - now + 24)
    }
}
