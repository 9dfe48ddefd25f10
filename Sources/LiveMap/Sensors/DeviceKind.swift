package import GeoCore

/// What a layer of devices is that move or measure: read from `live:` of its definition, never compiled in.
///
/// Titles and units of measure are those of the layer's fields.
package struct DeviceKind: Hashable, Sendable {
    package var layer: LayerID
    package var motion: DeviceMotion
    /// The field whose value names the device in messages.
    package var idField: String
    /// The field with the time of the newest message.
    package var timeField: String
    /// The field that `DeviceStatus.name` is written to.
    package var stateField: String
    package var speed: SpeedField?
    package var courseField: String?
    package var silence: SilenceLimits?
    package var readings: [ReadingRule]
    /// The day from which limits and thresholds hold: the version of the rules that they are.
    package var version: CivilDay

    package init(
        layer: LayerID, motion: DeviceMotion, idField: String, timeField: String, stateField: String,
        speed: SpeedField? = nil, courseField: String? = nil, silence: SilenceLimits? = nil,
        readings: [ReadingRule] = [], version: CivilDay
    ) {
        self.layer = layer
        self.motion = motion
        self.idField = idField
        self.timeField = timeField
        self.stateField = stateField
        self.speed = speed
        self.courseField = courseField
        self.silence = silence
        self.readings = readings
        self.version = version
    }

    /// Every name that the state field can get, the least serious first.
    package var stateNames: [String] {
        var names = [DeviceStatus.ok]
        if silence != nil { names.append(DeviceStatus.late) }
        for level in readings.flatMap(\.levels) where !names.contains(level.state) { names.append(level.state) }
        if silence != nil { names.append(DeviceStatus.lost) }
        return names
    }

    /// The identifiers of the rules that open violations.
    package var ruleNames: [String] {
        readings.compactMap { $0.violation?.rule } + [silence?.rule].compactMap { $0 }
    }

    /// What a fix measures: the speed, in the unit of its field.
    package func values(of fix: Fix) -> [String: Double] {
        guard let speed, let knots = fix.speedKnots else { return [:] }
        return [speed.field: knots * speed.unit.perKnot]
    }
}

/// Whether a device's place or its readings are what one looks at.
package enum DeviceMotion: String, Hashable, Sendable, CaseIterable {
    /// A vehicle: positions and tracks.
    case moving
    /// A station: readings at one place.
    case measuring
}

/// The field that shows the speed of a position.
package struct SpeedField: Hashable, Sendable {
    package var field: String
    package var unit: Unit

    /// The units that a speed field may have, as definitions write them.
    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case knots = "kn"
        case kilometersPerHour = "km/h"

        /// 1 knot is 1.852 km/h.
        var perKnot: Double { self == .knots ? 1 : 1.852 }
    }

    package init(field: String, unit: Unit) {
        self.field = field
        self.unit = unit
    }
}

/// When a silent device is late, and when it is lost.
package struct SilenceLimits: Hashable, Sendable {
    package var lateSeconds: Double
    package var lostSeconds: Double
    /// The hours of the day, +07:00, in which the device is expected to report; time outside of them does not count.
    /// `nil` for all day.
    package var activeHours: Range<Int>?
    /// The rule that a lost device breaks; `nil` only shows it.
    package var rule: String?

    package init(lateSeconds: Double, lostSeconds: Double, activeHours: Range<Int>? = nil, rule: String? = nil) {
        self.lateSeconds = lateSeconds
        self.lostSeconds = lostSeconds
        self.activeHours = activeHours
        self.rule = rule
    }

    /// The moment at which a device that was last heard at a time has been silent for so many active seconds.
    package func moment(after last: Instant, seconds: Double) -> Instant {
        guard let activeHours, !activeHours.isEmpty, activeHours != 0..<24 else { return last.adding(seconds: seconds) }
        var rest = seconds
        var day = last.day()
        while true {
            let from = max(last, day.start().adding(hours: Double(activeHours.lowerBound)))
            let until = day.start().adding(hours: Double(activeHours.upperBound))
            let length = max(0, until.seconds(since: from))
            if rest <= length { return from.adding(seconds: rest) }
            rest -= length
            day = day.adding(days: 1)
        }
    }
}

/// One number that is watched, with its levels.
package struct ReadingRule: Hashable, Sendable {
    /// The layer's field with the number.
    package var field: String
    /// Numbers outside are a fault of the sensor and are not judged.
    package var plausible: ClosedRange<Double>
    package var direction: ReadingDirection
    /// The least serious first.
    package var levels: [ReadingLevel]
    /// How far a number must come back past a level's bound for the level to end; in the field's unit, at least 0.
    package var hysteresis: Double
    /// How long readings must stay at a level before it counts; its beginning is the first of them.
    package var dwellSeconds: Double
    package var violation: ReadingViolation?
    /// The document that the bounds come from.
    package var source: String

    package init(
        field: String, plausible: ClosedRange<Double>, direction: ReadingDirection, levels: [ReadingLevel],
        hysteresis: Double = 0, dwellSeconds: Double = 0, violation: ReadingViolation? = nil, source: String
    ) {
        self.field = field
        self.plausible = plausible
        self.direction = direction
        self.levels = levels
        self.hysteresis = hysteresis
        self.dwellSeconds = dwellSeconds
        self.violation = violation
        self.source = source
    }

    /// The bounds of a device, from the levels and from its own attributes; ends before the first that is not known.
    package func bounds(attributes: [String: Double]) -> [Double] {
        var bounds: [Double] = []
        for level in levels {
            guard let bound = level.bound.number(attributes) else { return bounds }
            bounds.append(bound)
        }
        return bounds
    }
}

/// Which way a number is bad.
package enum ReadingDirection: String, Hashable, Sendable, CaseIterable {
    case above
    case below

    /// Whether a number is at a bound or beyond it.
    func reaches(_ number: Double, _ bound: Double) -> Bool { self == .above ? number >= bound : number <= bound }

    /// A bound moved back by the hysteresis.
    func eased(_ bound: Double, by hysteresis: Double) -> Double {
        self == .above ? bound - hysteresis : bound + hysteresis
    }
}

/// A state that a device is in from a bound on.
package struct ReadingLevel: Hashable, Sendable {
    /// Kebab-case, a code of the state field.
    package var state: String
    package var bound: ReadingBound

    package init(state: String, bound: ReadingBound) {
        self.state = state
        self.bound = bound
    }
}

/// The same number for every device, or each device's own, such as the alarm levels of a gauge.
package enum ReadingBound: Hashable, Sendable {
    case number(Double)
    case field(String)

    func number(_ attributes: [String: Double]) -> Double? {
        switch self {
        case .number(let number): number
        case .field(let name): attributes[name]
        }
    }
}

/// Which rule is broken, from which level on.
package struct ReadingViolation: Hashable, Sendable {
    /// Kebab-case; no other reading of the kind has the same.
    package var rule: String
    /// The position in `ReadingRule.levels`, from 0.
    package var level: Int

    package init(rule: String, level: Int) {
        self.rule = rule
        self.level = level
    }
}
