/// Reads JSON (RFC 8259) strictly, within limits.
///
/// Names that come twice in an object, lone surrogates and bytes that are not UTF-8 are refused; a byte order mark is skipped.
package struct JSONReader {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private(set) var offset = 0
    private var depth = 0
    private var values = 0

    /// - Throws: `JSONError` where the text is longer than the limit.
    package init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self.bytes = bytes
        self.limits = limits
        guard bytes.count <= limits.maxBytes else {
            throw error(.tooLarge, "the text has \(bytes.count) bytes; at most \(limits.maxBytes) are read")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// The whole text as a tree.
    package static func value(
        from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONValue {
        var reader = try JSONReader(bytes, limits: limits)
        let value = try reader.value()
        try reader.expectEnd()
        return value
    }

    /// Reads one value as a tree.
    mutating func value() throws(JSONError) -> JSONValue {
        values += 1
        guard values <= limits.maxValues else {
            throw error(.tooLarge, "there are more than \(limits.maxValues) values")
        }
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try members())
        case UInt8(ascii: "["): return .array(try elements())
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    /// Reads an object, handing each name to the closure, which must read the value.
    mutating func object(_ body: (inout JSONReader, String) throws(JSONError) -> Void) throws(JSONError) {
        var names: Set<String> = []
        try list(from: "{", to: "}", "an object") { reader throws(JSONError) in
            let start = reader.offset
            let name = try reader.string()
            guard names.insert(name).inserted else {
                throw JSONError(code: .syntax, offset: start, path: "", message: "the name “\(name)” comes twice")
            }
            try reader.expect(":")
            do throws(JSONError) { try body(&reader, name) } catch { throw error.inside(name) }
        }
    }

    /// Reads an array, calling the closure before each element, which it must read.
    mutating func array(_ body: (inout JSONReader, Int) throws(JSONError) -> Void) throws(JSONError) {
        var index = 0
        try list(from: "[", to: "]", "an array") { reader throws(JSONError) in
            do throws(JSONError) { try body(&reader, index) } catch { throw error.inside("[\(index)]") }
            index += 1
        }
    }

    /// The next byte that is not white space, without reading it.
    mutating func peek() throws(JSONError) -> UInt8 {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return byte }
            offset += 1
        }
        throw error(.syntax, "the text ends too early")
    }

    mutating func expectEnd() throws(JSONError) {
        while offset < bytes.count {
            guard [32, 10, 13, 9].contains(bytes[offset]) else {
                throw error(.syntax, "something follows the end of the document")
            }
            offset += 1
        }
    }

    /// Reads a number that must be finite.
    mutating func double() throws(JSONError) -> Double {
        switch try number() {
        case .integer(let number): return Double(number)
        case .real(let number): return number
        default: throw error(.structure, "a number is expected")
        }
    }

    func error(_ code: JSONError.Code, _ message: String) -> JSONError {
        JSONError(code: code, offset: offset, path: "", message: message)
    }
}

extension JSONReader {
    private mutating func members() throws(JSONError) -> [JSONMember] {
        var members: [JSONMember] = []
        try object { reader, name throws(JSONError) in
            members.append(JSONMember(name: name, value: try reader.value()))
        }
        return members
    }

    private mutating func elements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try array { reader, _ throws(JSONError) in elements.append(try reader.value()) }
        return elements
    }

    private mutating func list(
        from open: Character, to close: Unicode.Scalar, _ name: String,
        _ body: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard try Character(Unicode.Scalar(peek())) == open else { throw error(.structure, "\(name) is expected") }
        offset += 1
        depth += 1
        guard depth <= limits.maxDepth else {
            throw error(.tooLarge, "it is nested more than \(limits.maxDepth) deep")
        }
        defer { depth -= 1 }
        if try peek() == UInt8(ascii: close) {
            offset += 1
            return
        }
        while true {
            try body(&self)
            let next = try peek()
            offset += 1
            if next == UInt8(ascii: close) { return }
            guard next == UInt8(ascii: ",") else {
                offset -= 1
                throw error(.syntax, "a comma or “\(close)” is expected")
            }
        }
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(JSONError) {
        guard try peek() == UInt8(ascii: scalar) else { throw error(.syntax, "“\(scalar)” is expected") }
        offset += 1
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in String(describing: text).utf8 {
            guard offset < bytes.count, bytes[offset] == byte else { throw error(.syntax, "“\(text)” is expected") }
            offset += 1
        }
        return value
    }
}

