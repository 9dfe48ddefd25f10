import GeoCore

extension VesselState {
    /// Why a fix is not to be judged after those before it, or `nil`.
    func suspicion(of fix: Fix, rule: TrackRule) -> Suspicion? {
        guard Self.isPossible(fix.coordinate) else { return .impossiblePlace }
        if isSecondDevice(fix, rule: rule) { return .secondDevice }
        if let last, !Self.isReachable(fix, from: last, rule: rule) { return .impossibleSpeed }
        return nil
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
        if let before = doubtful.last, !Self.isReachable(fix, from: before, rule: rule) { doubtful = [] }
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
        let meters = GeodesicOrigin(last.coordinate).distance(to: fix.coordinate) - rule.jitterMeters
        return meters <= rule.maxKnots * Step.metersPerMile * fix.time.seconds(since: last.time) / 3_600
    }
}
