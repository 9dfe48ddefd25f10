import Foundation
import GeoCore
import Testing

@testable import GeoStorage

/// How many positions the long test writes: `BANDO_SOAK_FIXES`, or with `BANDO_SOAK=1` 41 million.
///
/// The rates are those of a release build: `swift build -c release --build-tests -Xswiftc -enable-testing`. A debug build
/// writes a tenth and is asked for the track's time alone.
private let soakFixCount: Int = {
    let environment = ProcessInfo.processInfo.environment
    if let count = environment["BANDO_SOAK_FIXES"].flatMap({ Int($0) }) { return count }
    return environment["BANDO_SOAK"] == "1" ? (isOptimized ? 41_000_000 : 4_100_000) : 0
}()

private var isOptimized: Bool {
    #if DEBUG
    false
    #else
    true
    #endif
}

/// A province's positions of 36 months.
@Suite(.enabled(if: soakFixCount > 0, "set BANDO_SOAK=1 for 41 million positions"))
struct LiveSoakTests {
    private static let fixCount = soakFixCount / batchSize * batchSize
    private static let boats = 3_118
    private static let batchSize = 500

    @Test("36 months of a province go in at 20,000 a second, and a vessel's month comes out in 100 ms")
    func province() async throws {
        let temporary = try TemporaryArchive()
        print("sync of 4 KB: \(try Self.syncMilliseconds(in: temporary.folder)) ms (median of 100)")
        let clock = ContinuousClock()
        let writing = try await clock.measure { try await Self.fill(temporary.archive) }
        let rate = Double(Self.fixCount) / writing.seconds
        print("written: \(Self.fixCount) in \(writing.seconds) s, \(Int(rate))/s, two senders, batches of 500")
        let bytes = try Self.size(of: temporary.folder)
        print("bytes per fix: \(Double(bytes) / Double(Self.fixCount)), \(bytes >> 20) MB")
        #expect(rate > 20_000 || !isOptimized)
        try await measureReading(temporary.archive)
        let reopening = try await clock.measure { try await temporary.reopen() }
        print("opened in \(reopening.seconds) s")
        let checking = try await clock.measure {
            let result = try await temporary.archive.check()
            #expect(result.faults == [])
            #expect(result.fixCount == Self.fixCount)
        }
        print("checked in \(checking.seconds) s, \(Int(Double(Self.fixCount) / checking.seconds))/s")
        try await temporary.archive.close()
    }

    private func measureReading(_ archive: LiveArchive) async throws {
        let clock = ContinuousClock()
        let end = try #require(try await archive.latest().map(\.fix.time).max())
        let month = end.adding(hours: -24 * 30)..<end
        var tracks: [Double] = []
        for number in 0..<50 {
            let object = ObjectID.boat(number * 61)
            let time = try await clock.measure {
                let page = try await archive.fixes(of: object, during: month, limit: 100_000)
                #expect(page.fixes.count > min(300, Self.fixCount / Self.boats / 2))
            }
            tracks.append(time.seconds * 1_000)
        }
        tracks.sort()
        print("track of a month: median \(tracks[25]) ms, worst \(tracks[49]) ms")
        #expect(tracks[49] < 100)
        let near = try await clock.measure {
            _ = try await archive.nearest(
                to: Coordinate(longitude: 110, latitude: 13), radiusMeters: 5_000, of: archive.objects(),
                during: end.adding(hours: -8)..<end.adding(hours: -6))
        }
        print("who was near within two hours: \(near.seconds * 1_000) ms")
    }

    private static func fill(_ archive: LiveArchive) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<2 {
                group.addTask {
                    for batch in stride(from: sender, to: fixCount / batchSize, by: 2) {
                        let fixes = (batch * batchSize..<(batch + 1) * batchSize).map(Self.fix)
                        try await archive.append(fixes)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Every boat every two hours, half a minute to arrive.
    private static func fix(_ index: Int) -> ReceivedFix {
        let (slot, boat) = index.quotientAndRemainder(dividingBy: boats)
        let start = Instant.at("2023-11-01T00:00:00+07:00")
        let time = start.adding(seconds: Double(slot * 7_200 + boat * 2))
        let x = 109 + Double(boat % 50) / 20 + Double((slot * 37 + boat) % 4_000) / 1e5
        let y = 11 + Double(boat / 50) / 20 + Double((slot * 53 + boat) % 4_000) / 1e5
        let fix = Fix(
            object: .boat(boat), time: time, coordinate: Coordinate(longitude: x, latitude: y),
            speedKnots: Double((slot + boat) % 90) / 10, courseDegrees: Double((slot * 7 + boat) % 360),
            device: "vms-\(boat)", source: .vms)
        return ReceivedFix(fix: fix, received: time.adding(seconds: 30), quality: .good)
    }

    private static func size(of folder: URL) throws -> Int {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.fileSizeKey])
            .filter { !$0.lastPathComponent.hasSuffix("-shm") && !$0.lastPathComponent.hasSuffix("-wal") }
            .reduce(0) { try $0 + ($1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
    }

    private static func syncMilliseconds(in folder: URL) throws -> Double {
        let file = folder.appending(path: "sync-test").path(percentEncoded: false)
        let descriptor = unsafe open(file, O_CREAT | O_WRONLY, 0o644)
        defer {
            close(descriptor)
            _ = unsafe unlink(file)
        }
        let page = [UInt8](repeating: 1, count: 4_096)
        let times = (0..<100).map { _ in
            ContinuousClock().measure {
                _ = unsafe write(descriptor, page, page.count)
                fdatasync(descriptor)
            }
        }
        return times.sorted()[50].seconds * 1_000
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
