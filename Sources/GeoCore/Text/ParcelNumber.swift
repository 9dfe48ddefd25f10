/// Sheet and parcel numbers, which are text: `12`, `012`, `12A`, `TĐ01-2020`.
package enum ParcelNumber {
    /// How numbers are compared: trimmed, upper-case, every run of digits without leading zeros, `345.0` as `345`.
    package static func normalized(_ text: String) -> String {
        var text = ComposedText.nfc(String(text.trimmingSpaces())).uppercased()
        if let point = text.lastIndex(of: "."), text[..<point].allSatisfy(\.isNumber), !text[..<point].isEmpty,
            text[text.index(after: point)...].allSatisfy({ $0 == "0" })
        {
            text = String(text[..<point])
        }
        return strippingLeadingZeros(text.filter { !$0.isWhitespace })
    }

    private static func strippingLeadingZeros(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let first = rest.first {
            let run = rest.prefix { $0.isASCII && $0.isNumber }
            if run.isEmpty {
                result.append(first)
                rest.removeFirst()
            } else {
                let significant = run.drop { $0 == "0" }
                result += significant.isEmpty ? "0" : significant
                rest.removeFirst(run.count)
            }
        }
        return result
    }
}

/// A parcel as people type it: `tờ 12 thửa 345 An Nghĩa`, `12/345`, `12-345`, `12 345`.
package struct ParcelQuery: Hashable, Sendable {
    /// Normalised; `nil` where only the parcel was named.
    package var sheet: String?
    package var parcel: String
    /// What else was typed, such as the commune; empty where nothing.
    package var place: String

    /// `nil` where the text names no parcel.
    package init?(_ text: String) {
        let words = Self.words(text)
        if let named = Self.named(words) {
            self = named
        } else if let paired = Self.paired(words) {
            self = paired
        } else {
            return nil
        }
    }

    private init(sheet: String?, parcel: String, place: [String]) {
        self.sheet = sheet.map(ParcelNumber.normalized)
        self.parcel = ParcelNumber.normalized(parcel)
        self.place = place.joined(separator: " ")
    }

    private static func words(_ text: String) -> [String] {
        text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == ":" }.map(String.init)
    }

    /// "tờ (bản đồ) (số) 12", "thửa (đất) (số) 345" in either order.
    private static func named(_ words: [String]) -> ParcelQuery? {
        var sheet: String?
        var parcel: String?
        var place: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            let folded = SearchText.folded(word)
            if folded == "to", sheet == nil, let number = takeNumber(&rest, skipping: ["ban", "do", "so"]) {
                sheet = number
            } else if folded == "thua", parcel == nil, let number = takeNumber(&rest, skipping: ["dat", "so"]) {
                parcel = number
            } else {
                place.append(word)
            }
        }
        return parcel.map { ParcelQuery(sheet: sheet, parcel: $0, place: place) }
    }

    private static func takeNumber(_ rest: inout ArraySlice<String>, skipping: Set<String>) -> String? {
        let ahead = rest.drop { skipping.contains(SearchText.folded($0)) }
        guard let number = ahead.first, number.contains(where: \.isNumber) else { return nil }
        rest = ahead.dropFirst()
        return number
    }

    /// "12/345", "12-345" or "12 345" at the beginning, with digits on both sides.
    private static func paired(_ words: [String]) -> ParcelQuery? {
        guard let first = words.first else { return nil }
        let parts = first.split(whereSeparator: { $0 == "/" || $0 == "-" }).map(String.init)
        if parts.count == 2, parts.allSatisfy(isPlainNumber) {
            return ParcelQuery(sheet: parts[0], parcel: parts[1], place: Array(words.dropFirst()))
        }
        guard words.count >= 2, isPlainNumber(first), isPlainNumber(words[1]) else { return nil }
        return ParcelQuery(sheet: first, parcel: words[1], place: Array(words.dropFirst(2)))
    }

    /// Digits, and at most one letter after them.
    private static func isPlainNumber(_ text: String) -> Bool {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(digits.count)
        return !digits.isEmpty && digits.count <= 5 && rest.count <= 1 && rest.allSatisfy(\.isLetter)
    }
}
