package import Foundation
import GeoCore
import MapDrawing
import Synchronization

/// Glyphs and sprites for styles: drawn when first asked for, then kept.
package actor DrawingService {
    let fonts: FontLibrary
    private let iconsFolder: URL
    private var glyphRanges: [String: [UInt8]] = [:]
    private var sheets: [Int: SpriteSheet] = [:]

    /// Where Debian's font packages put their files.
    private static let fontFolders = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/truetype"]
    /// Glyph ranges kept: all of the Basic Multilingual Plane for three fonts.
    private static let rangeLimit = 768

    package init(iconsFolder: URL) {
        fonts = FontLibrary(folders: Self.fontFolders)
        self.iconsFolder = iconsFolder
    }

    /// The glyphs `first`–`last` of a font stack as MapLibre's protocol buffer.
    ///
    /// - Throws: `notFound` for a range that is not 256 characters from a multiple of 256, or where no font is known.
    package func glyphs(stack: String, first: Int, last: Int) throws -> [UInt8] {
        guard let range = GlyphRange(start: first), last == first + 255 else {
            throw EngineError(.notFound, "Glyph ranges are 0-255, 256-511 and so on to 65280-65535.")
        }
        let key = "\(stack)/\(range)"
        if let known = glyphRanges[key] { return known }
        guard let bytes = try fonts.glyphs(fontstack: stack, range: range) else {
            throw EngineError(
                .notFound, "There is no font “\(stack)”; styles here use Noto Sans Regular, Bold and Italic.")
        }
        if glyphRanges.count >= Self.rangeLimit { glyphRanges.removeAll() }
        glyphRanges[key] = bytes
        return bytes
    }

    /// The sprite sheet of the workspace's icons at scale 1 or 2.
    ///
    /// - Throws: `notFound` for any name but `bando`.
    package func sprite(_ name: String, scale: Int) throws -> (json: [UInt8], png: [UInt8]) {
        guard name == "bando" else {
            throw EngineError(.notFound, "There is no sprite “\(name)”; the styles here use “bando”.")
        }
        if let sheet = sheets[scale] { return (sheet.json, sheet.png) }
        let sheet = try SpriteSheet(folder: iconsFolder.path, scale: scale)
        sheets[scale] = sheet
        return (sheet.json, sheet.png)
    }
}
