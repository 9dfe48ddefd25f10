import Testing

@testable import MapEngine

@Suite("SubmittedText")
struct SubmittedTextTests {
    @Test(
        "marks that turn the direction of writing, controls and invisible spaces go; letters are composed",
        arguments: [
            ("anh\u{202E}gnp.exe\u{2066}", "anhgnp.exe"), ("a\u{0}b\u{1B}c\u{7F}d\u{85}", "abcd"),
            ("\u{200B}\u{FEFF}", ""),
            ("O\u{302}\u{309} ga\u{300}", "Ổ gà"), ("hai dòng\n\tvà", "hai dòng\n\tvà"),
        ])
    func cleans(text: String, expected: String) {
        #expect(Array(SubmittedText.clean(text).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("a report of nothing that can be seen is empty")
    func empty() async throws {
        let fixture = try await OperationsFixture()
        #expect(await code { _ = try await fixture.submit(text: "\u{200B}\u{202E} ") } == .unprocessable)
    }
}
