import GeoCore
import Testing

struct EncodingDetectorTests {
    static func bytes(_ texts: [String], as encoding: TextEncoding) -> [[UInt8]] {
        texts.compactMap { encoding.encode($0) }
    }

    @Test("plain ASCII stays undecided and reads as it is")
    func ascii() {
        let evidence = EncodingDetector.detect(Self.bytes(["ODT", "ONT+CLN", ""], as: .utf8))
        #expect(evidence.chosen == nil)
        #expect(evidence.verdict == .ascii)
        #expect(evidence.effective == .utf8)
        #expect(evidence.valueCount == 2)
    }

    @Test("a tie is decided by the font that the file names, and by nothing without it")
    func hint() {
        let tie = [[UInt8]]([[0x54, 0xF4]])
        #expect(EncodingDetector.detect(tie).verdict == .tied)
        let hinted = EncodingDetector.detect(tie, hints: [.codePageFile("1252"), .font("VNI-Times")])
        #expect(hinted.chosen == .vni)
        #expect(hinted.verdict == .hinted)
        #expect(hinted.samples == [EncodingSample(before: "Tô", after: "Tơ")])
    }

    @Test("what a file says of itself does not overrule what its text shows")
    func wrongHint() {
        let column = Self.bytes(["Phường Quy Nhơn", "Xã Tuy Phước Đông", "Đường Nguyễn Huệ"], as: .tcvn3)
        #expect(EncodingDetector.detect(column, hints: [.codePageFile("UTF-8")]).chosen == .tcvn3)
    }

    @Test("text of another language in UTF-8 is UTF-8")
    func foreign() {
        #expect(EncodingDetector.detect(Self.bytes(["北京", "上海"], as: .utf8)).chosen == .utf8)
        #expect(EncodingDetector.detect(Self.bytes(["Façade", "naïf", "Zürich"], as: .utf8)).chosen == .utf8)
    }

    @Test("text in no known encoding is said to be so")
    func unreadable() {
        let koi8: [[UInt8]] = [[0xEB, 0xC9, 0xC5, 0xD7], [0xED, 0xCF, 0xD3, 0xCB, 0xD7, 0xC1], [0x80, 0x81, 0xFF]]
        let evidence = EncodingDetector.detect(koi8)
        #expect(evidence.chosen == nil)
        #expect(evidence.verdict == .unreadable)
        #expect(evidence.reason.en.contains("--encoding"))
    }

    @Test("one damaged value in a hundred does not hide the encoding")
    func damage() {
        var column = (0..<100).map { Array("Đường số \($0)".utf8) }
        column.append([0x58, 0xB7])
        let evidence = EncodingDetector.detect(column)
        #expect(evidence.chosen == .utf8)
        #expect(evidence.candidates.first?.refusedCount == 1)
    }

    @Test("letters lost to question marks are counted")
    func lost() {
        let evidence = EncodingDetector.detect(Self.bytes(["XÃ TÂN TH?NG", "XA T?N", "Có gì?"], as: .utf8))
        #expect(evidence.lostCount == 2)
    }

    @Test("the evidence shows every candidate and a sample before and after")
    func samples() {
        let evidence = EncodingDetector.detect(Self.bytes(["Xã Phù Cát"], as: .tcvn3))
        #expect(evidence.samples == [EncodingSample(before: "X· Phï C¸t", after: "Xã Phù Cát")])
        #expect(evidence.candidates.count == EncodingDetector.candidates.count)
        #expect(evidence.reason.vi.contains("tcvn3"))
    }
}
