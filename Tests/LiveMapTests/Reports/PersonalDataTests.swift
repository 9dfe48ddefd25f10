import LiveMap
import Testing

@Suite("PersonalData")
struct PersonalDataTests {
    @Test(
        "telephones, identity numbers, mail addresses and plates are masked",
        arguments: [
            ("Gọi 0905 123 456 nhé", "Gọi ••• nhé"), ("gọi (+84) 905.123.456.", "gọi •••."),
            ("CCCD 052093001234", "CCCD •••"), ("thư an.nguyen@example.vn ngay", "thư ••• ngay"),
            ("xe 77C1-123.45 đổ rác", "xe ••• đổ rác"), ("xe 77A-12345", "xe •••"), ("77H 1234, lúc 5h", "•••, lúc 5h"),
        ])
    func masks(text: String, expected: String) {
        #expect(PersonalData.masked(text) == expected)
    }

    @Test(
        "house numbers, years, amounts and dates stay",
        arguments: [
            "Ổ gà trước số 127/12 Nguyễn Huệ, từ 20/11/2026", "ngập 0.5 m, 1.200.000 đồng", "QL 1, km 1220+500",
            "12 Trần Phú lúc 14:05 - 15:30",
        ])
    func keeps(text: String) {
        #expect(PersonalData.masked(text) == text)
    }
}
