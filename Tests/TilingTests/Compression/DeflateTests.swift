import Testing
import Tiling

@Suite("Deflate")
struct DeflateTests {
    @Test("bytes come back from gzip as they were", arguments: [0, 1, 100, 200_000])
    func roundTrip(_ count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...20, using: &random) }
        #expect(try Deflate.gunzip(try Deflate.gzip(bytes)) == bytes)
    }

    @Test("damaged and cut off gzip is refused")
    func damaged() throws {
        let good = try Deflate.gzip([UInt8](repeating: 7, count: 1000))
        var bad = good
        bad[bad.count / 2] ^= 0xFF
        #expect(throws: TilingError.self) { try Deflate.gunzip(bad) }
        #expect(throws: TilingError.self) { try Deflate.gunzip(Array(good.dropLast())) }
        #expect(throws: TilingError.self) { try Deflate.gunzip([]) }
    }

    @Test("what would expand beyond the limit is refused")
    func bomb() throws {
        let zip = try Deflate.gzip([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: TilingError.self) { try Deflate.gunzip(zip, limit: 999_999) }
        #expect(try Deflate.gunzip(zip, limit: 1_000_000).count == 1_000_000)
    }
}
