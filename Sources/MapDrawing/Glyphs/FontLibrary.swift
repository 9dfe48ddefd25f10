import Foundation

/// A font inside a file.
struct FontFile: Hashable, Sendable {
    var path: String
    var index: Int
}

/// The fonts of some folders by family and style, and the glyph files made from them.
///
/// A value that many tasks may share: fonts are opened for each glyph file anew, which costs little beside making it. The
/// caller caches the files.
package struct FontLibrary: Sendable {
    let fonts: [String: FontFile]

    /// Looks for `.ttf`, `.otf` and `.ttc` files in the folders and below; what FreeType cannot read is passed over, and a folder that
    /// does not exist holds none. Of two fonts with one name the one in the earlier folder counts, then the earlier path.
    package init(folders: [String]) {
        var fonts: [String: FontFile] = [:]
        var seen: Set<String> = []
        for path in folders.flatMap(Self.fontPaths) where seen.insert(path).inserted {
            for (name, font) in Self.names(inFile: path) where fonts[name] == nil { fonts[name] = font }
        }
        self.fonts = fonts
    }

    /// `Noto Sans Bold` and the like, sorted.
    package var names: [String] { fonts.keys.sorted() }

    /// A glyph file (`glyphs.proto` of MapLibre), or `nil` where no font of the stack is known.
    ///
    /// Each character comes from the first font of the stack that has it, all on the baseline of the first.
    ///
    /// - Parameter fontstack: Names with commas between them, as the path has them.
    /// - Throws: `DrawingError` where a font has become unreadable since the folders were searched.
    package func glyphs(fontstack: String, range: GlyphRange) throws(DrawingError) -> [UInt8]? {
        let stack = fontstack.split(separator: ",").prefix(Self.mostFonts)
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .compactMap { name in fonts[name].map { (name, $0) } }
        guard !stack.isEmpty else { return nil }
        var file = GlyphFile(name: stack.map(\.0).joined(separator: ","), range: range)
        var missing = range.scalars
        var ascender: Int?
        for (_, font) in stack where !missing.isEmpty {
            var face = try FreeTypeFace(font)
            let line = ascender ?? face.ascender
            ascender = line
            missing = missing.filter { scalar in
                guard let glyph = face.glyph(of: scalar) else { return true }
                file.append(glyph, of: scalar, ascender: line)
                return false
            }
        }
        return file.bytes
    }

    private static let mostFonts = 16

    private static func fontPaths(in folder: String) -> [String] {
        let endings = [".ttf", ".otf", ".ttc"]
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return files.filter { file in endings.contains { file.lowercased().hasSuffix($0) } }.sorted()
            .map { "\(folder)/\($0)" }
    }

    private static func names(inFile path: String) -> [(String, FontFile)] {
        var names: [(String, FontFile)] = []
        var (index, count) = (0, 1)
        while index < min(count, 64) {
            let font = FontFile(path: path, index: index)
            index += 1
            do {
                let face = try FreeTypeFace(font)
                count = face.fontCount
                if let name = face.name { names.append((name, font)) }
            } catch {
                continue
            }
        }
        return names
    }
}
