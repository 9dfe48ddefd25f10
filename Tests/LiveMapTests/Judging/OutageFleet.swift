import GeoCore
import LiveMap

/// Boats at sea, each reporting every two hours at its own minute.
struct OutageFleet {
    let ids: [ObjectID]
    var fixes: [Fix] = []
    private var silences: [(boats: Range<Int>, from: Double, to: Double)] = []

    init(boats: Int) {
        ids = (0..<boats).compactMap { ObjectID("bd\(10_000 + $0)") }
    }

    mutating func silence(_ boats: Range<Int>, from: Double, to: Double) {
        silences.append((boats, from, to))
    }

    mutating func report(until hours: Double) {
        for (boat, id) in ids.enumerated() {
            var hour = Double(boat * 37 % 120) / 60
            while hour < hours {
                if !silences.contains(where: { $0.boats.contains(boat) && $0.from <= hour && hour < $0.to }) {
                    let place = Coordinate(x: 110.2 + Double(boat) / 2_000, y: 14.2)
                    fixes.append(
                        Fix(object: id, time: Voyage.hour(hour), coordinate: place, speedKnots: 3, source: .vms))
                }
                hour += 2
            }
        }
    }

    func detector(leastShare: Double? = nil) -> OutageDetector {
        let series = Sea.rules.outage
        var parameters = series.versions[0].parameters
        parameters.leastShare = leastShare ?? parameters.leastShare
        var detector = OutageDetector(rule: series.reference(series.versions[0]), parameters: parameters)
        for fix in fixes { detector.note(fix, isInHarbour: false) }
        return detector
    }

    /// The violations of silence of all boats that began after the first hours.
    func violations(in outages: [Outage], until hours: Double) -> [Violation] {
        var context = Sea.context
        context.outages = outages
        let tracks = Dictionary(grouping: fixes, by: \.object)
        return ids.flatMap { id in
            VesselTimeline.judge(
                tracks[id] ?? [], from: VesselJudge(VesselFacts(id: id, lengthMeters: 18, role: .fishing)),
                until: Voyage.hour(hours), in: context
            ).violations.filter { $0.kind == .signal }
        }
    }
}
