import Foundation
import GeoCore
import MapDrawing
import Testing

@Suite(.enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"))
struct SheetDocumentTests {
    private func page(_ text: String) -> SheetPage {
        SheetPage(elements: [
            .fill([SheetBox(x: 10, y: 10, width: 50, height: 50).corners], SheetColor(0xF6F2E6)),
            .stroke([SheetPoint(x: 10, y: 10), SheetPoint(x: 90, y: 40)], SheetPen(.black, width: 1, dashes: [2, 2])),
            .clipped(
                SheetBox(x: 0, y: 0, width: 300, height: 300),
                [.text(text, at: SheetPoint(x: 100, y: 100), SheetTextStyle(.bold, halo: .white), .center)]),
        ])
    }

    @Test("the same document gives the same bytes, whenever it is written")
    func deterministic() throws {
        let document = SheetFixtures.document([page("Quần đảo Trường Sa")])
        let first = try document.pdf(SheetFixtures.ruler())
        #expect(try document.pdf(SheetFixtures.ruler()) == first)
        #expect(first.starts(with: Array("%PDF-1.".utf8)))
        #expect(String(decoding: first.suffix(8), as: UTF8.self).contains("%%EOF"))
    }

    @Test("the file says when it was made, and nothing else depends on that")
    func created() throws {
        let early = try SheetFixtures.document([page("Hoàng Sa")], at: 1_795_244_400).pdf(SheetFixtures.ruler())
        let late = try SheetFixtures.document([page("Hoàng Sa")], at: 1_795_330_800).pdf(SheetFixtures.ruler())
        #expect(early.count == late.count)
        let differing = zip(early, late).filter { $0 != $1 }.count
        // The day, twice: made and changed.
        #expect(differing > 0 && differing <= 4)
        #expect(String(decoding: early, as: UTF8.self).contains("20261121140000+07'00"))
    }

    @Test("each page is a page of A4, and the words are kept with a map back to letters")
    func pages() throws {
        let bytes = try SheetFixtures.document([page("một"), page("hai"), page("Đảo Lý Sơn ẵ")])
            .pdf(SheetFixtures.ruler())
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("/Count 3"))
        #expect(text.contains("/ToUnicode"))
        #expect(text.contains("NotoSans-Bold"))
        #expect(text.contains("595.28"))
    }

    @Test("a document without pages is refused")
    func empty() throws {
        let ruler = try SheetFixtures.ruler()
        #expect(throws: DrawingError.self) { try SheetFixtures.document([]).pdf(ruler) }
    }

    @Test("without the fonts the error names the package to install")
    func noFonts() {
        let error = #expect(throws: DrawingError.self) { _ = try TextRuler(FontLibrary(folders: ["/nowhere"])) }
        #expect(error?.message.contains("fonts-noto-core") == true)
    }
}
