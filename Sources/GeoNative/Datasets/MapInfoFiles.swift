import Foundation

/// The files of a MapInfo table or interchange file, and the character set that their header declares.
struct MapInfoFiles {
    let path: SourcePath
    /// `WindowsLatin1`, `Neutral`, …; `nil` where the header names none.
    let charset: String?
    private let header: [UInt8]

    /// The header of a TAB is the whole file; that of a MIF ends with the line `Data`.
    private static let headerLimit = 1 << 20

    init(_ path: SourcePath) throws(NativeError) {
        self.path = path
        let companions = path.format == .mapInfoTable ? ["dat", "map", "id"] : ["mid"]
        header = VirtualFile.bytes(of: path.native, count: Self.headerLimit)
        charset = Self.lines(header).lazy.compactMap { Self.charset(in: $0.text) }.first
        for ending in companions where path.companion(ending) == nil && Self.needs(ending, header) {
            throw NativeError(
                .missingCompanion,
                "\(path.named) has no .\(ending) beside it; ask for the complete set "
                    + "(.\(path.format.endings[0]), .\(companions.joined(separator: ", ."))).", path: path.named)
        }
    }

    /// Whether GDAL would convert the text, and lose bytes that the declared set does not have.
    var declaresCharset: Bool {
        guard let charset else { return false }
        return charset.lowercased() != "neutral"
    }

    /// Puts the same files into an overlay, with a header that declares no character set; returns the path to open.
    func neutralize(in overlay: SourceOverlay) throws(NativeError) -> String {
        let stem = path.stem
        let ending = path.format.endings[0]
        for companion in ["dat", "map", "id", "ind", "mid"] {
            guard let file = path.companion(companion) else { continue }
            try overlay.link("\(stem).\(companion)", to: file)
        }
        try overlay.write(try neutralHeader() + rest(), to: "\(stem).\(ending)")
        return overlay.path("\(stem).\(ending)")
    }

    private func rest() throws(NativeError) -> [UInt8] {
        guard let size = VirtualFile.size(of: path.native), size > Int64(header.count) else { return [] }
        return VirtualFile.bytes(
            of: path.native, from: Int64(header.count), count: Int(size) - header.count)
    }

    private func neutralHeader() throws(NativeError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(header.count)
        var inData = false
        for line in Self.lines(header) {
            if !inData, let charset = Self.charset(in: line.text) {
                result += Self.replacing(Array(charset.utf8), in: line.bytes, with: Array("Neutral".utf8))
            } else {
                result += line.bytes
            }
            inData = inData || line.text.trimmingCharacters(in: .whitespaces).lowercased() == "data"
        }
        return result
    }
}

extension MapInfoFiles {
    /// A table without objects has no `.map` and no `.id`, an interchange file without columns no `.mid`.
    private static func needs(_ ending: String, _ header: [UInt8]) -> Bool {
        switch ending {
        case "dat": lines(header).contains { $0.text.lowercased().hasPrefix("type native") }
        case "mid": !lines(header).contains { $0.text.lowercased().split(separator: " ") == ["columns", "0"] }
        default: false
        }
    }

    private static func lines(_ bytes: [UInt8]) -> [(bytes: ArraySlice<UInt8>, text: String)] {
        var result: [(bytes: ArraySlice<UInt8>, text: String)] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.endIndex
            let line = bytes[start..<end]
            let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            result.append((line, text))
            if text.lowercased() == "data" {
                if end < bytes.endIndex { result.append((bytes[end...], "")) }
                break
            }
            start = end
        }
        return result
    }

    /// `!charset WindowsLatin1`, `Charset "WindowsLatin1"` or `Type NATIVE Charset "WindowsLatin1"`.
    private static func charset(in line: String) -> String? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard let index = words.firstIndex(where: { ["!charset", "charset"].contains($0.lowercased()) }),
            index == 0 || words[0].lowercased() == "type", words.indices.contains(index + 1)
        else { return nil }
        return words[index + 1].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }

    private static func replacing(
        _ old: [UInt8], in line: ArraySlice<UInt8>, with new: [UInt8]
    ) -> [UInt8] {
        guard let range = line.firstRange(of: old) else { return Array(line) }
        return Array(line[..<range.lowerBound]) + new + Array(line[range.upperBound...])
    }
}
