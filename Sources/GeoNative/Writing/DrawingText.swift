import Foundation

/// Text as a DXF of AutoCAD 2000 holds it.
enum DrawingText {
    /// The text inside an OGR label style.
    static func quote(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// The drawing with every Latin-1 byte as `\U+00XX`.
    ///
    /// GDAL writes letters up to U+00FF as bytes and others as `\U+XXXX`; with the escapes alone a reader need not
    /// know the code page.
    static func escapeBytes(_ drawing: Data) -> Data {
        guard drawing.contains(where: { $0 >= 0x80 }) else { return drawing }
        var result = Data()
        result.reserveCapacity(drawing.count + drawing.count / 8)
        for byte in drawing {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(contentsOf: "\\U+00\(String(byte, radix: 16, uppercase: true))".utf8)
            }
        }
        return result
    }
}
