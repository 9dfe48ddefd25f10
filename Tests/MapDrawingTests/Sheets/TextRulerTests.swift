import MapDrawing
import Testing

@Suite(.enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"))
struct TextRulerTests {
    private let style = SheetTextStyle(size: 10)

    @Test("widths grow in proportion to the size and add up")
    func widths() throws {
        let ruler = try SheetFixtures.ruler()
        let one = ruler.width(of: "Nhơn", style)
        #expect(one > 20 && one < 40)
        #expect(abs(ruler.width(of: "Nhơn", SheetTextStyle(size: 20)) - 2 * one) < 0.01)
        #expect(ruler.width(of: "", style) == 0)
    }

    @Test("a letter written as base and marks is as wide as the composed one")
    func composed() throws {
        let ruler = try SheetFixtures.ruler()
        #expect(ruler.width(of: "e\u{323}\u{302}", style) == ruler.width(of: "ệ", style))
        #expect(TextRuler.settable("Bie\u{302}\u{309}n\tĐông") == "Biển Đông")
    }

    @Test("lines break at spaces and none is wider than asked, but for nothing lost")
    func lines() throws {
        let ruler = try SheetFixtures.ruler()
        let text = "Đã gọi chủ tàu, tàu hỏng máy và vào bờ; hẹn báo lại sau sáu giờ"
        let lines = ruler.lines(of: text, style, width: 90)
        #expect(lines.count > 2)
        #expect(lines.allSatisfy { ruler.width(of: $0, style) <= 90 })
        #expect(lines.joined(separator: " ") == text)
    }

    @Test("a word wider than a line is broken, and a line end is kept")
    func longWords() throws {
        let ruler = try SheetFixtures.ruler()
        let hash = String(repeating: "9f86d0", count: 12)
        let lines = ruler.lines(of: hash, style, width: 100)
        #expect(lines.count > 2)
        #expect(lines.joined() == hash)
        #expect(ruler.lines(of: "một\nhai", style, width: 100) == ["một", "hai"])
        #expect(ruler.lines(of: "", style, width: 100) == [""])
    }

    @Test("what is too long is cut with an ellipsis")
    func cut() throws {
        let ruler = try SheetFixtures.ruler()
        #expect(ruler.cut("ngắn", style, width: 100) == "ngắn")
        let cut = ruler.cut("một tên rất dài không vừa", style, width: 60)
        #expect(cut.hasSuffix("…") && ruler.width(of: cut, style) <= 60)
    }
}
