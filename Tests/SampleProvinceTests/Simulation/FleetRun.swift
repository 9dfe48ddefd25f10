import GeoCore

/// When simulated fleets begin.
enum FleetRun {
    static let start = Instant(seconds: 1_790_000_000 / 86_400 * 86_400)
}