extension JSONReader {
    /// Reads a number token; digits up to 2^53 with a small exponent are converted here, exactly, the rest by the library.
    private mutating func number() throws(JSONError) -> JSONValue {
        _ = try peek()
        let start = offset
        let isNegative = skip(UInt8(ascii: "-"))
        var mantissa: UInt64 = 0
        let whole = digits(&mantissa)
        let hasLeadingZero = whole > 1 && bytes[offset - whole] == UInt8(ascii: "0")
        guard whole > 0, !hasLeadingZero else { throw malformed(at: start) }
        var (fraction, exponent) = (0, 0)
        var isWhole = true
        if skip(UInt8(ascii: ".")) {
            fraction = digits(&mantissa)
            isWhole = false
            guard fraction > 0 else { throw malformed(at: start) }
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            let isSmall = skip(UInt8(ascii: "-"))
            if !isSmall { _ = skip(UInt8(ascii: "+")) }
            var power: UInt64 = 0
            guard digits(&power) > 0 else { throw malformed(at: start) }
            exponent = isSmall ? -Int(min(power, 9_999)) : Int(min(power, 9_999))
        }
        let scale = exponent - fraction
        if whole + fraction <= 15 {
            if isWhole { return .integer(isNegative ? -Int64(mantissa) : Int64(mantissa)) }
            if abs(scale) <= 22 { return .real(Self.exact(mantissa, scale, isNegative)) }
        }
        return try convert(from: start, isWhole: isWhole)
    }

    private func convert(from start: Int, isWhole: Bool) throws(JSONError) -> JSONValue {
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let real = Double(text), real.isFinite else {
            throw JSONError(code: .syntax, offset: start, path: "", message: "the number is too large")
        }
        return .real(real)
    }

    /// Both numbers are exact below 2^53 and up to 10^22, so one rounding gives the nearest double.
    private static func exact(_ mantissa: UInt64, _ scale: Int, _ isNegative: Bool) -> Double {
        let magnitude =
            scale < 0 ? Double(mantissa) / powersOfTen[-scale] : Double(mantissa) * powersOfTen[scale]
        return isNegative ? -magnitude : magnitude
    }

    private static let powersOfTen: [Double] = (0...22).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

    private mutating func digits(_ value: inout UInt64) -> Int {
        let start = offset
        while offset < bytes.count, case let digit = bytes[offset] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            offset += 1
        }
        return offset - start
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private func malformed(at start: Int) -> JSONError {
        JSONError(code: .syntax, offset: start, path: "", message: "a value is expected, and this is none")
    }
}

extension JSONReader {
    /// Reads a string token.
    mutating func string() throws(JSONError) -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw error(.structure, "a string is expected") }
        offset += 1
        let start = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                defer { offset += 1 }
                return try text(Array(bytes[start..<offset]), from: start)
            }
            guard byte >= 0x20 else { throw error(.syntax, "a control character in a string must be escaped") }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            offset += 1
        }
        throw error(.syntax, "a string does not end")
    }

    /// From the first backslash on, piece by piece.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var result = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte >= 0x20 else { throw error(.syntax, "a control character in a string must be escaped") }
            offset += 1
            if byte == UInt8(ascii: "\"") { return try text(result, from: start) }
            if byte == UInt8(ascii: "\\") {
                result.append(contentsOf: String(Character(try escape())).utf8)
            } else {
                result.append(byte)
            }
        }
        throw error(.syntax, "a string does not end")
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard offset < bytes.count else { throw error(.syntax, "a string does not end") }
        offset += 1
        switch bytes[offset - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw error(.syntax, "a backslash must be followed by one of \"\\/bfnrtu")
        }
    }

    /// Four hexadecimal digits, or eight in two escapes for what lies beyond U+FFFF.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let unit = try codeUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let hasPair = unit < 0xDC00 && skip(UInt8(ascii: "\\")) && skip(UInt8(ascii: "u"))
        let low = hasPair ? try codeUnit() : 0
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw error(.syntax, "half a surrogate pair is no character") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count, let digit = Character(Unicode.Scalar(bytes[offset])).hexDigitValue,
                bytes[offset] < 0x80
            else { throw error(.syntax, "four hexadecimal digits must follow “\\u”") }
            unit = unit << 4 | UInt32(digit)
            offset += 1
        }
        return unit
    }

    private func text(_ content: [UInt8], from start: Int) throws(JSONError) -> String {
        guard let text = String(validating: content, as: UTF8.self) else {
            throw JSONError(code: .syntax, offset: start, path: "", message: "a string is not UTF-8")
        }
        return text
    }
}
