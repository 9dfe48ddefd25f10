/// What the header section of a DXF says about its text.
struct DrawingHeader {
    /// `$DWGCODEPAGE`, such as `ANSI_1252`; `nil` where absent.
    let codePage: String?
    /// `$ACADVER`, such as `AC1027`; `nil` where absent.
    let version: String?

    /// Takes the beginning of the file.
    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
        codePage = Self.value(of: "$DWGCODEPAGE", in: lines)
        version = Self.value(of: "$ACADVER", in: lines)
    }

    /// AC1021 is AutoCAD 2007, the first whose text is UTF-8.
    var isUnicode: Bool {
        guard let version, version.hasPrefix("AC"), let number = Int(version.dropFirst(2)) else { return false }
        return number >= 1021
    }

    /// A variable's name is followed by a group code and then its value.
    private static func value(of name: String, in lines: [Substring]) -> String? {
        guard let index = lines.firstIndex(where: { $0.drop { $0 == " " } == name }) else { return nil }
        guard lines.indices.contains(index + 2) else { return nil }
        let value = lines[index + 2].split(separator: " ").joined(separator: " ")
        return value.isEmpty ? nil : value
    }
}
