import Foundation
import GeoCore
import LiveMap
import MapEngine
import Testing

/// Real AIS tracks, judged by the rules of the repository on zones laid over their waters.
enum RealSea {
    private static let folder = RepositoryFolder.root.appending(path: "../shared/data").standardizedFileURL

    static var isThere: Bool {
        ["ais/tracks", "ais/marinecadastre_2022-01-03_first99999.csv", "maritime/wpi_ports.csv"].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
    }

    private static func rows(_ path: String, by separator: Character) throws -> [[Substring]] {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: separator, omittingEmptySubsequences: false) }
    }

    static func zone(_ id: String, _ kind: ZoneKind, _ box: BoundingBox) -> Zone {
        let ring = [
            Coordinate(x: box.west, y: box.south), Coordinate(x: box.east, y: box.south),
            Coordinate(x: box.east, y: box.north), Coordinate(x: box.west, y: box.north),
            Coordinate(x: box.west, y: box.south),
        ]
        return Zone(
            reference: ZoneReference(id: id, revision: 1), kind: kind, name: id, province: nil,
            polygons: [Polygon(rings: [ring])])
    }

    /// A sea where the boats of these tests may not fish.
    static let forbidden = zone("sea", .coastal, BoundingBox(west: -180, south: -80, east: 180, north: 85))

    /// A box of about 8 km each way around every port of the World Port Index.
    static func ports() throws -> [Zone] {
        try rows("maritime/wpi_ports.csv", by: ",").enumerated().compactMap { number, row in
            guard row.count >= 5, let y = Double(row[row.count - 2]), let x = Double(row[row.count - 1]) else {
                return nil
            }
            let scale = LocalScale(latitude: y)
            let (dx, dy) = (8_000 / scale.metersPerDegreeEast, 8_000 / scale.metersPerDegreeNorth)
            return zone("port-\(number)", .port, BoundingBox(west: x - dx, south: y - dy, east: x + dx, north: y + dy))
        }
    }

    static func context(_ zones: [Zone]) throws -> JudgingContext {
        JudgingContext(rules: try DetectionFleets.rules().book, zones: ZoneIndex(zones))
    }

    /// As a fishing boat of 30 m, which may fish in the open sea only.
    static func judged(_ fixes: [Fix], in context: JudgingContext) throws -> JudgedStretch {
        let first = try #require(fixes.first)
        let facts = VesselFacts(id: first.object, lengthMeters: 30, role: .fishing)
        return VesselTimeline.judge(fixes, from: VesselJudge(facts), until: first.time, in: context)
    }

    /// A day of ships off America, each in order.
    static func ships() throws -> [[Fix]] {
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
        return tracks.values.map { $0.sorted { $0.precedes($1) } }
    }

    /// A dense track off Brest, sentinels and all.
    static func brest(_ name: String) throws -> [Fix] {
        let id = try #require(ObjectID("brest-\(name)"))
        return try rows("ais/tracks/\(name).csv", by: ";").compactMap { row -> Fix? in
            guard row.count >= 20, let y = Double(row[9]), let x = Double(row[10]), let seconds = Double(row[19])
            else { return nil }
            let speed = Double(row[11]).flatMap { $0 < 102 ? $0 : nil }
            return Fix(
                object: id, time: Instant(milliseconds: Int64(1_640_000_000_000 + seconds * 1_000)),
                coordinate: Coordinate(x: x, y: y), speedKnots: speed, device: name, source: .ais)
        }.sorted { $0.precedes($1) }
    }
}
