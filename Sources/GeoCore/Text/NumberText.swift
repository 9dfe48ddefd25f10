/// Numbers as Vietnamese files write them: `1.522.960,437`, `13,769`, `1 250`, and the English form beside them.
package enum NumberText {
    /// Which of `.` and `,` begins the decimals in a column.
    package enum DecimalMark: Hashable, Sendable {
        case comma
        case point
    }

    /// Reads one number, without knowing its column.
    ///
    /// A mark that stands more than once groups digits, the later of two different marks begins the decimals, and a
    /// single mark is taken for the decimal mark: `13,769` is 13.769, `1.522` is 1.522. `nil` for anything else.
    package static func parse(_ text: String) -> Double? {
        parse(text, mark: Shape(text)?.decimalMark ?? .point)
    }

    /// Reads one number with the decimal mark of its column: with a decimal comma `1.522` is 1522.
    package static func parse(_ text: String, mark: DecimalMark) -> Double? {
        guard let shape = Shape(text) else { return nil }
        let decimal: Character = mark == .comma ? "," : "."
        let grouping: Character = mark == .comma ? "." : ","
        let parts = shape.text.split(separator: decimal, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !parts.dropFirst().joined().contains(grouping) else {
            return nil
        }
        let groups = whole.split(separator: grouping, omittingEmptySubsequences: false)
        if groups.count > 1 {
            let digits = groups[0].drop { $0 == "-" || $0 == "+" }
            guard (1...3).contains(digits.count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        }
        let plain = groups.joined() + (parts.count == 2 ? "." + parts[1] : "")
        return Double(plain).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The decimal mark that every number of a column allows; `nil` where they do not agree or none tells.
    ///
    /// `1.522` alone tells nothing; beside `1.522.960,437` or `12,5` it is a thousand and more.
    package static func decimalMark(of column: some Sequence<String>) -> DecimalMark? {
        var found: Set<DecimalMark> = []
        for text in column {
            if let mark = Shape(text)?.certainMark { found.insert(mark) }
        }
        return found.count == 1 ? found.first : nil
    }

    /// Smallest and greatest of `2–5`, `≤ 60`, `>= 3` or a single number; `nil` where the text is none of these.
    package static func range(_ text: String) -> (minimum: Double?, maximum: Double?)? {
        let text = text.trimmingSpaces()
        for (sign, isUpper) in [("≤", true), ("<=", true), ("<", true), ("≥", false), (">=", false), (">", false)]
        where text.hasPrefix(sign) {
            guard let bound = parse(String(text.dropFirst(sign.count))) else { return nil }
            return isUpper ? (nil, bound) : (bound, nil)
        }
        if let single = parse(String(text)) { return (single, single) }
        let parts = text.split(whereSeparator: { "–—-÷~".contains($0) }).map { parse(String($0)) }
        guard parts.count == 2, let low = parts[0], let high = parts[1], low <= high else { return nil }
        return (low, high)
    }
}

extension NumberText {
    /// A number's text without spaces, and where its marks stand.
    private struct Shape {
        var text: String
        private var points = 0
        private var commas = 0

        init?(_ source: String) {
            text = source.filter { !$0.isWhitespace && $0 != "'" }
            if text.hasPrefix("−") { text = "-" + text.dropFirst() }
            guard text.contains(where: { $0.isASCII && $0.isNumber }) else { return nil }
            for (position, character) in text.enumerated() {
                switch character {
                case ".": points += 1
                case ",": commas += 1
                case "0"..."9": break
                case "e", "E": guard position > 0 else { return nil }
                case "-", "+": guard position == 0 || isExponentSign(position) else { return nil }
                default: return nil
                }
            }
        }

        private func isExponentSign(_ position: Int) -> Bool {
            let before = text[text.index(text.startIndex, offsetBy: position - 1)]
            return before == "e" || before == "E"
        }

        /// What the number alone suggests.
        var decimalMark: DecimalMark { certainMark ?? (commas == 1 ? .comma : .point) }

        /// What the number leaves no doubt about.
        var certainMark: DecimalMark? {
            if points > 0, commas > 0 {
                return (text.lastIndex(of: ",") ?? text.startIndex) > (text.lastIndex(of: ".") ?? text.startIndex)
                    ? .comma : .point
            }
            if points > 1 { return .comma }
            if commas > 1 { return .point }
            guard points + commas == 1, let mark = text.firstIndex(where: { $0 == "." || $0 == "," }) else {
                return nil
            }
            let decimals = text.distance(from: mark, to: text.endIndex) - 1
            let whole = text[..<mark].filter(\.isNumber)
            let couldGroup = decimals == 3 && (1...3).contains(whole.count) && whole != "0"
            return couldGroup ? nil : points == 1 ? .point : .comma
        }
    }
}
