/// Finds in a text what tells who somebody is, so that it can be made public without.
package enum PersonalData {
    /// The text with telephone and identity numbers, e-mail addresses and vehicle plates replaced by `•••`.
    ///
    /// A number is personal where it has 9 digits or more, with spaces, dots, dashes and brackets between them; a plate is two
    /// digits, one or two letters, perhaps one more digit, and four or five digits (`77C1-123.45`). Names cannot be found so:
    /// whoever publishes reads the text.
    package static func masked(_ text: String) -> String {
        maskedRuns(Array(maskedMail(text)))
    }

    private static let mask = "•••"

    private static func maskedMail(_ text: String) -> String {
        var result = ""
        var word = ""
        func end() {
            result += isMailAddress(word) ? mask : word
            word = ""
        }
        for character in text {
            guard character.isWhitespace || ",;<>()[]".contains(character) else {
                word.append(character)
                continue
            }
            end()
            result.append(character)
        }
        end()
        return result
    }

    /// Also several that nothing parts.
    private static func isMailAddress(_ word: String) -> Bool {
        let sides = word.split(separator: "@", omittingEmptySubsequences: false)
        guard let first = sides.first, let last = sides.last, sides.count > 1 else { return false }
        return !first.isEmpty && last.dropFirst().dropLast().contains(".")
    }

    private static func maskedRuns(_ characters: [Character]) -> String {
        var result = ""
        var index = 0
        while index < characters.count {
            let isAtStart = index == 0 || !isLetterOrDigit(characters[index - 1])
            if isAtStart, let end = plateEnd(characters, index) ?? numberEnd(characters, index) {
                result += mask
                index = end
            } else {
                result.append(characters[index])
                index += 1
            }
        }
        return result
    }

    private static func numberEnd(_ text: [Character], _ start: Int) -> Int? {
        var (index, digits, end) = (start, 0, start)
        while index < text.count {
            if isDigit(text[index]) {
                digits += 1
                end = index + 1
            } else if !isSeparator(text[index]) || index > end + 2 {
                break
            }
            index += 1
        }
        let begins = isDigit(text[start]) || text[start] == "+" || text[start] == "("
        return begins && digits >= 9 ? end : nil
    }

    private static func plateEnd(_ text: [Character], _ start: Int) -> Int? {
        var index = start
        func run(_ most: Int, _ isWanted: (Character) -> Bool) -> Int {
            let from = index
            while index < text.count, index - from < most, isWanted(text[index]) { index += 1 }
            return index - from
        }
        guard run(2, isDigit) == 2 else { return nil }
        _ = run(1) { $0 == "-" }
        let series = index
        guard run(2, { $0.isASCII && $0.isLetter }) > 0 else { return nil }
        // In small letters and with a space it is rather a measure: 50km 1200.
        let isWritten = text[series..<index].allSatisfy(\.isUppercase)
        _ = run(1, isDigit)
        _ = run(1) { "-.".contains($0) || isWritten && $0 == " " }
        let first = run(5, isDigit)
        let hasDot = first == 3 && run(1, { $0 == "." }) == 1
        let count = first + (hasDot ? run(2, isDigit) : 0)
        let isWhole = index == text.count || !isLetterOrDigit(text[index])
        return isWhole && (4...5).contains(count) ? index : nil
    }

    /// Full-width digits, which some telephones write, are digits too.
    private static func isDigit(_ character: Character) -> Bool {
        character.isWholeNumber && (character.isASCII || ("０"..."９").contains(character))
    }

    /// What people write between the digits of a number, up to three of them: spaces of all kinds, dots, dashes, brackets.
    private static func isSeparator(_ character: Character) -> Bool {
        ".-()+_‐‑‒–—".contains(character) || character.isWhitespace && !character.isNewline
    }

    private static func isLetterOrDigit(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
