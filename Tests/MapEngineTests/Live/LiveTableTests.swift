import GeoCore
import GeoStorage
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Rows of live objects that wait to be written")
struct LiveTableTests {
    private func table() async throws -> LiveTable {
        let temporary = try TemporaryWorkspace()
        let definition = try await temporary.engine().layer("vessels", for: .local)
        return try #require(LiveTable(definition, fields: LiveFields(vessels: definition)))
    }

    private func fix(_ number: Int, minute: Int = 0) throws -> Fix {
        Fix(
            object: try #require(ObjectID("bd\(10_000 + number)")),
            time: Instant(seconds: 1_790_000_000).adding(seconds: Double(minute) * 60),
            coordinate: Coordinate(longitude: 109.9, latitude: 13.6), device: "a", source: .vms)
    }

    @Test("what has changed is handed out once, in order, in pieces that one transaction may hold")
    func pieces() async throws {
        var table = try await table()
        for number in (0..<1_203).reversed() { table.show(try fix(number), name: "\(number)") }
        let pieces = table.takeChanges()
        #expect(pieces.map(\.count) == [500, 500, 203])
        #expect(pieces.joined().map(\.text) == (0..<1_203).map { "bd\(10_000 + $0)" })
        #expect(table.takeChanges().isEmpty)
    }

    @Test("what changes while the others are written is for the next time, so that writing ends under a steady stream")
    func meanwhile() async throws {
        var table = try await table()
        for number in 0..<3 { table.show(try fix(number), name: "\(number)") }
        let first = table.takeChanges()
        table.show(try fix(1, minute: 5), name: "1")
        let edits = table.edits(of: first.joined())
        #expect(edits.count == 3)
        table.assign([11, 12, 13], to: edits)
        #expect(table.takeChanges().joined().map(\.text) == ["bd10001"])
        // A row that the store knows by now is changed, not written a second time.
        guard case .update(let id, _, _) = table.edits(of: first.joined())[1].edit else {
            Issue.record("the row was to be added twice")
            return
        }
        #expect(id == 12)
    }

    @Test("what could not be written is handed out again")
    func returned() async throws {
        var table = try await table()
        for number in 0..<700 { table.show(try fix(number), name: "\(number)") }
        let pieces = table.takeChanges()
        table.returnChanges(pieces.dropFirst().joined())
        #expect(table.takeChanges().joined().count == 200)
    }
}
