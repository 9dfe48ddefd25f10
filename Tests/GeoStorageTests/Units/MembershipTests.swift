import GeoCore
import Testing

@testable import GeoStorage

@Suite struct MembershipTests {
    @Test("members of a unit are found, and a new set takes the place of the old")
    func members() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...5).map { .tree($0) })
        try await temporary.importPlots([.plot(1)])
        let ids = try await temporary.trees().map(\.id)
        #expect(try await temporary.store.membershipRevisions(of: .trees, in: .plots) == nil)
        try await temporary.replace([UnitMember(unit: 7, feature: ids[0]), UnitMember(unit: 7, feature: ids[1])])
        try await temporary.replace([UnitMember(unit: 8, feature: ids[1]), UnitMember(unit: 7, feature: ids[2])])
        #expect(try await temporary.members(of: 7) == [ids[2]])
        #expect(try await temporary.members(of: 8) == [ids[1]])
        #expect(
            try await temporary.store.membershipRevisions(of: .trees, in: .plots)
                == MembershipRevisions(layer: 1, units: 1))
    }
}

extension TemporaryStore {
    fileprivate func replace(_ members: [UnitMember]) async throws {
        try await store.replaceMemberships(
            of: .trees, in: .plots, revisions: MembershipRevisions(layer: 1, units: 1), with: members)
    }

    fileprivate func members(of unit: Int64) async throws -> [Int64] {
        let query = FeatureQuery(layer: .trees, unit: UnitCondition(layer: .plots, unit: unit), counting: .matched)
        let page = try await store.features(query)
        #expect(page.matched == page.features.count)
        return page.features.map(\.id)
    }
}
