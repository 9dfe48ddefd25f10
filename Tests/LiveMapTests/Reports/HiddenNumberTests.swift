import LiveMap
import Testing

@Suite("PersonalData in the ways that people write")
struct HiddenNumberTests {
    @Test(
        "numbers, addresses and plates are found in any spelling",
        arguments: [
            ("0905 - 123 - 456", "•••"), ("0905\u{A0}123\u{A0}456", "•••"), ("0905–123–456", "•••"),
            ("０９０５１２３４５６", "•••"), ("0905123456 0912345678", "•••"), ("0905123456-0912345678 nhé", "••• nhé"),
            ("xe 77c1-123.45", "xe •••"), ("xe 77c1-12345, đỏ", "xe •••, đỏ"),
            ("a@zq.vn,b@zq.vn", "•••,•••"), ("a@zq.vn\nb@zq.vn", "•••\n•••"), ("a@zq.vn/b@zq.vn", "•••"),
        ])
    func masks(text: String, expected: String) {
        #expect(PersonalData.masked(text) == expected)
    }

    @Test(
        "measures and lines of short numbers stay",
        arguments: ["cách 50km 1200 bước", "số 12\n345\n678\n901", "@ngã tư"])
    func keeps(text: String) {
        #expect(PersonalData.masked(text) == text)
    }
}
