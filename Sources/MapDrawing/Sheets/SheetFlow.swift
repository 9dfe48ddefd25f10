/// Sets a report from top to bottom on A4 pages: headings, paragraphs, facts, tables and maps, with a new page where one is full.
package struct SheetFlow {
    package let ruler: TextRuler
    private var finished: [[SheetElement]] = []
    private var current: [SheetElement] = []
    private var y: Double

    /// The part of a page that is written on.
    package static let room = SheetBox(x: 42, y: 46, width: SheetPage.a4.width - 84, height: SheetPage.a4.height - 92)

    package init(_ ruler: TextRuler) {
        self.ruler = ruler
        y = Self.room.y
    }

    /// Points left on this page.
    package var left: Double { Self.room.bottom - y }

    /// Begins a new page unless this one is empty.
    package mutating func breakPage() {
        guard !current.isEmpty else { return }
        finished.append(current)
        current = []
        y = Self.room.y
    }

    /// Leaves room below what was set last.
    package mutating func space(_ points: Double) { y += points }

    /// A line of a title, over the whole width.
    package mutating func title(_ text: String, size: Double = 15, alignment: SheetAlignment = .leading) {
        write(text, SheetTextStyle(.bold, size: size), alignment)
    }

    /// The head of a part; it stays with at least some lines of what follows.
    package mutating func heading(_ text: String) {
        if left < 90 { breakPage() }
        if !current.isEmpty { space(9) }
        write(text, SheetTextStyle(.bold, size: 10.5), .leading)
        space(3)
    }

    /// Text over the whole width, its lines broken at words.
    package mutating func paragraph(
        _ text: String, _ style: SheetTextStyle = SheetTextStyle(), alignment: SheetAlignment = .leading
    ) {
        write(text, style, alignment)
        space(3)
    }

    /// Words with what they mean beside them.
    package mutating func facts(_ facts: [(name: String, text: String)], nameWidth: Double = 118) {
        let (style, bold) = (SheetTextStyle(size: 8.5), SheetTextStyle(.bold, size: 8.5))
        for fact in facts {
            let names = ruler.lines(of: fact.name, bold, width: nameWidth - 8)
            let lines = ruler.lines(of: fact.text, style, width: Self.room.width - nameWidth)
            let height = Double(max(names.count, lines.count)) * style.leading
            if left < height { breakPage() }
            set(names, bold, x: Self.room.x)
            set(lines, style, x: Self.room.x + nameWidth)
            y += height + 1.5
        }
    }

    /// A table over the whole width; a row that finds no room goes to the next page, below the head again.
    package mutating func table(_ table: SheetTable) {
        let head = SetRow.head(of: table, width: Self.room.width, ruler)
        var needsHead = true
        let rows = table.rows.flatMap { row in
            SetRow(row, of: table, width: Self.room.width, ruler).parts(height: Self.room.height - head.height)
        }
        for row in rows {
            if left < row.height + (needsHead ? head.height : 0) {
                breakPage()
                needsHead = true
            }
            if needsHead { append(head) }
            needsHead = false
            append(row)
        }
        space(5)
    }

    /// Something drawn in a box of a height; on the next page where this one has no room for it.
    ///
    /// - Precondition: The height fits a page.
    package mutating func figure(height: Double, _ draw: (SheetBox) -> [SheetElement]) {
        precondition(height <= Self.room.height, "a figure fits a page")
        if left < height { breakPage() }
        current += draw(SheetBox(x: Self.room.x, y: y, width: Self.room.width, height: height))
        y += height
    }

    /// The pages, each with a line at its foot and its number among all.
    package consuming func pages(foot: String) -> [SheetPage] {
        breakPage()
        let (ruler, count) = (ruler, finished.count)
        return finished.enumerated().map { index, elements in
            SheetPage(elements: elements + Self.foot(foot, index + 1, of: count, ruler))
        }
    }

    private static func foot(_ text: String, _ number: Int, of count: Int, _ ruler: TextRuler) -> [SheetElement] {
        let style = SheetTextStyle(size: 7, color: .grey)
        let y = room.bottom + 14
        let line = [SheetPoint(x: room.x, y: y - 9), SheetPoint(x: room.right, y: y - 9)]
        return [
            .stroke(line, SheetPen(SheetColor(0xB9C2CA), width: 0.4)),
            .text(ruler.cut(text, style, width: room.width - 60), at: SheetPoint(x: room.x, y: y), style, .leading),
            .text("Trang \(number)/\(count)", at: SheetPoint(x: room.right, y: y), style, .trailing),
        ]
    }

    private mutating func append(_ row: SetRow) {
        current += row.elements(in: SheetBox(x: Self.room.x, y: y, width: Self.room.width, height: row.height))
        y += row.height
    }

    private mutating func write(_ text: String, _ style: SheetTextStyle, _ alignment: SheetAlignment) {
        let x: Double =
            switch alignment {
            case .leading: Self.room.x
            case .center: Self.room.x + Self.room.width / 2
            case .trailing: Self.room.right
            }
        for line in ruler.lines(of: text, style, width: Self.room.width) {
            if left < style.leading { breakPage() }
            current.append(.text(line, at: SheetPoint(x: x, y: y + style.size), style, alignment))
            y += style.leading
        }
    }

    private mutating func set(_ lines: [String], _ style: SheetTextStyle, x: Double) {
        for (index, line) in lines.enumerated() {
            let baseline = y + style.size + Double(index) * style.leading
            current.append(.text(line, at: SheetPoint(x: x, y: baseline), style, .leading))
        }
    }
}
