import GeoCore
import LiveMap
import Testing

@Suite("Tracks are cut into pieces")
struct TrackPieceTests {
    private static let start = Instant(seconds: 1_795_244_400)

    private func fix(_ name: String, _ hours: Double, _ longitude: Double = 109.9) throws -> Fix {
        Fix(
            object: try #require(ObjectID(name)), time: Self.start.adding(hours: hours),
            coordinate: Coordinate(longitude: longitude, latitude: 13.6), source: .vms)
    }

    @Test("a way without a gap is one piece, from its first fix to its last")
    func whole() throws {
        let pieces = TrackPiece.pieces(
            of: [try fix("bd1", 0), try fix("bd1", 2, 110), try fix("bd1", 8, 110.1)], gapHours: 6)
        let piece = try #require(pieces.first)
        #expect(pieces.count == 1)
        #expect(piece.coordinates.map(\.longitude) == [109.9, 110, 110.1])
        #expect(piece.start == Self.start)
        #expect(piece.end == Self.start.adding(hours: 8))
    }

    @Test("silence longer than the gap ends a piece, and a fix on its own is in none")
    func gap() throws {
        let hours = [0, 1, 7.5, 14, 15.0]
        let pieces = TrackPiece.pieces(of: try hours.map { try fix("bd1", $0) }, gapHours: 6)
        #expect(pieces.map { $0.start.seconds(since: Self.start) / 3_600 } == [0, 14])
        #expect(pieces.map { $0.end.seconds(since: Self.start) / 3_600 } == [1, 15])
    }

    @Test("no piece goes from one object to the next, or around the world")
    func objects() throws {
        let fixes = [
            try fix("bd1", 0), try fix("bd1", 1), try fix("bd2", 1), try fix("bd2", 2), try fix("bd3", 2, 179.9),
            try fix("bd3", 3, -179.9), try fix("bd3", 4, -179.8),
        ]
        let pieces = TrackPiece.pieces(of: fixes, gapHours: 6)
        #expect(pieces.map(\.object.text) == ["bd1", "bd2", "bd3"])
        #expect(pieces.last?.coordinates.map(\.longitude) == [-179.9, -179.8])
    }

    @Test("nothing gives nothing")
    func empty() { #expect(TrackPiece.pieces(of: [Fix](), gapHours: 6).isEmpty) }
}
