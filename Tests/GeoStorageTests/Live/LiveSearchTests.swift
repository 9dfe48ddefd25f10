import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite struct LiveSearchTests {
    @Test("a window holds every object's fixes of the span, page by page, each object whole")
    func window() async throws {
        let temporary = try TemporaryArchive()
        let fixes = (0..<12).flatMap { minute in (0..<9).map { ReceivedFix.boat($0, minute: minute * 10) } }
        try await temporary.archive.append(Array(fixes[..<54]))
        try await temporary.archive.merge()
        try await temporary.archive.append(Array(fixes[54...]))
        let span = Instant.start.minutes(20)..<Instant.start.minutes(80)
        var found: [ReceivedFix] = []
        var after: ObjectID?
        var pages = 0
        repeat {
            let page = try await temporary.archive.fixes(during: span, after: after, limit: 10)
            found += page.fixes
            after = page.next
            pages += 1
        } while after != nil
        let wanted = fixes.filter { span.contains($0.fix.time) }
            .sorted { ($0.fix.object, $0.fix.time) < ($1.fix.object, $1.fix.time) }
        #expect(found == wanted)
        #expect(pages == 5)
    }

    @Test("a window of many objects with few fixes, some of them silent then, comes in pages and leaves none out")
    func manyObjects() async throws {
        let temporary = try TemporaryArchive()
        let fixes = (0..<450).map { ReceivedFix.boat($0, minute: $0 % 3 == 0 ? 500 : 10) }
        try await temporary.archive.append(Array(fixes[..<300]))
        try await temporary.archive.merge()
        try await temporary.archive.append(Array(fixes[300...]))
        var (found, after, pages): ([ReceivedFix], ObjectID?, Int) = ([], nil, 0)
        repeat {
            let page = try await temporary.archive.fixes(
                during: .start..<Instant.start.minutes(60), after: after, limit: 10_000)
            found += page.fixes
            after = page.next
            pages += 1
        } while after != nil
        #expect(found.map(\.fix.object) == fixes.filter { $0.fix.time < .start.minutes(60) }.map(\.fix.object))
        #expect(pages == 3)
    }

    @Test("who was near is told once, where it came nearest, within the span and the circle, in the log and the tables")
    func near() async throws {
        let temporary = try TemporaryArchive()
        let place = Coordinate(longitude: 109.9, latitude: 13.6)
        try await temporary.archive.append([
            .boat(1, minute: 0, longitude: 109.91), .boat(2, minute: 5, longitude: 109.909),
            .boat(3, minute: 5, longitude: 109.95), .boat(4, minute: 50, longitude: 109.9), .boat(5, minute: 5),
        ])
        try await temporary.archive.merge()
        try await temporary.archive.append([
            .boat(1, minute: 20, longitude: 109.915), .boat(2, minute: 20, longitude: 109.901),
            .boat(1, minute: 21, longitude: 109.9, quality: .suspect),
        ])
        let found = try await temporary.archive.nearest(
            to: place, radiusMeters: 2_000, of: (1...4).map { ObjectID.boat($0) },
            during: Instant.start..<Instant.start.minutes(30))
        #expect(found.map(\.fix) == [.boat(2, minute: 20, longitude: 109.901), .boat(1, minute: 0, longitude: 109.91)])
        for nearby in found {
            let exact = Geodesic.distance(from: place, to: nearby.fix.fix.coordinate)
            #expect(abs(nearby.distanceMeters - exact) < 1e-3)
        }
    }

    @Test("the log is read in the order of arrival, from any entry on, across months")
    func received() async throws {
        let temporary = try TemporaryArchive()
        let batches = (0..<8).map { index in (0..<3).map { ReceivedFix.boat(index, minute: index * 9_000 + 10 - $0) } }
        var sequences: [Int64] = []
        for batch in batches {
            sequences.append(try await temporary.archive.append(LiveBatch(fixes: batch)).sequence)
        }
        try await temporary.reopen()
        var page = try await temporary.archive.received(after: sequences[1], limit: 4)
        #expect(page.fixes == batches[2] + batches[3])
        #expect(!page.isLast)
        page = try await temporary.archive.received(after: page.sequence, limit: 1_000)
        #expect(page.fixes == batches[4...].flatMap { $0 })
        #expect(page.isLast)
        #expect(page.sequence == sequences.last)
    }

    @Test("pages of a track in any size join to the whole track, with ties, late fixes and other months in it")
    func pages() async throws {
        let temporary = try TemporaryArchive()
        var generator = SplitMix(seed: 5)
        let fixes = (0..<400).map { index in
            ReceivedFix.boat(
                1, minute: Int.random(in: 0..<60_000, using: &generator) / 400 * 400,
                delay: [1, 1, 1, 50_000].randomElement(using: &generator)!, device: "d\(index % 5)")
        }
        for start in stride(from: 0, to: 400, by: 40) {
            try await temporary.archive.append(
                fixes[start..<start + 40].sorted { $0.received < $1.received })
            if start % 80 == 0 { try await temporary.archive.merge() }
        }
        let whole = try await temporary.archive.track(1)
        #expect(Set(whole.map { "\($0.fix.time) \($0.fix.device)" }).count == whole.count)
        #expect(Set(fixes.map { "\($0.fix.time) \($0.fix.device)" }).count == whole.count)
        for (left, right) in zip(whole, whole.dropFirst()) { #expect(left.fix.precedes(right.fix)) }
        for limit in [1, 2, 7, 50] { #expect(try await temporary.archive.track(1, limit: limit) == whole) }
        #expect(try await temporary.archive.check().faults == [])
    }

    @Test("a track opens only the files that hold fixes of its days")
    func files() async throws {
        let temporary = try await TemporaryArchive.threeMonths()
        let months = temporary.archive.memory.read {
            $0.months(
                during: Instant.at("2026-12-05T00:00:00Z")
                    .milliseconds..<Instant.at("2026-12-09T00:00:00Z").milliseconds)
        }
        #expect(months.map(\.description) == ["2026-12"])
    }
}
