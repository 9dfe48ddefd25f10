import GeoCore

extension VesselState {
    /// Why a fix is not to be judged after those before it, or `nil`.
    func suspicion(of fix: Fix, rule: TrackRule) -> Suspicion? {
        guard Self.isPossible(fix.coordinate) else { return .impossiblePlace }
        if isSecondDevice(fix, rule: rule) { return .secondDevice }
        if let last, !Self.isPlausible(fix, from: last, rule: rule) { return .impossibleSpeed }
        return nil
    }

    /// Whether a fix confirms the one before it that was only doubted: then the vessel was as fast as that.
    func confirmsDoubted(_ fix: Fix, rule: TrackRule) -> Bool {
        guard let last, let doubted = doubtful.last else { return false }
        return Self.isReachable(doubted, from: last, rule: rule) && Self.isPlausible(fix, from: doubted, rule: rule)
    }

    /// How many doubtful fixes must agree: those that are possible need one other.
    func agreeingFixes(rule: TrackRule) -> Int {
        guard let last, let first = doubtful.first else { return rule.agreeingFixes }
        return Self.isReachable(first, from: last, rule: rule) ? min(2, rule.agreeingFixes) : rule.agreeingFixes
    }

    /// Of each source one device counts, as long as it is heard; a sender that names no device always counts.
    mutating func count(_ fix: Fix) {
        guard !fix.device.isEmpty else { return }
        let device = CountedDevice(source: fix.source, device: fix.device, heard: fix.time)
        devices.removeAll { $0.source == fix.source }
        devices.append(device)
        devices.sort { $0.source.rawValue < $1.source.rawValue }
    }

    /// Keeps an impossible fix with those before it that it agrees with, or begins anew with it.
    mutating func doubt(_ fix: Fix, rule: TrackRule) {
        if let before = doubtful.last, !Self.isPlausible(fix, from: before, rule: rule) { doubtful = [] }
        doubtful.append(fix)
    }

    private func isSecondDevice(_ fix: Fix, rule: TrackRule) -> Bool {
        guard !fix.device.isEmpty, let counted = devices.first(where: { $0.source == fix.source }),
            counted.device != fix.device
        else { return false }
        return fix.time.seconds(since: counted.heard) <= rule.deviceAliveHours * 3_600
    }

    /// Not 0,0 nor within 100 m of it, not beyond the Earth, not without a number.
    private static func isPossible(_ place: Coordinate) -> Bool {
        guard place.isFinite, abs(place.latitude) <= 90, abs(place.longitude) <= 180 else { return false }
        return abs(place.latitude) > 0.001 || abs(place.longitude) > 0.001
    }

    private static func isReachable(_ fix: Fix, from last: Fix, rule: TrackRule) -> Bool {
        last.reaches(fix, knots: rule.maxKnots, jitterMeters: rule.jitterMeters)
    }

    private static func isPlausible(_ fix: Fix, from last: Fix, rule: TrackRule) -> Bool {
        last.reaches(fix, knots: rule.limitKnots(from: last, to: fix), jitterMeters: rule.jitterMeters)
    }
}

extension Fix {
    /// Whether a vessel gets from here to a later fix at a speed, places being wrong by some metres together.
    fileprivate func reaches(_ fix: Fix, knots: Double, jitterMeters: Double) -> Bool {
        let meters = GeodesicOrigin(coordinate).distance(to: fix.coordinate) - jitterMeters
        return meters <= knots * Step.metersPerMile * fix.time.seconds(since: time) / 3_600
    }
}

extension TrackRule {
    /// The speed up to which the way between two fixes is believed at once: a quarter more than either of them says, and never
    /// less than what is doubted nor more than what is possible.
    fileprivate func limitKnots(from last: Fix, to fix: Fix) -> Double {
        TrackSpeed.limitKnots(from: last, to: fix, maxKnots: maxKnots, doubtKnots: doubtKnots)
    }
}

/// What speed is believed at once, on arrival and in judging alike.
enum TrackSpeed {
    /// - Parameter doubtKnots: `nil` where only the impossible is doubted.
    static func limitKnots(from last: Fix, to fix: Fix, maxKnots: Double, doubtKnots: Double?) -> Double {
        guard let doubtKnots else { return maxKnots }
        let said = [last.speedKnots, fix.speedKnots].compactMap { $0 }.filter { $0 <= maxKnots }.max() ?? 0
        return min(maxKnots, max(doubtKnots, said * saidMargin))
    }

    private static let saidMargin = 1.25
}
