import GeoCore
import Testing

struct VietnameseSyllableTests {
    @Test(
        "syllables of both orthographies are well formed",
        arguments: [
            "Quy", "Nhơn", "nghiêng", "Nguyễn", "huệ", "hòa", "hoà", "thuỷ", "thủy", "giếng", "gì", "già", "giữa",
            "quốc",
            "quý", "khuỷu", "ĐƯỜNG", "Ấp", "yên", "ỷ", "oánh", "ngoằn", "khuya", "ươi", "Y",
        ])
    func wellFormed(word: String) {
        #expect(VietnameseSyllable.isWellFormed(word))
    }

    @Test(
        "what breaks a rule of spelling is not",
        arguments: [
            "", "ngiêng", "cê", "kan", "ghà", "cat", "càt", "hóà", "nGuyễn", "NguyỄn", "Đắk", "Kon", "Xaõ", "Phuø",
            "q", "qu", "nghan", "tht", "brai", "A1", "nguyệnn", "ưng ơ",
        ])
    func illFormed(word: String) {
        #expect(!VietnameseSyllable.isWellFormed(word))
    }

    @Test("highland names are told from noise")
    func highland() {
        for word in ["Đăk", "Drông", "Krái", "Pơng", "Plô", "Păh"] { #expect(VietnameseSyllable.isHighlandName(word)) }
        for word in ["ẹaờk", "Kraựi", "Rveõ", "SRó", "éók", "tht"] { #expect(!VietnameseSyllable.isHighlandName(word)) }
    }
}
