import Testing

@testable import GeoStorage

@Suite struct ContentHashTests {
    @Test(
        "hashes are MurmurHash3's",
        arguments: [
            ("", 0 as UInt64, 0 as UInt64),
            ("hello", 0xcbd8_a7b3_41bd_9b02, 0x5b1e_906a_48ae_1d19),
            ("The quick brown fox jumps over the lazy dog", 0xe34b_bc7b_bc07_1b6c, 0x7a43_3ca9_c49a_9347),
        ])
    func vectors(text: String, high: UInt64, low: UInt64) {
        #expect(ContentHash(of: Array(text.utf8)) == ContentHash(high: high, low: low))
    }

    @Test("the stored form sorts as the hash does and comes back")
    func stored() {
        let hashes = (0..<500).map { ContentHash(of: Array("\($0)".utf8)) }
        #expect(
            hashes.sorted().map(\.bytes)
                == hashes.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
        #expect(hashes.allSatisfy { hash in ContentHash(stored: hash.bytes) == hash })
    }
}
