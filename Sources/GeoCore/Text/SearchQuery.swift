/// What a person typed, compared with names word by word: diacritics that were typed count, those left out do not.
package struct SearchQuery: Hashable, Sendable {
    private let words: [Word]
    /// Whether the last word may be the beginning of one, as while typing.
    private let completesLastWord: Bool

    /// - Parameter completesLastWord: Let the last word match the beginning of a word.
    package init(_ text: String, completesLastWord: Bool = false) {
        words = SearchText.tokens(text).map { Word($0) }
        self.completesLastWord = completesLastWord
    }

    package var isEmpty: Bool { words.isEmpty }

    /// How well a name answers; `nil` where a word of the query is not in it, in the order typed.
    ///
    /// Better ranks are greater: more typed diacritics agree, then fewer other words stand in the name.
    package func rank(_ name: String) -> SearchRank? { rank(tokens: SearchText.tokens(name).map { Word($0) }) }

    private func rank(tokens: [Word]) -> SearchRank? {
        var quality = 0
        var position = 0
        for (index, word) in words.enumerated() {
            let mayComplete = completesLastWord && index == words.count - 1
            var best: Int?
            while position < tokens.count, best == nil {
                best = word.agreement(with: tokens[position], mayComplete: mayComplete)
                position += 1
            }
            guard let best else { return nil }
            quality += best
        }
        let startsName = !tokens.isEmpty && words.first?.agreement(with: tokens[0], mayComplete: true) != nil
        return SearchRank(
            quality: quality, possible: words.count * Word.exact, extraWords: tokens.count - words.count,
            startsName: startsName)
    }
}

/// How well a name answers a query.
package struct SearchRank: Hashable, Sendable, Comparable {
    /// Points for the words: 4 equal, 3 begun equal, 2 typed marks agree, 1 equal without marks.
    package var quality: Int
    /// The points that would have been reached by equality.
    package var possible: Int
    package var extraWords: Int
    package var startsName: Bool

    package static func < (left: SearchRank, right: SearchRank) -> Bool {
        (left.quality, left.startsName ? 1 : 0, -left.extraWords)
            < (right.quality, right.startsName ? 1 : 0, -right.extraWords)
    }
}

extension SearchQuery {
    /// A word with its folded form.
    struct Word: Hashable, Sendable {
        static let exact = 4

        var text: String
        var folded: String

        init(_ text: String) {
            self.text = text
            folded = SearchText.folded(text)
        }

        /// 4 to 1 as in `SearchRank.quality`, `nil` where the words differ even without marks.
        func agreement(with other: Word, mayComplete: Bool) -> Int? {
            if text == other.text { return Self.exact }
            guard folded == other.folded || mayComplete && other.folded.hasPrefix(folded) else {
                return Self.loose(folded) == Self.loose(other.folded) ? 0 : nil
            }
            if mayComplete, other.text.hasPrefix(text) { return 3 }
            return typedMarksAgree(with: other) ? 2 : 1
        }

        /// Whether every letter typed with a tone or shape has that tone or shape in the name.
        private func typedMarksAgree(with other: Word) -> Bool {
            zip(text.unicodeScalars, other.text.unicodeScalars).allSatisfy { typed, meant in
                guard let typed = VietnameseLetter(typed), let meant = VietnameseLetter(meant) else {
                    return typed == meant
                }
                let toneAgrees = typed.tone == .ngang || typed.tone == meant.tone
                let shapeAgrees = typed.index == meant.index || !Self.isShaped(typed)
                return toneAgrees && shapeAgrees
            }
        }

        private static func isShaped(_ letter: VietnameseLetter) -> Bool { VietnameseLetter.shaped[Int(letter.index)] }

        /// `Mỹ` and `Mĩ`, `Đắk` and `Đắc` are one name to people.
        private static func loose(_ folded: String) -> String {
            guard let last = folded.last, folded.count >= 2 else { return folded }
            let stem = folded.dropLast()
            if last == "y", let before = stem.last, "hklmstv".contains(before) { return stem + "i" }
            return last == "k" ? stem + "c" : folded
        }
    }
}
