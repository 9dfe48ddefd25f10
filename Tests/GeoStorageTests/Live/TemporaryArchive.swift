import Foundation
import GeoCore

@testable import GeoStorage

/// A live history in a folder of its own, removed with it.
final class TemporaryArchive {
    let folder: URL
    private(set) var archive: LiveArchive

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "bando-live-\(UUID().uuidString)")
        archive = try LiveArchive(folder: folder)
    }

    /// Closes the archive and opens it anew, as a restart does.
    func reopen() async throws {
        try await archive.close()
        try open()
    }

    /// Opens the archive anew after it was closed.
    func open() throws { archive = try LiveArchive(folder: folder) }

    deinit { try? FileManager.default.removeItem(at: folder) }
}

extension ObjectID {
    static func boat(_ number: Int) -> ObjectID { ObjectID("bd\(10_000 + number)")! }
}

extension Instant {
    static func at(_ text: String) -> Instant { Instant(rfc3339: text)! }

    /// 08:00 on 1 November 2026, Việt Nam time.
    static let start = Instant.at("2026-11-01T08:00:00+07:00")

    func minutes(_ count: Int) -> Instant { adding(seconds: Double(count) * 60) }
}

extension ReceivedFix {
    /// A fix of a boat, some minutes after `Instant.start`, that arrives a minute later.
    static func boat(
        _ number: Int, minute: Int, delay: Int = 1, longitude: Double = 109.9, latitude: Double = 13.6,
        device: String = "d1", quality: FixQuality = .good
    ) -> ReceivedFix {
        let time = Instant.start.minutes(minute)
        let fix = Fix(
            object: .boat(number), time: time, coordinate: Coordinate(longitude: longitude, latitude: latitude),
            speedKnots: 6.1, courseDegrees: 84, device: device, source: .vms)
        return ReceivedFix(fix: fix, received: time.minutes(delay), quality: quality)
    }
}

extension LiveArchive {
    func track(_ number: Int, limit: Int = 10_000) async throws -> [ReceivedFix] {
        var fixes: [ReceivedFix] = []
        var next: Instant? = .at("2020-01-01T00:00:00Z")
        while let start = next {
            let page = try await self.fixes(
                of: .boat(number), during: start..<Instant.at("2030-01-01T00:00:00Z"), limit: limit)
            fixes += page.fixes
            next = page.next
        }
        return fixes
    }
}
