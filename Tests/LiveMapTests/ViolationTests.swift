import GeoCore
import LiveMap
import Testing

@Suite("Violation")
struct ViolationTests {
    @Test("a violation of several objects is named by the first and a checksum, whatever else it holds")
    func namesGroups() throws {
        let objects = try ["bd1001", "bd1002"].map { try #require(ObjectID($0)) }
        let rule = try RuleReference(id: "gathering", version: #require(CivilDay("2026-01-25")))
        var violation = Violation(
            rule: rule, kind: .gathering, objects: objects, opened: Instant(seconds: 1_764_000_000),
            place: Coordinate(x: 109.5, y: 13.5), evidence: [])
        let name = violation.id
        violation.confidence = 0.5
        #expect(violation.id == name)
        #expect(name.hasPrefix("gathering.bd1001-"))
        violation.objects = Array(objects.prefix(1))
        #expect(violation.id == "gathering.bd1001.1764000000000")
    }
}
