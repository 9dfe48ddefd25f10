import Foundation
import GeoCore
import LiveMap
import MapEngine
import SampleProvince

/// The fleets that detection is scored on. Their seeds are fixed, and no parameter of a rule was chosen by looking at them.
enum DetectionFleets {
    /// Long runs only where asked for.
    static var isSoak: Bool { ProcessInfo.processInfo.environment["BANDO_SOAK"] == "1" }

    static func rules() throws -> WorkspaceRules { try Workspace(root: RepositoryFolder.root).readRules() }

    /// So many deeds that weeks of one fleet have hundreds of each.
    private static let deeds = DeedRates(
        wrongZone: 0.25, boundary: 0.9, silence: 0.4, gathering: 0.6, encounter: 0.4, carriedDevice: 0.12)

    /// At the two-hour cadence, and at one as dense as AIS.
    static let cadences = [ReportCadence.vms, .ais(seconds: 600)]

    /// For the short form about a tenth of the true events that the long form has.
    static func run(
        _ cadence: ReportCadence, seed: UInt64, vessels: Int, days: Double, deeds: DeedRates = deeds
    ) throws -> DetectionRun {
        let options = FleetOptions(
            seed: seed, vessels: vessels, start: DetectionRun.start, cadence: cadence, deeds: deeds)
        return try DetectionRun(options, days: days, rules: rules())
    }

    /// The fleets of the long form: enough that each rule has 200 true events.
    static func long(_ cadence: ReportCadence) -> LongFleets {
        cadence == .vms
            ? LongFleets(cadence: cadence, seeds: [31_337, 90_210, 55_555], vessels: 500, days: 40)
            : LongFleets(cadence: cadence, seeds: [31_338, 90_211, 55_556, 77_777], vessels: 250, days: 24)
    }

    /// One fleet for all short tests of a cadence; a sparser one for AIS, since it reports so often.
    static let short: [ReportCadence: Result<DetectionRun, any Error>] = [
        .vms: Result { try run(.vms, seed: 20_260_101, vessels: 110, days: 18) },
        .ais(seconds: 600): Result { try run(.ais(seconds: 1_200), seed: 20_260_102, vessels: 70, days: 18) },
    ]
}

/// Fleets of one size with seeds of their own.
struct LongFleets {
    let cadence: ReportCadence
    let seeds: [UInt64]
    let vessels: Int
    let days: Double

    func run(_ seed: UInt64) throws -> DetectionRun {
        try DetectionFleets.run(cadence, seed: seed, vessels: vessels, days: days)
    }
}
