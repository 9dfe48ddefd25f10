import GeoCore

extension GatheringDetector {
    /// How long before a gathering its vessels are watched for what tells them apart, hours.
    package static let companyHours = 12.0
    /// How long a suspicion that devices are carried lasts where nothing sets the tracks apart, hours: the length of a trip.
    package static let suspicionHours = 336.0

    /// The vessels whose devices are on board of another that is here too, by a suspicion of this window or of one before since which
    /// nothing set the tracks apart.
    func doubles(in window: Int64, _ tracks: [VesselTrack], _ carried: [Violation]) -> Set<ObjectID> {
        let (begin, end) = (start(ofWindow: window), start(ofWindow: window + 1))
        let current = carried.doubles(from: begin, to: end)
        guard let oneBoat else { return current }
        let recent = carried.filter {
            $0.opened < end && $0.isTogether(after: begin.adding(hours: -Self.suspicionHours))
        }
        let interval = begin.adding(hours: -Self.companyHours)..<end
        return recent.reduce(into: current) { doubles, suspicion in
            guard let host = tracks.of(suspicion.objects[0]) else { return }
            for object in suspicion.objects.dropFirst() where !doubles.contains(object) {
                guard let track = tracks.of(object), oneBoat.mayBeOne(host, track, in: interval) else { continue }
                doubles.insert(object)
            }
        }
    }

    /// Of vessels that nothing tells apart, so many are devices on board of one boat: on simulated fleets in which one boat in eight
    /// leaves its device to another it was one in four at the most.
    private static let oneBoatShare = 0.25

    /// The probability that enough vessels were together: where some may be on board of another, the mean of that with and without
    /// them, by how often two that nothing tells apart are one.
    func confidence(of chain: [Cluster], _ tracks: [VesselTrack]) -> Double {
        let all = confidence(of: chain, without: [])
        let doubtful = neverApart(chain, tracks)
        guard !doubtful.isEmpty else { return all }
        return (1 - Self.oneBoatShare) * all + Self.oneBoatShare * confidence(of: chain, without: doubtful)
    }

    private func confidence(of chain: [Cluster], without others: Set<ObjectID>) -> Double {
        let windows = Dictionary(grouping: chain, by: \.window)
        guard let first = chain.first?.window, let last = chain.last?.window else { return 0 }
        let chances = (first...last).map { window in
            windows[window]?.map { $0.probability(of: rule.vessels, without: others) }.max() ?? 0
        }
        return Chance.run(of: rule.windows, in: chances)
    }

    /// Of vessels that nothing tells apart from half a day before until the end, all but the first.
    private func neverApart(_ chain: [Cluster], _ tracks: [VesselTrack]) -> Set<ObjectID> {
        guard let oneBoat, let first = chain.first?.window, let last = chain.last?.window else { return [] }
        let interval = start(ofWindow: first).adding(hours: -Self.companyHours)..<start(ofWindow: last + 1)
        let present = Set(chain.flatMap { $0.chances.keys }).sorted().compactMap { tracks.of($0) }
        var boats: [VesselTrack] = []
        for track in present where !boats.contains(where: { oneBoat.mayBeOne($0, track, in: interval) }) {
            boats.append(track)
        }
        return Set(present.map(\.vessel)).subtracting(boats.map(\.vessel))
    }
}

extension [VesselTrack] {
    /// The track of a vessel among tracks in order of their vessels.
    func of(_ vessel: ObjectID) -> VesselTrack? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].vessel < vessel { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].vessel == vessel ? self[low] : nil
    }
}
