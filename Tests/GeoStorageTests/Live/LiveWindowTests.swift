import Foundation
import GeoCore
import Testing

@testable import GeoStorage

@Suite("The newest fixes of windows of time") struct LiveWindowTests {
    private let hours = TimeWindows(milliseconds: 3_600_000)

    @Test("of each window the newest fixes that are not suspect, of the sources asked for", arguments: [true, false])
    func newest(merged: Bool) async throws {
        let temporary = try TemporaryArchive()
        var manual = ReceivedFix.boat(1, minute: 59)
        manual.fix.source = .manual
        try await temporary.archive.append([
            .boat(1, minute: 0), .boat(1, minute: 50), .boat(1, minute: 55, quality: .suspect), manual,
            .boat(1, minute: 60), .boat(1, minute: 200, device: "d1"), .boat(1, minute: 200, device: "d2"),
            .boat(2, minute: 30),
        ])
        if merged { try await temporary.archive.merge() }
        let span = Instant.start..<Instant.start.minutes(600)
        let found = try await temporary.archive.newestFixes(
            of: .boat(1), inEach: hours, during: span, from: [.vms, .ais])
        #expect(found.map(\.time) == [50, 60, 200, 200].map { Instant.start.minutes($0) })
        #expect(found.map(\.device) == ["d1", "d1", "d1", "d2"])
        let known = try await temporary.archive.newestFixes(of: .boat(9), inEach: hours, during: span, from: [.vms])
        #expect(known.isEmpty)
    }

    @Test(
        "as reading everything finds them, in the log, in the tables and in several months",
        arguments: 1...6 as ClosedRange<UInt64>)
    func agrees(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let temporary = try TemporaryArchive()
        for part in 0..<3 {
            let fixes = (0..<400).map { _ in
                ReceivedFix.boat(
                    Int.random(in: 1...3, using: &random), minute: Int.random(in: -3_000...3_000, using: &random),
                    // Some arrive in the month after.
                    delay: Bool.random(using: &random) ? 1 : 45_000, device: Bool.random(using: &random) ? "d1" : "d2",
                    quality: [.good, .late, .suspect].randomElement(using: &random) ?? .good)
            }
            try await temporary.archive.append(fixes.sorted { $0.received < $1.received })
            if part == 1 { try await temporary.archive.merge() }
        }
        let windows = TimeWindows(milliseconds: Int64.random(in: 60_000...9_000_000, using: &random))
        let span = Instant.start.minutes(Int.random(in: -3_500...0, using: &random))..<Instant.start.minutes(2_000)
        for boat in 1...3 {
            let all = try await temporary.archive.track(boat).filter { $0.quality != .suspect && span ~= $0.fix.time }
            let last = Dictionary(grouping: all.map(\.fix)) { windows.number(of: $0.time) }.values.flatMap { fixes in
                let newest = fixes.map(\.time).max()
                return fixes.filter { $0.time == newest }
            }
            let found = try await temporary.archive.newestFixes(
                of: .boat(boat), inEach: windows, during: span, from: [.vms])
            #expect(!found.isEmpty)
            #expect(found == last.sorted { $0.precedes($1) })
        }
    }

    @Test("the last few fixes of an object are found in the log and in the tables, suspect ones too, in event order")
    func last() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append((0..<6).map { .boat(1, minute: $0 * 10) } + [.boat(2, minute: 5)])
        try await temporary.archive.merge()
        try await temporary.archive.append([
            .boat(1, minute: 35, delay: 45_000), .boat(1, minute: 70, quality: .suspect), .boat(1, minute: -20_000),
        ])
        let found = try await temporary.archive.newestFixes(of: .boat(1), limit: 4)
        #expect(found.map(\.fix.time) == [35, 40, 50, 70].map { Instant.start.minutes($0) })
        #expect(found.last?.quality == .suspect)
        #expect(try await temporary.archive.newestFixes(of: .boat(2), limit: 4) == [.boat(2, minute: 5)])
        #expect(try await temporary.archive.newestFixes(of: .boat(9), limit: 4).isEmpty)
    }

    @Test("the log after an entry is read where an older month is damaged that holds none of it")
    func damagedMonth() async throws {
        let temporary = try TemporaryArchive()
        try await temporary.archive.append([.boat(1, minute: 0)])
        let receipt = try await temporary.archive.append(LiveBatch(fixes: [.boat(1, minute: 60_000)]))
        let month = temporary.folder.appending(path: "2026-11.sqlite")
        try await temporary.archive.close()
        try Data(repeating: 7, count: 8_192).write(to: month)
        try temporary.open()
        let page = try await temporary.archive.received(after: receipt.sequence - 1, limit: 10)
        #expect(page.fixes.map(\.fix.time) == [Instant.start.minutes(60_000)] && page.isLast)
        await #expect(throws: StorageError.self) { try await temporary.archive.received(after: 0, limit: 10) }
    }
}
