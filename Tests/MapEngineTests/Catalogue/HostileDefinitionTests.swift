import Foundation
import GeoCore
import Testing

@testable import MapEngine

@Suite("Hostile definition files get a sentence, never a crash")
struct HostileDefinitionTests {
    private func outcome(of text: String) -> Result<LayerDefinition, ConfigurationError> {
        Result { () throws(ConfigurationError) in
            try LayerDefinitionReader().definition(from: text, file: "layers/wells.yaml")
        }
    }

    private func issues(_ text: String) -> [ConfigurationIssue] {
        guard case .failure(let error) = outcome(of: text) else { return [] }
        return error.issues
    }

    @Test("nesting without end is refused", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(opening: String) {
        #expect(!issues("id: " + String(repeating: opening, count: 50_000)).isEmpty)
        #expect(!issues(String(repeating: opening, count: 50_000)).isEmpty)
    }

    @Test("aliases that multiply are refused without being unfolded")
    func aliases() {
        var text = "id: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...40 { text += "k\(level): &a\(level) [*a\(level - 1), *a\(level - 1), *a\(level - 1)]\n" }
        text += "fields: *a40\nkey: *a40\n"
        #expect(!issues(text).isEmpty)
    }

    @Test("an alias that holds itself is refused")
    func cycle() {
        #expect(!issues("id: &a [*a]").isEmpty)
    }

    @Test("any change of a byte in a real definition is read or refused", arguments: 0..<8)
    func mutations(seed: UInt64) throws {
        let file = RepositoryFolder.root.appending(path: "layers/red-lines.yaml")
        let original = Array(try Data(contentsOf: file))
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] = UInt8.random(in: 0...255, using: &generator)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if case .failure(let error) = outcome(of: text) {
                #expect(error.issues.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty })
            }
        }
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
