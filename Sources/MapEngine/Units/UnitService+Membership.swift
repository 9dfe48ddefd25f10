import GeoCore
import GeoNative
import GeoStorage

extension UnitService {
    /// The condition that chooses a layer's features of a unit; memberships are computed anew where the layer or the
    /// units have moved on.
    func membership(of layer: LayerDefinition, in unit: AdministrativeUnit) async throws -> UnitCondition {
        guard let unitLayer = catalogueLayer(unit.level) else {
            throw EngineError(.notFound, "The workspace has no layer of units of the level \(unit.level.rawValue).")
        }
        try await refreshMemberships(of: layer, in: unitLayer)
        return UnitCondition(layer: unitLayer.id, unit: unit.id)
    }

    /// Computes which unit of a level each feature of a layer belongs to, unless that is known already.
    func refreshMemberships(of layer: LayerDefinition, in unitLayer: LayerDefinition) async throws {
        guard let revisions = try await outdatedRevisions(layer, unitLayer) else { return }
        let versions = try await register().units.filter { $0.level == unitLayer.unitLevel }
        var ballot = MembershipBallot(versions)
        for unit in versions {
            guard let boundary = try await boundary(of: unit), let box = boundary.boundingBox else { continue }
            var after: Int64? = nil
            repeat {
                var query = FeatureQuery(layer: layer.id, box: box, limit: 5_000)
                query.after = after
                query.fields = []
                let page = try await page(query)
                let votes = try await votes(of: page.features, for: unit, boundary)
                ballot.add(votes, for: unit)
                after = page.next
            } while after != nil
        }
        let members = ballot.members
        try await keep(members, of: layer, in: unitLayer, revisions)
    }

    private func votes(
        of features: [Feature], for unit: AdministrativeUnit, _ boundary: Geometry
    ) async throws -> [MembershipVote] {
        try await EngineError.translating {
            try await self.workers.run { context in
                try MembershipCount(boundary, in: context.topology).votes(of: features)
            }
        }
    }
}

/// How much of a feature lies in a unit.
struct MembershipVote: Sendable {
    var feature: Int64
    /// 1 where the unit holds the whole; else the length or area inside in square degrees, which only compares.
    var share: Double
    var isWhole: Bool
}

/// Measures features against one boundary.
struct MembershipCount: ~Copyable {
    private let boundary: Geometry
    private let prepared: PreparedGeometry
    private let topology: Topology

    init(_ boundary: Geometry, in topology: Topology) throws {
        self.boundary = boundary
        self.topology = topology
        prepared = try PreparedGeometry(boundary, in: topology)
    }

    /// A vote for each feature that shares more than a border with the unit; for a point, that lies in or on it.
    func votes(of features: [Feature]) throws -> [MembershipVote] {
        var votes: [MembershipVote] = []
        for feature in features {
            guard let geometry = feature.geometry, let vote = try vote(geometry, feature.id) else { continue }
            votes.append(vote)
        }
        return votes
    }

    private func vote(_ geometry: Geometry, _ id: Int64) throws -> MembershipVote? {
        if case .point(let point) = geometry.unwrapped {
            guard try prepared.covers(point) else { return nil }
            return MembershipVote(feature: id, share: 1, isWhole: try prepared.contains(point))
        }
        if try prepared.contains(geometry) { return MembershipVote(feature: id, share: 1, isWhole: true) }
        guard try prepared.intersects(geometry) else { return nil }
        let share = try share(of: geometry)
        return share > 0 ? MembershipVote(feature: id, share: share, isWhole: false) : nil
    }

    private func share(of geometry: Geometry) throws -> Double {
        switch geometry.kind {
        case .polygon: try topology.intersectionArea(geometry, boundary)
        case .line: try topology.intersectionLength(ofLine: geometry, in: boundary)
        case .point: 1
        }
    }
}

/// Decides between units that claim the same feature at the same time: the greatest share, then the lowest code.
struct MembershipBallot {
    private let units: [Int64: AdministrativeUnit]
    private var settled: [UnitMember] = []
    private var contested: [Int64: [(unit: Int64, share: Double)]] = [:]

    init(_ units: [AdministrativeUnit]) {
        self.units = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func add(_ votes: [MembershipVote], for unit: AdministrativeUnit) {
        for vote in votes {
            if vote.isWhole {
                settled.append(UnitMember(unit: unit.id, feature: vote.feature))
            } else {
                contested[vote.feature, default: []].append((unit.id, vote.share))
            }
        }
    }

    /// Every membership, in no order.
    var members: [UnitMember] {
        let won = contested.flatMap { feature, claims in
            claims.filter { claim in !claims.contains { beats($0, claim) } }
                .map { UnitMember(unit: $0.unit, feature: feature) }
        }
        return settled + won
    }

    private func beats(_ rival: (unit: Int64, share: Double), _ claim: (unit: Int64, share: Double)) -> Bool {
        guard rival.unit != claim.unit, let first = units[rival.unit], let second = units[claim.unit] else {
            return false
        }
        guard first.overlapsInTime(second) else { return false }
        return rival.share != claim.share ? rival.share > claim.share : first.code < second.code
    }
}

extension AdministrativeUnit {
    /// Whether both are in force on some day.
    fileprivate func overlapsInTime(_ other: AdministrativeUnit) -> Bool {
        (validFrom ?? "") < (other.validTo ?? "~") && (other.validFrom ?? "") < (validTo ?? "~")
    }
}
