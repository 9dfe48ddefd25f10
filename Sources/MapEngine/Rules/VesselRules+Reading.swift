import LiveMap
import Yams

extension MappingReader {
    /// A required number that is not negative, or positive where 0 makes no sense.
    func amount(_ key: String, in range: ClosedRange<Double>) -> Double? {
        require(key)
        guard let value = number(key) else { return nil }
        guard range.contains(value) else {
            reject(key, "is \(value), but it must lie between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return value
    }

    /// A number within a range, where there is one.
    func optionalAmount(_ key: String, in range: ClosedRange<Double>) -> Double? {
        node(key) == nil ? nil : amount(key, in: range)
    }

    /// A required whole number.
    func amount(_ key: String, in range: ClosedRange<Int>) -> Int? {
        require(key)
        return integer(key, in: range)
    }

    func zoneKinds(_ key: String) -> Set<ZoneKind> {
        Set(
            texts(key).compactMap { name in
                if let kind = ZoneKind.known.first(where: { $0.name == name.value }) { return kind }
                let names = ZoneKind.known.map(\.name).joined(separator: ", ")
                log.add(
                    "'\(self.name(of: key))' cannot hold '\(name.value)'; write some of \(names)", at: name.place)
                return nil
            })
    }

    func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ key: String, of type: Choice.Type
    ) -> Set<Choice> where Choice.RawValue == String {
        Set(texts(key).compactMap { choice($0, key: key, of: type) })
    }

    /// A range of knots, written `[0.5, 4.5]`.
    func knots(_ key: String) -> ClosedRange<Double>? {
        require(key)
        let items = list(key)
        guard !items.isEmpty else { return nil }
        let numbers = items.compactMap(\.float)
        guard items.count == 2, numbers.count == 2, numbers[0] >= 0, numbers[0] < numbers[1] else {
            reject(key, "must be two numbers, the lower first, such as [0.5, 4.5]")
            return nil
        }
        return numbers[0]...numbers[1]
    }
}

extension TrackRule {
    init?(reading mapping: MappingReader) {
        let maxKnots = mapping.amount("maxKnots", in: 1.0...1_000)
        let jitter = mapping.amount("jitterMeters", in: 0.0...100_000)
        let agreeing = mapping.amount("agreeingFixes", in: 2...20)
        let alive = mapping.amount("deviceAliveHours", in: 0.0...240)
        let segment = mapping.amount("segmentHours", in: 0.01...48)
        let hysteresis = mapping.amount("hysteresisMeters", in: 0.0...10_000)
        guard let maxKnots, let jitter, let agreeing, let alive, let segment, let hysteresis else { return nil }
        self.init(
            maxKnots: maxKnots, doubtKnots: mapping.optionalAmount("doubtKnots", in: 1.0...1_000), jitterMeters: jitter,
            agreeingFixes: agreeing, deviceAliveHours: alive, segmentHours: segment, hysteresisMeters: hysteresis)
    }
}

extension FishingZoneRule {
    init?(reading mapping: MappingReader) {
        for key in ["classes", "exempt", "pattern"] { mapping.require(key) }
        let classes = mapping.list("classes").compactMap { node in
            MappingReader(node, path: mapping.name(of: "classes"), known: RuleKeys.fishingClass, log: mapping.log)
                .flatMap(FishingClass.init(reading:))
        }
        var agreements: [String: Set<String>] = [:]
        for node in mapping.list("agreements") {
            let path = mapping.name(of: "agreements")
            guard let entry = MappingReader(node, path: path, known: RuleKeys.agreement, log: mapping.log) else {
                continue
            }
            entry.require("province")
            guard let province = entry.text("province") else { continue }
            agreements[province, default: []].formUnion(entry.texts("with").map(\.value))
        }
        let pattern = mapping.mapping("pattern", known: RuleKeys.pattern).flatMap(FishingPattern.init(reading:))
        guard let pattern, let transit = mapping.amount("transitHours", in: 0.1...10_000) else { return nil }
        self.init(
            classes: classes, exemptKinds: mapping.zoneKinds("exempt"), agreements: agreements, pattern: pattern,
            transitHours: transit)
    }
}

extension FishingClass {
    fileprivate init?(reading mapping: MappingReader) {
        mapping.require("role")
        mapping.require("allowed")
        let (least, most) = (mapping.number("from") ?? 0, mapping.number("to") ?? .infinity)
        if least >= most { mapping.reject("to", "is not above 'from'") }
        let allowed = mapping.zoneKinds("allowed")
        guard let role = mapping.choice("role", of: VesselRole.self) else { return nil }
        self.init(
            minimumLength: least, maximumLength: most, role: role, allowed: allowed,
            boundToHomeProvince: mapping.boolean("homeProvinceOnly") ?? false)
    }
}

extension FishingPattern {
    fileprivate init?(reading mapping: MappingReader) {
        var byGear: [String: ClosedRange<Double>] = [:]
        for node in mapping.list("gears") {
            let path = mapping.name(of: "gears")
            guard let entry = MappingReader(node, path: path, known: RuleKeys.gear, log: mapping.log) else { continue }
            entry.require("gear")
            if let gear = entry.text("gear"), let knots = entry.knots("knots") { byGear[gear] = knots }
        }
        let knots = mapping.knots("knots")
        let dwell = mapping.amount("dwellHours", in: 0.0...1_000)
        let fixes = mapping.amount("leastFixes", in: 1...1_000)
        let pause = mapping.amount("pauseHours", in: 0.01...1_000)
        guard let knots, let dwell, let fixes, let pause else { return nil }
        self.init(
            knots: knots, knotsByGear: byGear, dwellHours: dwell, leastFixes: fixes, pauseHours: pause,
            exitHours: mapping.optionalAmount("exitHours", in: 0.0...1_000) ?? 0,
            fixHours: mapping.optionalAmount("fixHours", in: 0.0...48) ?? 0)
    }
}

extension ClosedZoneRule {
    init?(reading mapping: MappingReader) {
        for key in ["kinds", "countsCrossings"] { mapping.require(key) }
        let kinds = mapping.zoneKinds("kinds")
        let roles = mapping.choices("roles", of: VesselRole.self)
        let counts = mapping.boolean("countsCrossings")
        guard let counts, let least = mapping.amount("leastConfidence", in: 0.0...1) else { return nil }
        self.init(
            kinds: kinds, roles: roles, minimumLength: mapping.number("minimumLength") ?? 0, countsCrossings: counts,
            leastConfidence: least)
    }
}

extension BoundaryApproachRule {
    init?(reading mapping: MappingReader) {
        for key in ["warningMiles", "statuses"] { mapping.require(key) }
        let items = mapping.list("warningMiles")
        let miles = items.compactMap(\.float).filter { $0 > 0 && $0 <= 500 }
        guard miles.count == items.count, !miles.isEmpty else {
            mapping.reject("warningMiles", "must be distances in nautical miles above 0, such as [15, 6]")
            return nil
        }
        self.init(
            warningMiles: miles, statuses: mapping.choices("statuses", of: BoundaryStatus.self),
            minimumLength: mapping.number("minimumLength") ?? 0)
    }
}

extension BoundaryCrossingRule {
    init?(reading mapping: MappingReader) {
        mapping.require("statuses")
        let tolerance = mapping.amount("toleranceMeters", in: 0.0...100_000)
        let reach = mapping.amount("reachMiles", in: 1.0...2_000)
        let least = mapping.amount("leastConfidence", in: 0.0...1)
        let statuses = mapping.choices("statuses", of: BoundaryStatus.self)
        guard let tolerance, let reach, let least else { return nil }
        self.init(
            toleranceMeters: tolerance, statuses: statuses, minimumLength: mapping.number("minimumLength") ?? 0,
            reachMiles: reach, leastConfidence: least)
    }
}
