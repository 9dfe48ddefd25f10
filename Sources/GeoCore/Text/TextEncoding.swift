/// A text encoding met in Vietnamese files; the raw value is how `--encoding` writes it.
///
/// The `…-in-utf-8` forms are bytes of the named encoding that a program took for Windows-1252 or Latin-1 and saved
/// again as UTF-8 (`X· Phï C¸t`): valid UTF-8 that has to be undone.
package enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case tcvn3
    case vni
    case windows1258 = "windows-1258"
    case viqr
    case windows1252 = "windows-1252"
    case latin1 = "latin-1"
    case tcvn3InUTF8 = "tcvn3-in-utf-8"
    case vniInUTF8 = "vni-in-utf-8"
    case windows1258InUTF8 = "windows-1258-in-utf-8"
    case utf8InUTF8 = "utf-8-in-utf-8"

    /// Reads a name as people and files write it (`UTF8`, `CP1258`, `ANSI 1252`, `ABC`); `nil` for an unknown one.
    package init?(name: String) {
        let key = String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
        guard let found = Self.spellings[key] else { return nil }
        self = found
    }

    /// The encoding under a doubly saved form; itself for the others.
    package var inner: TextEncoding {
        switch self {
        case .tcvn3InUTF8: .tcvn3
        case .vniInUTF8: .vni
        case .windows1258InUTF8: .windows1258
        case .utf8InUTF8: .utf8
        default: self
        }
    }

    /// Whether the bytes are UTF-8 that holds another encoding's bytes as letters.
    package var isSavedAgain: Bool { inner != self }

    private static let spellings: [String: TextEncoding] = {
        var table: [String: TextEncoding] = [
            "utf8": .utf8, "65001": .utf8, "abc": .tcvn3, "tcvn": .tcvn3, "tcvn5712": .tcvn3, "tcvn57121": .tcvn3,
            "vniwindows": .vni, "cp1258": .windows1258, "1258": .windows1258, "ansi1258": .windows1258,
            "windowsvietnamese": .windows1258, "cp1252": .windows1252, "1252": .windows1252, "ansi1252": .windows1252,
            "windowslatin1": .windows1252, "iso88591": .latin1, "88591": .latin1,
        ]
        for encoding in allCases {
            table[encoding.rawValue.filter { $0.isLetter || $0.isNumber }] = encoding
        }
        return table
    }()
}

/// What `--encoding` asks for.
package enum TextEncodingChoice: Hashable, Sendable {
    /// Find the encoding of each column.
    case automatic
    case fixed(TextEncoding)

    /// Reads `auto` or an encoding's name; `nil` for anything else.
    package init?(_ text: String) {
        if text.lowercased() == "auto" {
            self = .automatic
        } else if let encoding = TextEncoding(name: text) {
            self = .fixed(encoding)
        } else {
            return nil
        }
    }
}

/// A value read from bytes, always in NFC, with what had to be done or cannot be undone.
package struct DecodedText: Hashable, Sendable {
    package var text: String
    package var remarks: TextRemarks

    package init(text: String, remarks: TextRemarks = []) {
        self.text = text
        self.remarks = remarks
    }
}

/// What was repaired or found lost in a text.
package struct TextRemarks: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The field's width cut the last letter; its bytes were left out.
    package static let cutLetter = TextRemarks(rawValue: 1)
    /// A `?` or U+FFFD stands between letters: letters are lost for good and are not guessed.
    package static let lostLetters = TextRemarks(rawValue: 2)
    /// `ƣ` (U+01A3) stood for `ư`.
    package static let repairedOI = TextRemarks(rawValue: 4)
    /// Character references such as `&#7879;` were resolved.
    package static let resolvedReferences = TextRemarks(rawValue: 8)
    /// Capital letters came from a capital font (`.VnTimeH`).
    package static let restoredCapitals = TextRemarks(rawValue: 16)
}
