import GeoCore
import Testing

@testable import MapEngine

@Suite("Value memo") struct ValueMemoTests {
    @Test("it gives back what was kept, and knows nothing else")
    func known() {
        var memo = ValueMemo()
        memo.remember(.text("ONT"), of: Array("ODT".utf8))
        memo.remember(.null, of: [])
        #expect(memo.value(of: Array("ODT".utf8)) == .text("ONT"))
        #expect(memo.value(of: []) == .null)
        #expect(memo.value(of: Array("OD".utf8)) == nil)
    }

    @Test("texts that do not repeat are not kept but for the last")
    func unrepeated() {
        var memo = ValueMemo()
        for number in 0..<2_000 { memo.remember(.integer(Int64(number)), of: Array("\(number)".utf8)) }
        #expect(memo.value(of: Array("1999".utf8)) == .integer(1_999))
        #expect(memo.value(of: Array("1998".utf8)) == nil)
    }
}

@Suite("Value reader") struct ValueReaderTests {
    @Test(
        "blanks of any kind are taken off both ends, letters are not",
        arguments: [
            (" Quy Nhơn ", "Quy Nhơn"), ("\u{A0}ấp Mỹ\u{3000}", "ấp Mỹ"), ("Mỹ", "Mỹ"), ("ở", "ở"), ("\u{200B}a", "a"),
            ("\ta\n", "a"), ("ạ\u{2028}", "ạ"),
        ])
    func trims(text: String, expected: String) {
        let reader = ValueReader(FieldDefinition(name: "ten", type: .text, title: LocalizedText(vi: "Tên", en: "Name")))
        #expect(reader.value(of: text) == .text(expected))
    }
}
