/// Puts other addresses into an HLS playlist (RFC 8216), so that no line of it names the camera.
///
/// Lines that are addresses, and the `URI` attributes of tags, are replaced by what a closure answers; a line or a tag for which
/// it has no answer is left out. So are comments, titles of segments and every tag that this program does not know, since a
/// camera may have written its own address there.
package struct PlaylistRewriter: Sendable {
    /// `nil` unless the text is a playlist: its first line is `#EXTM3U`.
    package init?(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, first.drop(while: { $0 == "\u{FEFF}" }).hasPrefix("#EXTM3U") else { return nil }
        self.lines = lines.dropFirst().map { $0.trimmed }
    }

    private let lines: [Substring]

    /// The playlist with every address replaced.
    ///
    /// - Parameter replacing: Takes an address as the playlist writes it, often relative; `nil` leaves it out.
    package func rewritten(_ replacing: (String) -> String?) -> String {
        var result = ["#EXTM3U"]
        for line in lines where !line.isEmpty {
            if line.first == "#" {
                if let tag = Self.rewritten(tag: line, replacing) { result.append(tag) }
            } else if let address = replacing(String(line)), Self.isOneLine(address) {
                result.append(address)
            }
        }
        return result.joined(separator: "\n") + "\n"
    }

    private static func rewritten(tag: Substring, _ replacing: (String) -> String?) -> String? {
        let colon = tag.firstIndex(of: ":")
        let name = tag[..<(colon ?? tag.endIndex)]
        if name == "#EXTINF" { return String(tag.prefix { $0 != "," }) + "," }
        if plain.contains(String(name)) { return String(tag) }
        guard addressed.contains(String(name)), let colon else { return nil }
        guard let attributes = AttributeList(tag[tag.index(after: colon)...]) else { return nil }
        return attributes.replacing("URI", replacing).map { "\(name):\($0)" }
    }

    private static func isOneLine(_ address: String) -> Bool {
        !address.isEmpty && !address.contains(where: \.isNewline) && address.first != "#"
    }

    /// Tags whose values are numbers, names of codecs or times.
    private static let plain: Set<String> = [
        "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE", "#EXT-X-DISCONTINUITY-SEQUENCE",
        "#EXT-X-ENDLIST", "#EXT-X-PLAYLIST-TYPE", "#EXT-X-I-FRAMES-ONLY", "#EXT-X-INDEPENDENT-SEGMENTS", "#EXT-X-START",
        "#EXT-X-BYTERANGE", "#EXT-X-DISCONTINUITY", "#EXT-X-PROGRAM-DATE-TIME", "#EXT-X-GAP",
        "#EXT-X-BITRATE", "#EXT-X-STREAM-INF", "#EXT-X-SERVER-CONTROL", "#EXT-X-PART-INF", "#EXT-X-SKIP",
    ]

    /// Tags whose attributes name an address.
    private static let addressed: Set<String> = [
        "#EXT-X-KEY", "#EXT-X-MAP", "#EXT-X-MEDIA", "#EXT-X-I-FRAME-STREAM-INF", "#EXT-X-SESSION-KEY", "#EXT-X-PART",
        "#EXT-X-PRELOAD-HINT", "#EXT-X-RENDITION-REPORT",
    ]
}

/// The attributes of a tag (RFC 8216, 4.2): names, values, and quotes around those that may hold commas.
private struct AttributeList {
    private var pairs: [(name: Substring, value: Substring)] = []

    init?(_ text: Substring) {
        var rest = text
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals].trimmed
            rest = rest[rest.index(after: equals)...]
            guard let value = Self.takeValue(&rest) else { return nil }
            pairs.append((name, value))
        }
    }

    /// Takes a value with its quotes and the comma after it.
    private static func takeValue(_ rest: inout Substring) -> Substring? {
        var end = rest.startIndex
        if rest.first == "\"" {
            guard let close = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            end = rest.index(after: close)
        } else {
            end = rest.firstIndex(of: ",") ?? rest.endIndex
        }
        let value = rest[..<end]
        rest = rest[end...]
        guard rest.isEmpty || rest.first == "," else { return nil }
        rest = rest.dropFirst()
        return value
    }

    /// The list with the value of an attribute replaced; `nil` where there is no other value for it.
    func replacing(_ name: String, _ replacing: (String) -> String?) -> String? {
        var parts: [String] = []
        for pair in pairs {
            guard pair.name == name else {
                parts.append("\(pair.name)=\(pair.value)")
                continue
            }
            let address = String(pair.value.drop { $0 == "\"" }.prefix { $0 != "\"" })
            guard let other = replacing(address), !other.contains("\""), !other.contains(where: \.isNewline) else {
                return nil
            }
            parts.append("URI=\"\(other)\"")
        }
        return parts.joined(separator: ",")
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return start.prefix(0) }
        return start[...last]
    }
}
