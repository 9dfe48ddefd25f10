import Foundation

/// Measures words and breaks them into lines. One task at a time: it has fonts open.
package struct TextRuler {
    let fonts: [SheetFont: PDFFont]

    /// - Throws: `DrawingError` where the library lacks a face of Noto Sans or one cannot be opened.
    package init(_ library: FontLibrary) throws(DrawingError) {
        var fonts: [SheetFont: PDFFont] = [:]
        for font in SheetFont.allCases {
            guard let file = library.file(named: font.rawValue) else {
                throw DrawingError(
                    code: .unreadable, subject: font.rawValue,
                    message: "the font is not installed; install the package fonts-noto-core")
            }
            fonts[font] = try PDFFont(file)
        }
        self.fonts = fonts
    }

    /// Points that a line of words takes.
    package func width(of text: String, _ style: SheetTextStyle) -> Double {
        fonts[style.font]?.width(of: Self.settable(text), size: style.size) ?? 0
    }

    /// The words in lines of at most `width` points, broken at spaces, in longer words anywhere; at line ends as given, too.
    /// No words are one empty line.
    package func lines(of text: String, _ style: SheetTextStyle, width: Double) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { paragraph(String($0), style, width: width) }
    }

    /// The words cut to `width` points with an ellipsis where they are longer.
    package func cut(_ text: String, _ style: SheetTextStyle, width: Double) -> String {
        guard self.width(of: text, style) > width else { return text }
        var kept = text
        while !kept.isEmpty, self.width(of: kept + "…", style) > width { kept.removeLast() }
        return kept.trimmingCharacters(in: .whitespaces) + "…"
    }

    /// Composed letters and no control characters: one glyph for each Vietnamese letter, so that no shaping is needed.
    package static func settable(_ text: String) -> String {
        let composed = text.precomposedStringWithCanonicalMapping
        guard composed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return composed
        }
        return String(
            String.UnicodeScalarView(
                composed.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    private func paragraph(_ text: String, _ style: SheetTextStyle, width: Double) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in Self.settable(text).split(separator: " ").map(String.init) {
            let longer = line.isEmpty ? word : "\(line) \(word)"
            if self.width(of: longer, style) <= width {
                line = longer
                continue
            }
            if !line.isEmpty { lines.append(line) }
            let parts = pieces(of: word, style, width: width)
            lines += parts.dropLast()
            line = parts.last ?? ""
        }
        return lines + [line]
    }

    /// A word in pieces that fit; each has at least one letter.
    private func pieces(of word: String, _ style: SheetTextStyle, width: Double) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for letter in word {
            if !piece.isEmpty, self.width(of: piece + String(letter), style) > width {
                pieces.append(piece)
                piece = ""
            }
            piece.append(letter)
        }
        return pieces + [piece]
    }
}

extension FontLibrary {
    /// The font of a family and style, such as `Noto Sans Bold`; `nil` where the folders hold none.
    func file(named name: String) -> FontFile? { fonts[name] }
}
