import GeoCore

/// What a step did between a vessel and the zones.
struct ZoneMovement {
    var transitions: [ZoneTransition] = []
    var crossings: [ZoneCrossing] = []
}

/// A zone that the straight way between two fixes leads through, both of them outside.
struct ZoneCrossing {
    var zone: ZoneStay
    /// From the first way in to the last way out, as shares of the way.
    var part: ClosedRange<Double>
    /// Metres of the way inside.
    var insideMeters: Double
}

extension VesselState {
    /// Follows a step: which zones the vessel is in now, with hysteresis, and which it went through.
    mutating func move(_ step: Step, in context: JudgingContext) -> ZoneMovement {
        let day = step.fix.time.day()
        let index = context.zones
        let before = stays
        var numbers = index.numbers(near: Self.box(of: step), on: day)
        for stay in before {
            if let number = index.number(of: stay.zone.id, on: day), !numbers.contains(number) {
                numbers.append(number)
            }
        }
        var movement = ZoneMovement()
        stays = []
        for number in numbers {
            let stay = index.stay(in: number)
            let wasInside = before.contains { $0.zone.id == stay.zone.id }
            if index.isInside(step.fix.coordinate, number, wasInside: wasInside, step.rule.hysteresisMeters) {
                stays.append(stay)
            } else if !wasInside, let crossing = Self.crossing(step, number, stay, index) {
                movement.crossings.append(crossing)
            }
        }
        stays.sort { $0.zone.id < $1.zone.id }
        movement.transitions = transitions(step, before: before, crossings: movement.crossings)
        return movement
    }

    /// Old less new has been left, new less old was entered.
    private func transitions(_ step: Step, before: [ZoneStay], crossings: [ZoneCrossing]) -> [ZoneTransition] {
        guard stays != before || !crossings.isEmpty else { return [] }
        let old = Set(before.map(\.zone.id))
        let new = Set(stays.map(\.zone.id))
        let left = before.filter { !new.contains($0.zone.id) }
            .map { step.transition($0, .exit, step.fix.time, step.fix.coordinate) }
        let crossed = crossings.map {
            step.transition($0.zone, .cross, step.time(at: $0.part.lowerBound), step.place(at: $0.part.lowerBound))
        }
        let entered = stays.filter { !old.contains($0.zone.id) }
            .map { step.transition($0, .enter, step.fix.time, step.fix.coordinate) }
        return left + crossed + entered
    }

    private static func crossing(_ step: Step, _ number: Int, _ stay: ZoneStay, _ index: ZoneIndex) -> ZoneCrossing? {
        guard step.isSegment, let previous = step.previous else { return nil }
        let parts = index.partsInside(number, from: previous.coordinate, to: step.fix.coordinate)
        guard let first = parts.first, let last = parts.last else { return nil }
        let inside = parts.reduce(0) { $0 + $1.upperBound - $1.lowerBound } * step.meters
        guard inside > 2 * step.rule.hysteresisMeters else { return nil }
        return ZoneCrossing(zone: stay, part: first.lowerBound...last.upperBound, insideMeters: inside)
    }

    /// The box around a segment, or around the fix alone where nothing is known of the way.
    private static func box(of step: Step) -> BoundingBox {
        let end = step.fix.coordinate
        var box = BoundingBox(west: end.x, south: end.y, east: end.x, north: end.y)
        if step.isSegment, let start = step.previous?.coordinate { box.extend(to: start) }
        return box
    }
}

extension ZoneIndex {
    /// Whether a vessel counts as inside, so that one on the border does not flap: an area that shuts it out begins by the
    /// hysteresis within its border, one that protects it ends by the hysteresis beyond.
    fileprivate func isInside(_ point: Coordinate, _ number: Int, wasInside: Bool, _ rim: Double) -> Bool {
        let isProtective = isProtective(number)
        return switch side(of: point, of: number, rimMeters: wasInside == isProtective ? rim : 0) {
        case .inside: true
        case .innerRim: wasInside || isProtective
        case .outerRim: wasInside && isProtective
        case .outside: false
        }
    }
}

extension Step {
    fileprivate func transition(
        _ stay: ZoneStay, _ event: ZoneEvent, _ time: Instant, _ place: Coordinate
    ) -> ZoneTransition {
        ZoneTransition(
            object: fix.object, zone: stay.zone, zoneKind: stay.kind, event: event, time: time, place: place)
    }
}
