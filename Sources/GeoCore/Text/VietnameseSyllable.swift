/// Tells well-formed Vietnamese syllables from other words: onset, nucleus and coda with at most one tone.
///
/// A word is well formed when its onset exists, its rime exists, the spelling rules that tie them hold (`k`, `gh`
/// and `ngh` before e ê i y; `c`, `g` and `ng` before the others), a stop coda carries sắc or nặng, the tone sits
/// on a vowel that either of the two orthographies allows, and no capital follows a small letter.
package enum VietnameseSyllable {
    /// Whether the whole text is one well-formed syllable; NFC is expected.
    package static func isWellFormed(_ text: some StringProtocol) -> Bool {
        var letters: [VietnameseLetter] = []
        for scalar in text.unicodeScalars {
            guard letters.count < 8, let letter = VietnameseLetter(scalar) else { return false }
            letters.append(letter)
        }
        return isWellFormed(letters[...])
    }

    /// Whether the text could be a name of the highland peoples as Vietnamese letters write it (`Đăk`, `Drông`,
    /// `Krái`): up to three consonants, one vowel or `ia`, `ua`, `ie`, at most one more letter or `ng`, and no tone
    /// but sắc and nặng.
    package static func isHighlandName(_ text: some StringProtocol) -> Bool {
        var letters: [VietnameseLetter] = []
        for scalar in text.unicodeScalars {
            guard letters.count < 8, let letter = VietnameseLetter(scalar) else { return false }
            letters.append(letter)
        }
        let onset = letters.prefix { !$0.isVowel }.count
        guard hasConsistentCase(letters[...]), onset <= 3 else { return false }
        return isHighlandRime(letters.dropFirst(onset))
    }

    private static func isHighlandRime(_ rime: ArraySlice<VietnameseLetter>) -> Bool {
        let tones = rime.filter { $0.tone != .ngang }
        guard tones.count <= 1, tones.allSatisfy({ $0.tone == .sac || $0.tone == .nang }) else { return false }
        let letters = String(String.UnicodeScalarView(rime.map { VietnameseLetter.alphabet[Int($0.index)] }))
        let nucleus = ["ia", "ua", "ie", "iê"].first { letters.hasPrefix($0) }.map { $0.count } ?? 1
        guard rime.prefix(nucleus).allSatisfy(\.isVowel), rime.count >= nucleus else { return false }
        return ["", "c", "k", "h", "l", "m", "n", "ng", "nh", "p", "r", "t", "i", "o", "u", "y"]
            .contains(String(letters.dropFirst(nucleus)))
    }

    static func isWellFormed(_ letters: ArraySlice<VietnameseLetter>) -> Bool {
        guard !letters.isEmpty, hasConsistentCase(letters) else { return false }
        let onset = Onset(of: letters)
        guard let kind = onset.kind, let rime = RimeAutomaton.shared.rime(letters[onset.end...]) else { return false }
        return kind.allows(letters[onset.end]) && carriesLegalTone(letters, rimeStart: onset.end, rime)
    }

    private static func hasConsistentCase(_ letters: ArraySlice<VietnameseLetter>) -> Bool {
        let rest = letters.dropFirst()
        let capitals = rest.count { $0.isCapital }
        if capitals == 0 { return true }
        return capitals == rest.count && letters[letters.startIndex].isCapital
    }

    private static func carriesLegalTone(
        _ letters: ArraySlice<VietnameseLetter>, rimeStart: Int, _ rime: RimeAutomaton.Rime
    ) -> Bool {
        var toned: Int?
        for position in letters.indices where letters[position].tone != .ngang {
            guard toned == nil else { return false }
            toned = position
        }
        guard let toned else { return !rime.endsInStop }
        guard toned >= rimeStart, rime.tonePositions >> (toned - rimeStart) & 1 == 1 else { return false }
        let tone = letters[toned].tone
        return !rime.endsInStop || tone == .sac || tone == .nang
    }
}

/// The consonants before the rime and what they ask of its first vowel.
private struct Onset {
    enum Kind {
        case any
        case beforeFront
        case beforeBack

        func allows(_ vowel: VietnameseLetter) -> Bool {
            let isFront = Onset.front.contains(vowel.index)
            switch self {
            case .any: return true
            case .beforeFront: return isFront
            case .beforeBack: return !isFront
            }
        }
    }

    var kind: Kind?
    var end: Int

