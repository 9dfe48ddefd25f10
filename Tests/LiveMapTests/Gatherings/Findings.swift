import GeoCore
import LiveMap

// Shorthands: what a detector finds in fixes in any order.

extension EncounterDetector {
    func findings(horizon: Instant, fixes: some Sequence<Fix>, carried: [Violation] = []) -> [Violation] {
        findings(horizon: horizon, tracks: VesselTrack.tracks(fixes), carried: carried)
    }
}

extension LoiteringDetector {
    func findings(horizon: Instant, fixes: some Sequence<Fix>, carried: [Violation] = []) -> [Violation] {
        findings(horizon: horizon, tracks: VesselTrack.tracks(fixes), carried: carried)
    }
}

extension CarriedDeviceDetector {
    func findings(horizon: Instant, fixes: some Sequence<Fix>) -> [Violation] {
        findings(horizon: horizon, tracks: VesselTrack.tracks(fixes))
    }
}

extension GatheringDetector {
    func findings(
        in windows: Range<Int64>, horizon: Int64, fixes: some Sequence<Fix>, carried: [Violation] = []
    ) -> [Violation] {
        findings(in: windows, horizon: horizon, tracks: VesselTrack.tracks(fixes), carried: carried)
    }
}
