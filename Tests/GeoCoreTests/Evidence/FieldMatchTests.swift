import GeoCore
import Testing

struct FieldMatchTests {
    static func field(_ name: String, _ title: String, from: [String] = []) -> FieldDefinition {
        FieldDefinition(name: name, type: .text, title: LocalizedText(vi: title, en: name), from: from)
    }

    static let parcels = [
        field("so_to", "Số tờ", from: ["shbando", "SoHieuToBanDo", "tobando"]),
        field("so_thua", "Số thửa", from: ["shthua", "SoThuTuThua"]),
        field("loai_dat", "Loại đất", from: ["KyHieuMucDichSuDung", "khloaidat"]),
        field("dien_tich", "Diện tích", from: ["dientich", "DienTich"]),
        field("dia_chi", "Địa chỉ", from: ["DiaChiThuaDat"]),
    ]

    @Test("spellings match without case, marks or punctuation")
    func spellings() {
        let match = FieldMatch(
            sourceNames: ["SHBANDO", "ShThua", "khloaidat", "DIỆN TÍCH", "thuaid"], fields: Self.parcels)
        #expect(match.pairs.map(\.fieldName) == ["so_to", "so_thua", "loai_dat", "dien_tich"])
        #expect(match.pairs[0].evidence == .spelling("shbando"))
        #expect(match.unmatchedSources == ["thuaid"])
        #expect(match.unmatchedFields == ["dia_chi"])
        #expect(match.source(of: "so_thua") == 1)
    }

    @Test("the ten bytes that a DBF keeps are enough")
    func truncation() {
        let match = FieldMatch(sourceNames: ["KyHieuMucD", "SoHieuToBa", "DiaChiTh_1"], fields: Self.parcels)
        #expect(match.pairs.map(\.fieldName) == ["so_to", "loai_dat", "dia_chi"])
        #expect(match.pairs[1].evidence == .truncated("KyHieuMucDichSuDung"))
    }

    @Test("a truncated name that could be two fields fills none")
    func ambiguity() {
        let fields = [Self.field("a", "A", from: ["SoHieuToBanDo"]), Self.field("b", "B", from: ["SoHieuToBanDoCu"])]
        let match = FieldMatch(sourceNames: ["SoHieuToBa"], fields: fields)
        #expect(match.pairs.isEmpty)
        #expect(match.ambiguous == ["SoHieuToBa": ["a", "b"]])
    }

    @Test("the field's own name wins over a spelling, and an earlier spelling over a later")
    func precedence() {
        let match = FieldMatch(sourceNames: ["tobando", "shbando", "so_to"], fields: Self.parcels)
        #expect(match.source(of: "so_to") == 2)
        #expect(FieldMatch(sourceNames: ["tobando", "shbando"], fields: Self.parcels).source(of: "so_to") == 1)
        #expect(match.unmatchedSources == ["tobando", "shbando"])
    }

    @Test("a definition may rank its own name after a better source, as the legal area before the measured one")
    func rankedName() {
        let area = Self.field("dien_tich", "Diện tích", from: ["dientichpl", "dien_tich"])
        let match = FieldMatch(sourceNames: ["dientich", "dientichpl"], fields: [area])
        #expect(match.source(of: "dien_tich") == 1)
        #expect(FieldMatch(sourceNames: ["dientich"], fields: [area]).source(of: "dien_tich") == 0)
    }

    @Test("headers that are the field's title match last")
    func titles() {
        let match = FieldMatch(sourceNames: ["Số thửa", "Địa chỉ"], fields: Self.parcels)
        #expect(match.pairs.map(\.fieldName) == ["so_thua", "dia_chi"])
    }

    @Test("names without letters match nothing")
    func empty() {
        #expect(FieldMatch(sourceNames: ["", "__"], fields: Self.parcels).pairs.isEmpty)
    }
}