    init(of letters: ArraySlice<VietnameseLetter>) {
        end = letters.firstIndex { $0.isVowel } ?? letters.endIndex
        guard end - letters.startIndex <= 3, end < letters.endIndex else { return }
        let name = letters[..<end].map { VietnameseLetter.alphabet[Int($0.index)] }
        let text = String(String.UnicodeScalarView(name))
        kind = Self.kinds[text]
        absorbGlide(after: text, letters)
    }

    /// `qu` and `gi` end in a vowel letter that belongs to the onset.
    private mutating func absorbGlide(after text: String, _ letters: ArraySlice<VietnameseLetter>) {
        let next = end + 1
        let vowel = VietnameseLetter.alphabet[Int(letters[end].index)]
        if text == "q" {
            let isGlide = vowel == "u" && letters[end].tone == .ngang && next < letters.endIndex
            kind = isGlide ? .any : nil
            if isGlide { end = next }
        } else if text == "g", vowel == "i", letters[end].tone == .ngang, next < letters.endIndex {
            guard letters[next].isVowel, letters[next].index != Self.eCircumflex else {
                kind = .any
                return
            }
            kind = .any
            end = next
        } else if text == "g", vowel == "i" {
            kind = .any
        }
    }

    static let front = indices(of: "eêiy")
    static let eCircumflex = indices(of: "ê").first ?? 0

    static func indices(of text: String) -> Set<UInt8> {
        Set(text.unicodeScalars.compactMap { VietnameseLetter($0)?.index })
    }

    static let kinds: [String: Kind] = {
        var table: [String: Kind] = ["k": .beforeFront, "gh": .beforeFront, "ngh": .beforeFront]
        for name in ["c", "g", "ng"] { table[name] = .beforeBack }
        let free = " b ch d đ h kh l m n nh p ph q r s t th tr v x".split(
            separator: " ", omittingEmptySubsequences: false)
        for name in free { table[String(name)] = .any }
        return table
    }()
}

/// A deterministic automaton over the letters of the rimes: one row of 33 transitions for each state.
struct RimeAutomaton: Sendable {
    struct Rime: Sendable {
        var endsInStop: Bool
        /// Bit n is set where the tone may sit on the rime's letter n.
        var tonePositions: UInt8
    }

    static let shared = RimeAutomaton()

    private var next: [UInt8] = []
    private var accepted: [Rime?] = []

    private static let rimes = """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep \
        et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam \
        oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi \
        ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm \
        uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt \
        ươu ưt ưu y ych yêm yên yêng yêt yêu ynh yt
        """

    private init() {
        addState()
        for rime in Self.rimes.split(separator: " ") { insert(rime) }
    }

    /// The rime that the letters spell, tones aside; `nil` where there is none.
    func rime(_ letters: ArraySlice<VietnameseLetter>) -> Rime? {
        var state = 0
        for letter in letters {
            state = Int(next[state * VietnameseLetter.alphabet.count + Int(letter.index)])
            if state == 0 { return nil }
        }
        return accepted[state]
    }

    private mutating func addState() {
        next.append(contentsOf: repeatElement(0, count: VietnameseLetter.alphabet.count))
        accepted.append(nil)
    }

    private mutating func insert(_ rime: Substring) {
        let letters = rime.unicodeScalars.compactMap { VietnameseLetter($0) }
        var state = 0
        for letter in letters {
            let slot = state * VietnameseLetter.alphabet.count + Int(letter.index)
            if next[slot] == 0 {
                next[slot] = UInt8(accepted.count)
                addState()
            }
            state = Int(next[slot])
        }
        let endsInStop = ["c", "ch", "p", "t"].contains { rime.hasSuffix($0) }
        accepted[state] = Rime(endsInStop: endsInStop, tonePositions: Self.tonePositions(rime, letters))
    }

    /// The last marked vowel takes the tone; else the second of three or before a coda, else the first; open
    /// `oa`, `oe` and `uy` are written both ways.
    private static func tonePositions(_ rime: Substring, _ letters: [VietnameseLetter]) -> UInt8 {
        if let marked = letters.lastIndex(where: { $0.isMarked }) { return 1 << UInt8(marked) }
        let vowels = letters.prefix { $0.isVowel }.count
        if vowels == 1 { return 1 }
        if ["oa", "oe", "uy"].contains(rime) { return 0b11 }
        return vowels == 3 || vowels < letters.count ? 0b10 : 0b01
    }
}
