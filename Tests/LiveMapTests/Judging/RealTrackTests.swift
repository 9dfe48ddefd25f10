import Foundation
import GeoCore
import LiveMap
import Testing

@Suite("Real AIS tracks")
struct RealTrackTests {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")

    private static var isThere: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "ais/tracks").path)
            && FileManager.default.fileExists(atPath: folder.appending(path: "maritime/wpi_ports.csv").path)
    }

    private func rows(_ path: String, by separator: Character) throws -> [[Substring]] {
        try String(contentsOf: Self.folder.appending(path: path), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: separator, omittingEmptySubsequences: false) }
    }

    /// A box of about 8 km each way around every port of the World Port Index, and a sea where nobody may fish over all.
    private func context() throws -> JudgingContext {
        let ports = try rows("maritime/wpi_ports.csv", by: ",").enumerated().compactMap { number, row -> Zone? in
            guard row.count >= 5, let y = row.dropLast().last.flatMap({ Double($0) }),
                let x = row.last.flatMap({ Double($0) })
            else { return nil }
            let scale = LocalScale(latitude: y)
            let (dx, dy) = (8_000 / scale.metersPerDegreeEast, 8_000 / scale.metersPerDegreeNorth)
            return Sea.zone("port-\(number)", .port, Sea.box(x - dx, y - dy, x + dx, y + dy))
        }
        let sea = Sea.zone("sea", .coastal, Sea.box(-180, -80, 180, 85))
        return JudgingContext(rules: Sea.rules, zones: ZoneIndex([sea] + ports))
    }

    private func judged(_ fixes: [Fix], in context: JudgingContext) throws -> JudgedStretch {
        let first = try #require(fixes.first)
        let facts = VesselFacts(id: first.object, lengthMeters: 30, role: .fishing)
        return VesselTimeline.judge(fixes, from: VesselJudge(facts), until: first.time, in: context)
    }

    @Test("ten thousand ships off America raise no zone alarm, in ports or on passage", .enabled(if: isThere))
    func passesShips() throws {
        let context = try context()
        var tracks: [Substring: [Fix]] = [:]
        for row in try rows("ais/marinecadastre_2022-01-03_first99999.csv", by: ",") where row.count >= 11 {
            guard let x = Double(row[3]), let y = Double(row[2]), let id = ObjectID("mmsi\(row[0])"),
                let time = Instant(rfc3339: row[1] + "Z")
            else { continue }
            tracks[row[0], default: []].append(
                Fix(
                    object: id, time: time, coordinate: Coordinate(x: x, y: y), speedKnots: Double(row[4]),
                    device: String(row[0]), source: .ais))
        }
        #expect(tracks.count > 10_000)
        for fixes in tracks.values {
            let stretch = try judged(fixes.sorted { $0.precedes($1) }, in: context)
            #expect(stretch.violations.filter { $0.kind == .zone }.isEmpty)
        }
    }

    @Test(
        "a real trawler is seen to trawl for hours, and is not while it steams or lies in port", .enabled(if: isThere))
    func seesTrawling() throws {
        let stretch = try judged(brest("95"), in: context())
        let found = stretch.violations.filter { $0.kind == .zone }
        #expect((1...2).contains(found.count))
        for violation in found {
            #expect(violation.evidence.allSatisfy { (0.5...5).contains($0.speedKnots ?? 0) })
            #expect(violation.place.longitude < -5.3)
        }
    }

    @Test(
        "dense tracks off Brest, sentinels and all, raise no zone alarm, but the same at a fifth of the speed do",
        .enabled(if: isThere),
        arguments: [
            "143", "165", "192", "54", "6",
        ])
    func passesTracks(name: String) throws {
        let context = try context()
        let fixes = try brest(name)
        let stretch = try judged(fixes, in: context)
        #expect(fixes.count > 3_000)
        #expect(stretch.violations.filter { $0.kind == .zone }.isEmpty)
        let slowed = fixes.map { fix in
            var slow = fix
            slow.time = Instant(
                milliseconds: fixes[0].time.milliseconds + 5 * (fix.time.milliseconds - fixes[0].time.milliseconds))
            slow.speedKnots = fix.speedKnots.map { $0 / 5 }
            return slow
        }
        #expect(try judged(slowed, in: context).violations.contains { $0.kind == .zone })
    }

    private func brest(_ name: String) throws -> [Fix] {
        let id = try #require(ObjectID("brest-\(name)"))
        return try rows("ais/tracks/\(name).csv", by: ";").compactMap { row -> Fix? in
            guard row.count >= 20, let y = Double(row[9]), let x = Double(row[10]), let seconds = Double(row[19])
            else { return nil }
            let speed = Double(row[11]).flatMap { $0 < 102 ? $0 : nil }
            return Fix(
                object: id, time: Instant(milliseconds: Int64(1_640_000_000_000 + seconds * 1_000)),
                coordinate: Coordinate(x: x, y: y), speedKnots: speed, device: name, source: .ais)
        }
    }
}
