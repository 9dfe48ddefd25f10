import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct FeatureSearchTests {
    @Test("a box finds the points in it, edges included")
    func box() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...300).map { .tree($0) })
        let query = FeatureQuery(
            layer: .trees, box: BoundingBox(west: 109.2095, south: 13.7005, east: 109.2125, north: 13.7025),
            counting: .matched)
        let page = try await temporary.store.features(query)
        #expect(Set(page.features.map(\.values[0].text)) == ["T110", "T111", "T112", "T210", "T211", "T212"])
        #expect(page.matched == 6)
        #expect(page.next == nil)
    }

    @Test("a box across the antimeridian finds both sides once")
    func antimeridian() async throws {
        let temporary = try TemporaryStore()
        let places = [179.9, -179.9, 170.0, 0.0].enumerated().map { index, longitude in
            StagedFeature(
                values: [.text("T\(index)"), .null, .null],
                geometry: .point(Coordinate(longitude: longitude, latitude: 10)), record: Int64(index))
        }
        try await temporary.importTrees(places)
        let query = FeatureQuery(layer: .trees, box: BoundingBox(west: 179, south: 9, east: -179, north: 11))
        let codes = try await temporary.store.features(query).features.map(\.values[0].text)
        #expect(Set(codes) == ["T0", "T1"])
        #expect(codes.count == 2)
    }

    @Test("pages follow each other without gaps or repeats")
    func paging() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...50).map { .tree($0) })
        var query = FeatureQuery(layer: .trees, limit: 7, counting: .matched)
        var ids: [Int64] = []
        repeat {
            let page = try await temporary.store.features(query)
            #expect(page.matched == 50)
            ids += page.features.map(\.id)
            query.after = page.next
        } while query.after != nil
        #expect(ids.count == 50)
        #expect(ids == ids.sorted() && Set(ids).count == 50)
    }

    @Test("a field condition compares by the field's type")
    func equality() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1, height: 2), .tree(2, height: 4), .tree(3, height: 4)])
        let whole = FeatureQuery(layer: .trees, equals: [FieldCondition(field: "height", value: .integer(4))])
        #expect(try await temporary.store.features(whole).features.count == 2)
        let both = FeatureQuery(
            layer: .trees,
            equals: [
                FieldCondition(field: "height", value: .real(4)), FieldCondition(field: "code", value: .text("T3")),
            ])
        #expect(try await temporary.store.features(both).features.map(\.values[0]) == [.text("T3")])
        let unknown = FeatureQuery(layer: .trees, equals: [FieldCondition(field: "none", value: .null)])
        await #expect(throws: StorageError.self) { try await temporary.store.features(unknown) }
    }

    @Test("only the fields asked for come back")
    func selection() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees([.tree(1, height: 2)])
        let query = FeatureQuery(layer: .trees, fields: ["height"], content: .withoutGeometry)
        let feature = try #require(try await temporary.store.features(query).features.first)
        #expect(feature.values == [.null, .real(2), .null])
        #expect(feature.geometry == nil)
    }

    @Test("the nearest come first, as many as asked for, and the next page goes on")
    func nearby() async throws {
        let temporary = try TemporaryStore()
        try await temporary.importTrees((1...900).map { .tree($0) })
        let center = Coordinate(longitude: 109.2501, latitude: 13.7042)
        let all = try await temporary.store.features(FeatureQuery(layer: .trees, limit: 1_000)).features
        let expected = all.map { ($0.id, GeodesicOrigin(center).distance(to: $0.geometry!)) }
            .filter { $0.1 <= 600 }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        var query = NearbyQuery(
            filter: FeatureQuery(layer: .trees, counting: .matched), center: center, radiusMeters: 600, limit: 10)
        var found: [NearbyFeature] = []
        repeat {
            let page = try await temporary.store.features(query)
            #expect(page.matched == expected.count)
            found += page.features
            query.after = page.next
        } while query.after != nil
        #expect(found.map(\.feature.id) == expected.map(\.0))
        query.filter.counting = .none
        #expect(
            try await temporary.store.features(query).features.map(\.feature.id) == Array(expected.map(\.0).prefix(10)))
    }
}
