/// What the signs of a map mean, in rows below it.
package struct MapLegend: Sendable {
    /// A sign as the map draws it.
    package enum Sign: Hashable, Sendable {
        case area(SheetColor?, SheetPen?)
        case line(SheetPen)
        case mark(MapMark.Shape, SheetColor)
    }

    /// A sign with what it means.
    package struct Entry: Hashable, Sendable {
        package var sign: Sign
        package var text: String

        package init(_ sign: Sign, _ text: String) {
            self.sign = sign
            self.text = text
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    private static let style = SheetTextStyle(size: 7)
    private static let rowHeight = 11.5

    /// Points that the legend takes in a width.
    package func height(width: Double, _ ruler: TextRuler) -> Double {
        let rows = rows(width: width, ruler).count
        return rows == 0 ? 0 : Double(rows) * Self.rowHeight + 3
    }

    /// The legend in a box as high as `height` says.
    package func elements(in box: SheetBox, _ ruler: TextRuler) -> [SheetElement] {
        rows(width: box.width, ruler).enumerated().flatMap { row, entries in
            let y = box.y + 3 + (Double(row) + 0.5) * Self.rowHeight
            return entries.flatMap { entry, x in
                Self.elements(entry.sign, x: box.x + x, y: y) + [
                    .text(entry.text, at: SheetPoint(x: box.x + x + 21, y: y + 2.4), Self.style, .leading)
                ]
            }
        }
    }

    private func rows(width: Double, _ ruler: TextRuler) -> [[(entry: Entry, x: Double)]] {
        var rows: [[(entry: Entry, x: Double)]] = []
        var x = Double.infinity
        for entry in entries {
            let length = ruler.width(of: entry.text, Self.style) + 33
            if x + length > width {
                rows.append([])
                x = 0
            }
            rows[rows.count - 1].append((entry, x))
            x += length
        }
        return rows
    }

    private static func elements(_ sign: Sign, x: Double, y: Double) -> [SheetElement] {
        switch sign {
        case .area(let fill, let edge):
            let corners = SheetBox(x: x, y: y - 3.5, width: 16, height: 7).corners
            return [
                fill.map { .fill([corners], $0) }, edge.map { .stroke(corners + [corners[0]], $0) },
            ].compactMap { $0 }
        case .line(let pen): return [.stroke([SheetPoint(x: x, y: y), SheetPoint(x: x + 16, y: y)], pen)]
        case .mark(let shape, let color):
            return [shape.element(at: SheetPoint(x: x + 8, y: y), size: 6, color: color)]
        }
    }
}
