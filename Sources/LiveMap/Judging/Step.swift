import GeoCore

/// The way from the fix before to a new one, as far as it may be reasoned about.
struct Step {
    let previous: Fix?
    let fix: Fix
    /// Hours from the fix before; 0 for the first.
    let hours: Double
    /// Geodesic metres from the fix before; 0 for the first.
    let meters: Double
    /// Whether the two are so near in time that the vessel may be thought of between them.
    let isSegment: Bool
    /// Knots over ground: as sent, else as implied by a segment; `nil` where neither is known or the sent one is no boat's.
    let speedKnots: Double?
    let rule: TrackRule

    /// - Parameter isContinuous: False where the fix before turned out to be wrong.
    init(from previous: Fix?, to fix: Fix, isContinuous: Bool, rule: TrackRule) {
        self.previous = previous
        self.fix = fix
        self.rule = rule
        hours = previous.map { fix.time.seconds(since: $0.time) / 3_600 } ?? 0
        meters = previous.map { GeodesicOrigin($0.coordinate).distance(to: fix.coordinate) } ?? 0
        isSegment = previous != nil && isContinuous && hours <= rule.segmentHours
        let sent = fix.speedKnots.flatMap { (0...rule.maxKnots).contains($0) ? $0 : nil }
        speedKnots = sent ?? (isSegment && hours > 0 ? meters / Self.metersPerMile / hours : nil)
    }

    /// Knots that the straight way between the two fixes took; `nil` where there is no segment or no time between.
    var impliedKnots: Double? { isSegment && hours > 0 ? meters / Self.metersPerMile / hours : nil }

    /// Whether the speed over ground is known and within a range of knots.
    func isInRange(_ knots: ClosedRange<Double>) -> Bool { speedKnots.map(knots.contains) ?? false }

    /// How sure a passage is that only the straight way shows: its width beside the room the vessel had to go around.
    ///
    /// The room is half the width of the ellipse of places that could be reached on the way at the greatest speed seen.
    ///
    /// - Parameter width: Metres.
    func confidence(ofPassing width: Double) -> Double {
        let sent = [previous?.speedKnots, fix.speedKnots].compactMap { $0 }.filter { $0 <= rule.maxKnots }.max()
        let knots = max(sent ?? 0, (impliedKnots ?? 0) * (sent == nil ? 1.5 : 1))
        let reach = knots * Self.metersPerMile * hours
        let room = max(0, reach * reach - meters * meters).squareRoot() / 2
        return width > 0 ? width / (width + room) : 0
    }

    /// The moment at a share of the way, to the millisecond.
    func time(at share: Double) -> Instant {
        guard let previous else { return fix.time }
        return previous.time.adding(seconds: fix.time.seconds(since: previous.time) * share)
    }

    /// The place at a share of the straight way in degrees.
    func place(at share: Double) -> Coordinate {
        guard let start = previous?.coordinate else { return fix.coordinate }
        let end = fix.coordinate
        return Coordinate(x: start.x + (end.x - start.x) * share, y: start.y + (end.y - start.y) * share)
    }

    static let metersPerMile = 1_852.0
}
