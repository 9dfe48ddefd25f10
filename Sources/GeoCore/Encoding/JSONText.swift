/// Appends JSON tokens in UTF-8 to a buffer.
package enum JSONText {
    /// A string with its quotes; control characters, quotes and backslashes are escaped, everything else goes out as it is.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if let special = bytes[start...].firstIndex(where: needsEscape) {
            let tail = Array(bytes[special...])
            bytes.removeSubrange(special...)
            for byte in tail { appendEscaped(byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// An attribute value; a number that is not finite is `null`, since JSON has none.
    package static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .integer(let number): append(number, to: &bytes)
        case .real(let number): append(number, to: &bytes)
        case .text(let text): append(text, to: &bytes)
        case .boolean(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        }
    }

    /// The shortest text that reads back as the same number; without exponent from 0.0001 to below 2^54.
    package static func append(_ number: Double, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: number.isFinite ? number.description.utf8 : "null".utf8)
    }

    /// A whole number.
    package static func append(_ number: Int64, to bytes: inout [UInt8]) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(number.magnitude, width: 1, to: &bytes)
    }

    /// A number rounded to so many decimals, without trailing zeros, never with an exponent.
    ///
    /// - Parameter decimals: 0 to 9. Where the number has more than 18 digits with them, its shortest text goes out instead.
    package static func append(_ number: Double, decimals: Int, to bytes: inout [UInt8]) {
        let scale = powersOfTen[decimals]
        let scaled = (number * Double(scale)).rounded()
        guard abs(scaled) < 1e18 else {
            append(number, to: &bytes)
            return
        }
        if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
        var (whole, fraction) = UInt64(abs(scaled)).quotientAndRemainder(dividingBy: scale)
        appendDigits(whole, width: 1, to: &bytes)
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var width = decimals
        while case (let shorter, 0) = fraction.quotientAndRemainder(dividingBy: 10) {
            (fraction, width) = (shorter, width - 1)
        }
        whole = fraction
        appendDigits(whole, width: width, to: &bytes)
    }

    private static let powersOfTen: [UInt64] = (0...9).map { (0..<$0).reduce(1) { power, _ in power * 10 } }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
        case 0..<0x20:
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(hexadecimal(byte >> 4))
            bytes.append(hexadecimal(byte & 15))
        default: bytes.append(byte)
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    /// At least `width` decimal digits.
    private static func appendDigits(_ number: UInt64, width: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        var rest = number
        var count = 0
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
            count += 1
        } while rest > 0 || count < width
        bytes[start...].reverse()
    }
}
