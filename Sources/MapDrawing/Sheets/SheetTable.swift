/// A table as a report has it: columns with their widths, rows that wrap, a head that is repeated on every page.
package struct SheetTable: Sendable {
    /// A column with its head.
    package struct Column: Hashable, Sendable {
        package var title: String
        /// In shares of what all columns have together.
        package var share: Double
        package var alignment: SheetAlignment

        package init(_ title: String, share: Double, _ alignment: SheetAlignment = .leading) {
            self.title = title
            self.share = share
            self.alignment = alignment
        }
    }

    /// How a row stands out.
    package enum Emphasis: Hashable, Sendable {
        case plain
        /// A sum, or the head of a group.
        case strong
        /// What no longer counts.
        case faint
    }

    /// A row of texts.
    package struct Row: Hashable, Sendable {
        /// One for each column; missing ones are empty.
        package var cells: [String]
        package var emphasis: Emphasis

        package init(_ cells: [String], _ emphasis: Emphasis = .plain) {
            self.cells = cells
            self.emphasis = emphasis
        }
    }

    package var columns: [Column]
    package var rows: [Row]
    /// Points.
    package var textSize: Double

    /// - Precondition: There is a column, and the shares are positive.
    package init(columns: [Column], rows: [Row], textSize: Double = 7.5) {
        precondition(!columns.isEmpty && columns.allSatisfy { $0.share > 0 }, "a table needs columns with width")
        self.columns = columns
        self.rows = rows
        self.textSize = textSize
    }
}

/// A row of a table as it is set: its cells in lines.
struct SetRow {
    private(set) var height: Double
    private var cells: [[String]]
    private let style: SheetTextStyle
    private let table: SheetTable
    private let isHead: Bool

    private static let padding = 3.0

    static func head(of table: SheetTable, width: Double, _ ruler: TextRuler) -> SetRow {
        SetRow(.init(table.columns.map(\.title), .strong), of: table, width: width, ruler, isHead: true)
    }

    init(_ row: SheetTable.Row, of table: SheetTable, width: Double, _ ruler: TextRuler, isHead: Bool = false) {
        let style = SheetTextStyle(
            row.emphasis == .strong ? .bold : .regular, size: table.textSize,
            color: row.emphasis == .faint ? .grey : .black)
        let widths = Self.widths(table, width)
        cells = table.columns.indices.map { index in
            let text = index < row.cells.count ? row.cells[index] : ""
            return ruler.lines(of: text, style, width: widths[index] - 2 * Self.padding)
        }
        self.style = style
        self.table = table
        self.isHead = isHead
        height = Double(cells.map(\.count).max() ?? 1) * style.leading + 2 * Self.padding
    }

    /// The row in parts that are no higher than asked, for one that no page can hold; itself where it is not higher.
    func parts(height limit: Double) -> [SetRow] {
        guard height > limit else { return [self] }
        let most = max(1, Int((limit - 2 * Self.padding) / style.leading))
        let count = cells.map(\.count).max() ?? 1
        return stride(from: 0, to: count, by: most).map { start in
            var part = self
            part.cells = cells.map { Array($0.dropFirst(start).prefix(most)) }
            part.height = Double(min(most, count - start)) * style.leading + 2 * Self.padding
            return part
        }
    }

    func elements(in box: SheetBox) -> [SheetElement] {
        var elements: [SheetElement] = isHead ? [.fill([box.corners], SheetColor(0xE3E9EE))] : []
        var x = box.x
        for (index, width) in Self.widths(table, box.width).enumerated() {
            elements += cell(index, SheetBox(x: x, y: box.y, width: width, height: box.height))
            x += width
        }
        let pen = SheetPen(isHead ? .black : SheetColor(0xB9C2CA), width: isHead ? 0.6 : 0.4)
        elements.append(
            .stroke([SheetPoint(x: box.x, y: box.bottom), SheetPoint(x: box.right, y: box.bottom)], pen))
        return elements
    }

    private func cell(_ index: Int, _ box: SheetBox) -> [SheetElement] {
        let alignment = table.columns[index].alignment
        let x: Double =
            switch alignment {
            case .leading: box.x + Self.padding
            case .center: box.x + box.width / 2
            case .trailing: box.right - Self.padding
            }
        return cells[index].enumerated().map { line, text in
            let y = box.y + Self.padding + style.size + Double(line) * style.leading
            return .text(text, at: SheetPoint(x: x, y: y), style, alignment)
        }
    }

    private static func widths(_ table: SheetTable, _ width: Double) -> [Double] {
        let total = table.columns.reduce(0) { $0 + $1.share }
        return table.columns.map { $0.share / total * width }
    }
}
