import GeoCore

/// Vessels that lie together at one moment.
struct Cluster {
    var window: Int64
    /// In order; at least as many as the rule wants.
    var vessels: [ObjectID]
    /// The middle of its densest part.
    var center: Coordinate
    /// For each vessel of its densest part, the probability that it lay within the radius of the middle.
    var chances: [ObjectID: Double]
    /// The farthest of the densest part from the middle.
    var spreadMeters: Double
    var presences: [Presence]

    /// The probability that at least so many vessels, others than some, lay within the radius of the middle.
    func probability(of count: Int, without others: Set<ObjectID>) -> Double {
        let counted = chances.filter { !others.contains($0.key) }.sorted { $0.key < $1.key }
        return Chance.atLeast(count, of: counted.map(\.value))
    }
}

/// Finds the clusters of one moment: where a vessel has enough others within the radius, it and they belong together, and
/// clusters that share such a vessel are one.
struct GatheringSnapshot {
    let rule: GatheringRule
    let window: Int64
    private let presences: [Presence]
    private let neighbours: [[Int]]

    /// - Parameter presences: Outside harbours, in order of the vessels.
    init(rule: GatheringRule, window: Int64, presences: [Presence]) {
        self.rule = rule
        self.window = window
        self.presences = presences
        let grid = ProximityGrid(presences.map(\.place), radiusMeters: rule.radiusMeters)
        neighbours = presences.indices.map { grid.neighbours(of: $0).map(\.index) }
    }

    /// In order of their first vessels.
    func clusters() -> [Cluster] {
        let cores = presences.indices.filter { neighbours[$0].count + 1 >= rule.vessels }
        var groups = DisjointSets(count: presences.count)
        let isCore = Set(cores)
        for core in cores {
            for other in neighbours[core] where isCore.contains(other) { groups.join(core, other) }
        }
        let byRoot = Dictionary(grouping: cores) { groups.root(of: $0) }
        return byRoot.values.map(cluster).sorted { $0.vessels[0] < $1.vessels[0] }
    }

    private func cluster(of cores: [Int]) -> Cluster {
        let members = Set(cores + cores.flatMap { neighbours[$0] }).sorted()
        let densest = cores.max { (neighbours[$0].count, $1) < (neighbours[$1].count, $0) } ?? cores[0]
        let heart = ([densest] + neighbours[densest]).map { presences[$0] }
        let center = Geodesic.middle(of: heart.map(\.place)) ?? presences[densest].place
        let origin = GeodesicOrigin(center)
        let offsets = heart.map { origin.distance(to: $0.place) }
        let chances = zip(heart, offsets).map { presence, offset in
            let within = UncertainPlace.probability(
                withinMeters: rule.radiusMeters, offsetMeters: offset, deviationMeters: presence.deviationMeters)
            return (presence.vessel, presence.lingering * within)
        }
        return Cluster(
            window: window, vessels: members.map { presences[$0].vessel }, center: center,
            chances: Dictionary(chances) { first, _ in first }, spreadMeters: offsets.max() ?? 0,
            presences: members.map { presences[$0] })
    }
}

/// Sums of independent chances.
enum Chance {
    /// The probability that at least `count` of events come true that do not depend on each other.
    static func atLeast(_ count: Int, of chances: [Double]) -> Double {
        var exactly = [1.0] + Array(repeating: 0, count: count)
        for chance in chances {
            exactly[count] += exactly[count - 1] * chance
            for number in stride(from: count - 1, through: 0, by: -1) {
                exactly[number] = exactly[number] * (1 - chance) + (number > 0 ? exactly[number - 1] * chance : 0)
            }
        }
        return min(1, exactly[count])
    }

    /// The probability that at least `length` events one after another come true.
    static func run(of length: Int, in chances: [Double]) -> Double {
        var running = [1.0] + Array(repeating: 0, count: length)
        for chance in chances {
            var next = Array(repeating: 0.0, count: length + 1)
            next[length] = running[length] + running[length - 1] * chance
            for number in 0..<length {
                next[0] += running[number] * (1 - chance)
                if number > 0 { next[number] += running[number - 1] * chance }
            }
            running = next
        }
        return min(1, running[length])
    }
}

/// Which things belong together, by whatever chain of links.
struct DisjointSets {
    private var parents: [Int]

    init(count: Int) {
        parents = Array(0..<count)
    }

    mutating func root(of element: Int) -> Int {
        var root = element
        while parents[root] != root { root = parents[root] }
        var next = element
        while parents[next] != root { (next, parents[next]) = (parents[next], root) }
        return root
    }

    /// The lower root stays root, so that the outcome does not depend on the order of links.
    mutating func join(_ first: Int, _ second: Int) {
        let (a, b) = (root(of: first), root(of: second))
        parents[max(a, b)] = min(a, b)
    }
}
