/// Rows of text in columns as wide as their widest cell, counted in characters; numbers stand to the right.
struct TextTable {
    private let headers: [String]
    private var rows: [[String]] = []

    init(_ headers: [String]) {
        self.headers = headers
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    var text: String {
        let widths = headers.indices.map { column in
            ([headers] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        let rule = widths.map { String(repeating: "─", count: $0) }
        return ([headers, rule] + rows).map { line($0, widths: widths) }.joined(separator: "\n")
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        var text = ""
        for (column, width) in widths.enumerated() {
            let cell = column < cells.count ? cells[column] : ""
            let padding = String(repeating: " ", count: max(0, width - cell.count))
            text += Double(cell) == nil ? cell + padding : padding + cell
            if column < widths.count - 1 { text += "  " }
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}
