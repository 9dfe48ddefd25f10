/// The name of an administrative unit or place with its type word apart: `Xã Phù Cát` is `xã` and `Phù Cát`.
package struct UnitName: Hashable, Sendable {
    /// The type word in full and lower-case (`thị trấn`), `nil` where the text has none.
    package var type: String?
    /// The text without its type word.
    package var name: String

    /// Takes a leading type word or its abbreviation off (`P.`, `TX.`, `X.`, `KP`); a name never becomes empty.
    package init(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        name = words.joined(separator: " ")
        for prefix in Self.prefixes {
            guard let rest = Self.strip(prefix.words, from: words) else { continue }
            (type, name) = (prefix.type, rest)
            return
        }
        abbreviation(words)
    }

    private mutating func abbreviation(_ words: [String]) {
        guard let first = words.first else { return }
        for (short, type) in Self.abbreviations {
            let folded = SearchText.comparisonKey(String(first.prefix(short.count + 1)))
            let hasDot = first.dropFirst(short.count).hasPrefix(".")
            guard folded == short || hasDot && folded == short, first.prefix(short.count).lowercased() == short else {
                continue
            }
            let glued = String(first.dropFirst(short.count + (hasDot ? 1 : 0)))
            guard hasDot || glued.isEmpty else { continue }
            let rest = ([glued] + words.dropFirst()).filter { !$0.isEmpty }
            // "P 1" is a ward; a lone "H" or "X" without a dot may be anything.
            guard !rest.isEmpty, hasDot || short.count > 1 else { continue }
            (self.type, name) = (type, rest.joined(separator: " "))
            return
        }
    }

    private static func strip(_ prefix: [String], from words: [String]) -> String? {
        guard words.count > prefix.count else { return nil }
        for (word, expected) in zip(words, prefix) where SearchText.comparisonKey(word) != expected {
            guard SearchText.folded(word) == SearchText.folded(expected), word.utf8.allSatisfy({ $0 < 0x80 }) else {
                return nil
            }
        }
        return words.dropFirst(prefix.count).joined(separator: " ")
    }

    private struct Prefix: Sendable {
        var type: String
        var words: [String]
    }

    /// Longer ones first, so that `thị trấn` is not `thị` and a name.
    private static let prefixes: [Prefix] = [
        "thành phố", "thị trấn", "thị xã", "đặc khu", "khu phố", "tổ dân phố", "quốc lộ", "tỉnh lộ", "hương lộ",
        "đường tỉnh", "tỉnh", "huyện", "quận", "phường", "xã", "đường", "phố", "hẻm", "kiệt", "ngõ", "thôn", "ấp",
        "tổ", "làng", "khóm", "bản", "buôn", "xóm",
    ].map { Prefix(type: $0, words: $0.split(separator: " ").map { SearchText.comparisonKey(String($0)) }) }

    private static let abbreviations: [(String, String)] = [
        ("tdp", "tổ dân phố"), ("tp", "thành phố"), ("tx", "thị xã"), ("tt", "thị trấn"), ("kp", "khu phố"),
        ("đk", "đặc khu"), ("p", "phường"), ("x", "xã"), ("h", "huyện"), ("q", "quận"), ("t", "tỉnh"), ("đ", "đường"),
    ]
}
