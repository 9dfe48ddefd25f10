import GeoCore
import Testing
import Tiling

@Suite("Tile index update")
struct TileIndexUpdateTests {
    private let schema = Subdivision.schema()

    @Test("after an edit the neighbours' zooms are what a full build gives", arguments: 1...12)
    func equalsRebuild(_ seed: UInt64) throws {
        let land = Subdivision(columns: 12, rows: 12, seed: seed)
        var random = SeededGenerator(seed: seed)
        let edited = Int64.random(in: 1...144, using: &random)
        var inputs = land.inputs
        let before = try entries(try blocks(inputs, schema), schema)
        inputs[Int(edited) - 1].geometry = try bent(inputs[Int(edited) - 1].geometry, &random)
        let after = try entries(try blocks(inputs, schema), schema)

        let fresh = try #require(try TileIndexEntry(inputs[Int(edited) - 1], schema: schema, visibleFrom: 0))
        let changed = touching([try #require(before[edited]), fresh], before).subtracting([edited])
        let context = touching(changed.compactMap { before[$0] } + [fresh], before).subtracting(changed).subtracting([
            edited
        ])
        var update = TileIndexUpdate(schema: schema)
        update.add(fresh, role: .changed)
        for id in changed.sorted() { update.add(try #require(before[id]), role: .changed) }
        for id in context { update.add(try #require(before[id]), role: .context) }
        var stored = before
        for entry in update.finish() { stored[entry.id] = entry }
        for (id, entry) in after { #expect(stored[id]?.geometry == entry.geometry) }
    }

    @Test("a block gives up, replaces and takes entries")
    func replacing() throws {
        let block = try #require(try blocks(Subdivision(columns: 5, rows: 5).inputs, schema).first)
        var changed = try #require(try block.entries(schema: schema).first { $0.id == 3 })
        changed.values[1] = .text("SKC")
        var added = changed
        added.id = 1000
        let result = try block.replacing([changed, added], removing: [7], schema: schema)
        let found = try entries(result, schema)
        #expect(found[7] == nil)
        #expect(found[changed.id] == changed)
        #expect(found[1000] == added)
        #expect(found.count == 25)
        #expect(try block.replacing([], removing: Set(block.featureIDs()), schema: schema).isEmpty)
    }

    @Test("a full block takes more features before it is cut in two")
    func growing() throws {
        var all = try blocks(Subdivision(columns: 16, rows: 8).inputs, schema)
        #expect(all.count == 1)
        var added = try all[0].entries(schema: schema)[0]
        for id in 1001...1100 {
            added.id = Int64(id)
            all[0...0] = try all[0].replacing([added], schema: schema)[...]
        }
        #expect(try entries(all, schema).count == 228)
        #expect(all.allSatisfy { $0.featureCount > 30 })
    }

    /// Ids of entries that share a vertex with one of the given.
    private func touching(_ given: [TileIndexEntry], _ all: [Int64: TileIndexEntry]) -> Set<Int64> {
        let vertices = Set(given.flatMap { $0.geometry.paths.flatMap(\.positions) })
        return Set(
            all.values.filter { $0.geometry.paths.contains { !vertices.isDisjoint(with: $0.positions) } }.map(\.id))
    }

    /// The polygon with one vertex moved, so that it leaves some of its neighbours' borders.
    private func bent(_ geometry: Geometry, _ random: inout SeededGenerator) throws -> Geometry {
        guard case .polygon(var polygon) = geometry else { return geometry }
        let index = Int.random(in: 1..<(polygon.rings[0].count - 1), using: &random)
        polygon.rings[0][index].x += 1e-5
        return .polygon(polygon)
    }
}
