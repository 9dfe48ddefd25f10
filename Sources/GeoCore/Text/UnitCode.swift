/// Codes of administrative units, which spreadsheets rob of their leading zeros.
package enum UnitCode {
    /// The code's number, by which spellings are compared: `00004`, `4` and `4.0` are 4. `nil` where the text is no
    /// whole number or does not fit five digits.
    package static func number(_ text: String) -> Int? {
        var text = text.trimmingSpaces()
        if let point = text.firstIndex(where: { $0 == "." || $0 == "," }) {
            guard text[text.index(after: point)...].allSatisfy({ $0 == "0" }) else { return nil }
            text = text[..<point]
        }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let number = Int(text), number <= 99_999 else { return nil }
        return number
    }

    /// The official form: two digits for a province, three for a district, five for a commune; `nil` for no code.
    package static func canonical(_ text: String, level: UnitLevel) -> String? {
        guard let number = number(text), number > 0 else { return nil }
        let width =
            switch level {
            case .province: 2
            case .district: 3
            case .commune: 5
            }
        let digits = String(number)
        guard digits.count <= width else { return nil }
        return String(repeating: "0", count: width - digits.count) + digits
    }

    /// Whether two spellings are one code.
    package static func same(_ first: String, _ second: String) -> Bool {
        guard let number = number(first) else { return false }
        return number == self.number(second)
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    func trimmingSpaces() -> SubSequence {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
