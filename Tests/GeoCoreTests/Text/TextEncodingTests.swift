import Foundation
import GeoCore
import Testing

struct TextEncodingTests {
    @Test(
        "known byte strings decode to the Vietnamese they were",
        arguments: [
            (
                TextEncoding.tcvn3, [0x58, 0xB7, 0x20, 0x50, 0x68, 0xEF, 0x20, 0x43, 0xB8, 0x74] as [UInt8],
                "Xã Phù Cát"
            ),
            (.vni, [0x58, 0x61, 0xF5, 0x20, 0x50, 0x68, 0x75, 0xF8, 0x20, 0x43, 0x61, 0xF9, 0x74], "Xã Phù Cát"),
            (.windows1258, [0x56, 0x69, 0xEA, 0xF2, 0x74, 0x20, 0x4E, 0x61, 0x6D], "Việt Nam"),
            (.viqr, Array("Vie^.t Nam, dddu+o+`ng".utf8), "Việt Nam, đdường"),
            (.latin1, [0x51, 0x75, 0xFD], "Quý"),
        ])
    func decoding(encoding: TextEncoding, bytes: [UInt8], text: String) {
        #expect(encoding.decode(bytes)?.text == text)
    }

    @Test(
        "text that was taken for Windows-1252 and saved as UTF-8 comes back",
        arguments: [
            (TextEncoding.tcvn3InUTF8, "X· Phï C¸t", "Xã Phù Cát"),
            (.vniInUTF8, "Xaõ Phuø Caùt", "Xã Phù Cát"),
            (.windows1258InUTF8, "PhýõÌng Quy Nhõn Bãìc", "Phường Quy Nhơn Bắc"),
            (.utf8InUTF8, "PhÆ°á»\u{9D}ng", "Phường"),
        ])
    func savedAgain(encoding: TextEncoding, stored: String, text: String) {
        #expect(encoding.decode(Array(stored.utf8))?.text == text)
        #expect(TextEncoding.utf8.decode(Array(stored.utf8))?.text == stored)
    }

    @Test(
        "TCVN3 set in a capital font comes back in capitals",
        arguments: [
            ("ĐƯỜNG NGUYỄN HUỆ", "ĐƯỜNG NGUYỄN HUỆ"), ("Đường Nguyễn Huệ", "Đường Nguyễn Huệ"),
            ("XÃ MỸ HIỆP", "XÃ MỸ HIỆP"), ("Xã Mỹ Hà", "Xã Mỹ Hà"), ("UBND xã Mỹ An", "UBND xã Mỹ An"),
            ("Mỹ", "Mỹ"), ("Đắk", "Đắk"),
        ])
    func capitals(text: String, decoded: String) throws {
        let bytes = try #require(TextEncoding.tcvn3.encode(text))
        #expect(TextEncoding.tcvn3.decode(bytes)?.text == decoded)
    }

    @Test("a combining tone of TCVN3 joins its letter")
    func combiningTone() {
        #expect(TextEncoding.tcvn3.decode([0x61, 0xB3])?.text == "á")
    }

    @Test("every result is composed, whatever the order of its marks")
    func composition() {
        let decomposed = Array("Quy\u{301}, e\u{323}\u{302}, e\u{302}\u{323}, n\u{303}".utf8)
        let values = TextEncoding.utf8.decode(decomposed)?.text.unicodeScalars.map(\.value)
        #expect(values == "Qu\u{FD}, \u{1EC7}, \u{1EC7}, \u{F1}".unicodeScalars.map(\.value))
        let bytes = Array("Tuye\u{302}\u{301}n".utf8)
        #expect(TextEncoding.utf8.decode(bytes)?.text.unicodeScalars.count == 5)
    }

    @Test(
        "bytes that an encoding does not have are refused",
        arguments: [
            (TextEncoding.utf8, [0x58, 0xB7] as [UInt8]), (.vni, [0x58, 0xEF]), (.vni, [0xF9]), (.tcvn3, [0x41, 0x07]),
            (.windows1258, [0x41, 0x9E]), (.utf8InUTF8, Array("Xã".utf8)), (.windows1252, [0x81]),
            (.tcvn3InUTF8, Array("Phường".utf8)), (.utf8, [0x41, 0x00]),
        ])
    func refusal(encoding: TextEncoding, bytes: [UInt8]) {
        #expect(encoding.decode(bytes) == nil)
    }

    @Test("a UTF-8 value cut inside its last letter by the field loses that letter and says so")
    func cutLetter() throws {
        let long = String(repeating: "ờ", count: 100)
        let bytes = Array(long.utf8.prefix(254))
        let decoded = try #require(TextEncoding.utf8.decode(bytes))
        #expect(decoded.text == String(repeating: "ờ", count: 84))
        #expect(decoded.remarks == .cutLetter)
        #expect(TextEncoding.utf8.decode(Array(bytes.prefix(100))) == nil)
        #expect(TextEncoding.utf8.decode(Array(bytes.prefix(20)), fieldWidth: 20)?.text == "ờờờờờờ")
    }

    @Test("PDF damage and character references are repaired, lost letters only reported")
    func repairs() {
        #expect(
            TextEncoding.utf8.decode(Array("Phƣờng ĐƢỜNG".utf8))
                == DecodedText(text: "Phường ĐƯỜNG", remarks: .repairedOI))
        #expect(
            TextEncoding.utf8.decode(Array("Vi&#7879;t &amp; &#x1ec7;".utf8))
                == DecodedText(text: "Việt &amp; ệ", remarks: .resolvedReferences))
        #expect(
            TextEncoding.utf8.decode(Array("XÃ TÂN TH?NG".utf8))
                == DecodedText(text: "XÃ TÂN TH?NG", remarks: .lostLetters))
        #expect(TextEncoding.utf8.decode(Array("Ai?".utf8)) == DecodedText(text: "Ai?"))
    }

    @Test(
        "names are read as people and files write them",
        arguments: [
            ("UTF8", TextEncoding.utf8), ("65001", .utf8), ("ABC", .tcvn3), ("TCVN3", .tcvn3),
            ("ANSI 1252", .windows1252),
            ("CP1258", .windows1258), ("WindowsVietnamese", .windows1258), ("ISO-8859-1", .latin1),
            ("tcvn3-in-utf-8", .tcvn3InUTF8),
        ])
    func names(name: String, encoding: TextEncoding) {
        #expect(TextEncoding(name: name) == encoding)
        #expect(TextEncoding(name: "koi8-r") == nil)
    }

    @Test("the flag takes auto or a name")
    func choice() {
        #expect(TextEncodingChoice("auto") == .automatic)
        #expect(TextEncodingChoice("vni") == .fixed(.vni))
        #expect(TextEncodingChoice("ebcdic") == nil)
    }

    @Test("a letter that an encoding lacks is not written")
    func unencodable() {
        #expect(TextEncoding.tcvn3.encode("Київ") == nil)
        #expect(TextEncoding.windows1252.encode("Phường") == nil)
        #expect(TextEncoding.windows1252.encode("Café €") == [0x43, 0x61, 0x66, 0xE9, 0x20, 0x80])
    }
}
