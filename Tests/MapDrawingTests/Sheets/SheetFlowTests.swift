import MapDrawing
import Testing

@Suite(.enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"))
struct SheetFlowTests {
    private func table(rows: Int) -> SheetTable {
        SheetTable(
            columns: [.init("Tàu", share: 2), .init("Ghi chú", share: 3), .init("Số", share: 1, .trailing)],
            rows: (0..<rows).map { .init(["BĐ \($0)-TS", "chủ tàu đã báo", "\($0)"]) })
    }

    @Test("a long table goes on over pages with its head on each, and no row is lost")
    func tables() throws {
        var flow = SheetFlow(try SheetFixtures.ruler())
        flow.table(table(rows: 150))
        let pages = flow.pages(foot: "Báo cáo")
        #expect(pages.count > 2)
        let words = pages.map(\.words)
        #expect(words.allSatisfy { page in page.filter { $0 == "Ghi chú" }.count == 1 })
        #expect(words.joined().filter { $0.hasSuffix("-TS") }.count == 150)
        #expect(words[1].contains("Trang 2/\(pages.count)"))
    }

    @Test("a row higher than a page goes on over pages, and nothing of it is lost")
    func highRows() throws {
        var flow = SheetFlow(try SheetFixtures.ruler())
        var table = table(rows: 1)
        table.rows[0].cells[1] = (0..<400).map { "bước \($0)" }.joined(separator: "\n")
        flow.table(table)
        let pages = flow.pages(foot: "")
        #expect(pages.count > 3)
        #expect(pages.flatMap(\.words).filter { $0.hasPrefix("bước") }.count == 400)
        for case .text(let text, let place, _, _) in pages.flatMap(\.elements) where text.hasPrefix("bước") {
            #expect(place.y <= SheetFlow.room.bottom)
        }
    }

    @Test("nothing is written below the room of a page but its foot")
    func room() throws {
        var flow = SheetFlow(try SheetFixtures.ruler())
        for index in 0..<60 {
            flow.heading("Mục \(index)")
            flow.paragraph("Một đoạn ngắn.")
            flow.facts([("Nguồn", String(repeating: "dữ liệu ", count: 30))])
        }
        let pages = flow.pages(foot: "Báo cáo")
        for element in pages.flatMap(\.elements) {
            guard case .text(let text, let place, _, _) = element else { continue }
            let isFoot = text == "Báo cáo" || text.hasPrefix("Trang ")
            #expect(isFoot || place.y <= SheetFlow.room.bottom)
        }
    }

    @Test("a figure without room goes to the next page, and a break on an empty page makes none")
    func figures() throws {
        var flow = SheetFlow(try SheetFixtures.ruler())
        flow.breakPage()
        flow.figure(height: 400) { [.fill([$0.corners], .grey)] }
        flow.figure(height: 400) { [.fill([$0.corners], .grey)] }
        #expect(flow.left < 400)
        #expect(flow.pages(foot: "").count == 2)
    }
}
