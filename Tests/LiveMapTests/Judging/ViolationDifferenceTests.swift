import GeoCore
import LiveMap
import Testing

@Suite("ViolationDifference")
struct ViolationDifferenceTests {
    /// A silence from so many hours on.
    private func silence(from hours: Double, until end: Double) throws -> Violation {
        var voyage = try Voyage(18)
        voyage.at(hours - 6, 110.5, 14.5, 3)
        voyage.at(end, 110.5, 14.6, 3)
        return try #require(voyage.judged(until: end).first)
    }

    @Test("what is not found again is withdrawn; what is found as it was kept changes nothing")
    func withdraws() throws {
        let kept = try silence(from: 10, until: 20)
        #expect(ViolationDifference(kept: [kept], found: []).withdrawn == [kept])
        #expect(ViolationDifference(kept: [kept], found: [kept]).isEmpty)
        #expect(ViolationDifference(kept: [], found: [kept]).added == [kept])
    }

    @Test("the same breach from another moment takes the place of the old one, a later one does not")
    func replaces() throws {
        let kept = try silence(from: 10, until: 20)
        let moved = try silence(from: 12, until: 20), later = try silence(from: 40, until: 50)
        let difference = ViolationDifference(kept: [kept], found: [moved])
        #expect(difference.replaced.map(\.old) == [kept] && difference.replaced.map(\.new) == [moved])
        #expect(difference.withdrawn.isEmpty && difference.added.isEmpty)
        let other = ViolationDifference(kept: [kept], found: [later])
        #expect(other.withdrawn == [kept] && other.added == [later])
    }

    @Test("one that has ended since is changed")
    func changes() throws {
        var open = try silence(from: 10, until: 20)
        let closed = open
        open.closed = nil
        #expect(ViolationDifference(kept: [open], found: [closed]).changed == [closed])
    }
}
