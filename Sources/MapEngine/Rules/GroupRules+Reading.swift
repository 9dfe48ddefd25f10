import LiveMap
import Yams

extension GatheringRule {
    init?(reading mapping: MappingReader) {
        let vessels = mapping.amount("vessels", in: 2...1_000)
        let windows = mapping.amount("windows", in: 1...1_000)
        let missed = mapping.amount("missedWindows", in: 0...1_000)
        let radius = mapping.amount("radiusMeters", in: 1.0...100_000)
        let window = mapping.amount("windowSeconds", in: 60.0...604_800)
        let slow = mapping.amount("slowKnots", in: 0.0...100)
        let fastest = mapping.amount("fastestKnots", in: 0.1...200)
        let gap = mapping.amount("longestGapSeconds", in: 1.0...1_000_000)
        let memory = mapping.amount("driftMemorySeconds", in: 0.0...1_000_000)
        let least = mapping.amount("leastConfidence", in: 0.0...1)
        guard let vessels, let windows, let missed, let radius, let window, let slow, let fastest, let gap, let memory,
            let least
        else { return nil }
        self.init(
            vessels: vessels, radiusMeters: radius, windowSeconds: window, windows: windows, missedWindows: missed,
            slowKnots: slow, fastestKnots: fastest, longestGapSeconds: gap, driftMemorySeconds: memory,
            leastConfidence: least)
    }
}

extension EncounterRule {
    init?(reading mapping: MappingReader) {
        let distance = mapping.amount("distanceMeters", in: 1.0...100_000)
        let shortest = mapping.amount("shortestSeconds", in: 0.0...1_000_000)
        let duration = mapping.amount("durationSeconds", in: 1.0...1_000_000)
        let joined = mapping.amount("joinedWithinSeconds", in: 0.0...1_000_000)
        let slow = mapping.amount("slowKnots", in: 0.0...100)
        let step = mapping.amount("stepSeconds", in: 1.0...86_400)
        let gap = mapping.amount("longestGapSeconds", in: 1.0...1_000_000)
        guard let distance, let shortest, let duration, let joined, let slow, let step, let gap else { return nil }
        self.init(
            distanceMeters: distance, shortestSeconds: shortest, durationSeconds: duration,
            joinedWithinSeconds: joined, slowKnots: slow, stepSeconds: step, longestGapSeconds: gap)
    }
}

extension LoiteringRule {
    init?(reading mapping: MappingReader) {
        let slow = mapping.amount("slowKnots", in: 0.0...100)
        let duration = mapping.amount("durationSeconds", in: 1.0...1_000_000)
        let gap = mapping.amount("longestGapSeconds", in: 1.0...1_000_000)
        guard let slow, let duration, let gap else { return nil }
        self.init(slowKnots: slow, durationSeconds: duration, longestGapSeconds: gap)
    }
}

extension CarriedDeviceRule {
    init?(reading mapping: MappingReader) {
        let median = mapping.amount("medianMeters", in: 1.0...100_000)
        let near = mapping.optionalAmount("nearMeters", in: 1.0...100_000)
        let farthest = mapping.amount("farthestMeters", in: 1.0...1_000_000)
        let straightness = mapping.amount("straightness", in: 0.0...1)
        let fastest = mapping.amount("fastestKnots", in: 0.1...200)
        let fixes = mapping.amount("fixes", in: 2...100_000)
        let duration = mapping.amount("durationSeconds", in: 1.0...10_000_000)
        let moving = mapping.amount("movingKnots", in: 0.0...100)
        let gap = mapping.amount("longestGapSeconds", in: 1.0...1_000_000)
        guard let median, let farthest, let straightness, let fastest, let fixes, let duration, let moving, let gap
        else {
            return nil
        }
        self.init(
            medianMeters: median, nearMeters: near, farthestMeters: farthest, straightness: straightness,
            fastestKnots: fastest, fixes: fixes, durationSeconds: duration, movingKnots: moving, longestGapSeconds: gap)
    }
}
