import GeoCore

/// Walks over JSON (RFC 8259) without making values of it; a copy is a bookmark.
///
/// Strings come as the range of their bytes between the quotation marks. White space is skipped before every token.
struct PositionScanner {
    let bytes: [UInt8]
    private(set) var offset = 0
    /// Where the text, or in a body of lines the line, ends.
    private var end: Int

    private static let maxDepth = 64

    enum Container {
        case object
        case array

        var bounds: (open: UInt8, close: UInt8) {
            switch self {
            case .object: (UInt8(ascii: "{"), UInt8(ascii: "}"))
            case .array: (UInt8(ascii: "["), UInt8(ascii: "]"))
            }
        }
    }

    /// A byte order mark is skipped.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// Only part of the bytes, such as a cell of a table.
    init(_ bytes: [UInt8], within range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    func error(_ message: String) -> PositionBodyError {
        PositionBodyError(offset: offset, message: message)
    }

    /// The next byte that is not white space, without reading it; `nil` at the end.
    mutating func peek() -> UInt8? {
        while offset < end {
            let byte = bytes[offset]
            guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return byte }
            offset += 1
        }
        return nil
    }

    mutating func expectEnd() throws(PositionBodyError) {
        guard peek() == nil else { throw error("something follows the end of the value") }
    }

    private mutating func next() throws(PositionBodyError) -> UInt8 {
        guard let byte = peek() else { throw error("the text ends too early") }
        return byte
    }
}

extension PositionScanner {
    /// Whether anything but white space stands on another line than the first.
    var hasLines: Bool {
        guard let feed = bytes[offset..<end].firstIndex(of: 10) else { return false }
        return bytes[feed..<end].contains { $0 != 10 && $0 != 13 && $0 != 32 && $0 != 9 }
    }

    /// Goes to the next line that is not blank and stays within it; `false` where there is none.
    mutating func enterLine() -> Bool {
        guard peek() != nil else { return false }
        end = bytes[offset...].firstIndex(of: 10) ?? bytes.count
        return true
    }

    /// Passes over what is left of the line.
    mutating func leaveLine() {
        offset = end
        end = bytes.count
    }
}

extension PositionScanner {
    /// Reads the opening of an object or array; `false` where it is empty, and then read whole.
    mutating func open(_ container: Container) throws(PositionBodyError) -> Bool {
        guard try next() == container.bounds.open else { throw error("an object or array is expected") }
        offset += 1
        guard try next() == container.bounds.close else { return true }
        offset += 1
        return false
    }

    /// Reads the comma before the next element, or the end of the container.
    mutating func hasNext(in container: Container) throws(PositionBodyError) -> Bool {
        let byte = try next()
        guard byte == UInt8(ascii: ",") || byte == container.bounds.close else {
            throw error("a comma or the end of the object or array is expected")
        }
        offset += 1
        return byte == UInt8(ascii: ",")
    }

    /// Reads a member's name and the colon after it.
    mutating func name() throws(PositionBodyError) -> Range<Int> {
        let name = try string()
        guard try next() == UInt8(ascii: ":") else { throw error("a colon is expected") }
        offset += 1
        return name.content
    }

    /// Reads a string, without looking into its escapes.
    mutating func string() throws(PositionBodyError) -> (content: Range<Int>, hasEscapes: Bool) {
        guard try next() == UInt8(ascii: "\"") else { throw error("a string is expected") }
        offset += 1
        let start = offset
        var hasEscapes = false
        while offset < end {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return (start..<offset - 1, hasEscapes)
            }
            guard byte >= 0x20 else { throw error("a control character in a string must be escaped") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                offset += 1
            }
            offset += 1
        }
        offset = min(offset, end)
        throw error("a string does not end")
    }

    /// Reads one value of any type.
    mutating func skipValue(depth: Int = 0) throws(PositionBodyError) {
        guard depth < Self.maxDepth else { throw error("it is nested more than \(Self.maxDepth) deep") }
        switch try next() {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"):
            guard try open(.object) else { return }
            repeat {
                _ = try name()
                try skipValue(depth: depth + 1)
            } while try hasNext(in: .object)
        case UInt8(ascii: "["):
            guard try open(.array) else { return }
            repeat { try skipValue(depth: depth + 1) } while try hasNext(in: .array)
        default: _ = try scalar()
        }
    }

    /// Reads `true`, `false`, `null` or a number.
    mutating func scalar() throws(PositionBodyError) -> Scalar {
        switch try next() {
        case UInt8(ascii: "t"): return try word("true", .boolean)
        case UInt8(ascii: "f"): return try word("false", .boolean)
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    enum Scalar {
        case null
        case boolean
        case number(Double)
    }

    private mutating func word(_ text: StaticString, _ value: Scalar) throws(PositionBodyError) -> Scalar {
        for byte in String(describing: text).utf8 {
            guard offset < end, bytes[offset] == byte else { throw error("a value is expected, and this is none") }
            offset += 1
        }
        return value
    }
}

extension PositionScanner {
    /// Reads a number; up to fifteen digits without exponent here, exactly, the rest by the library.
    private mutating func number() throws(PositionBodyError) -> Double {
        let start = offset
        let isNegative = skip(UInt8(ascii: "-"))
        var mantissa: UInt64 = 0
        let whole = digits(&mantissa)
        guard whole == 1 || whole > 1 && bytes[offset - whole] != UInt8(ascii: "0") else { throw noNumber(start) }
        var fraction = 0
        if skip(UInt8(ascii: ".")) {
            fraction = digits(&mantissa)
            guard fraction > 0 else { throw noNumber(start) }
        }
        let hasExponent = skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E"))
        if hasExponent {
            if !skip(UInt8(ascii: "-")) { _ = skip(UInt8(ascii: "+")) }
            var power: UInt64 = 0
            guard digits(&power) > 0 else { throw noNumber(start) }
        }
        guard !hasExponent, whole + fraction <= 15 else { return try converted(from: start) }
        // Both are exact below 2^53, so one division gives the nearest double.
        let magnitude = Double(mantissa) / Self.powersOfTen[fraction]
        return isNegative ? -magnitude : magnitude
    }

    private static let powersOfTen: [Double] = (0...15).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }

    private func converted(from start: Int) throws(PositionBodyError) -> Double {
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw noNumber(start) }
        return value
    }

    private mutating func digits(_ value: inout UInt64) -> Int {
        let start = offset
        while offset < end, case let digit = bytes[offset] &- UInt8(ascii: "0"), digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            offset += 1
        }
        return offset - start
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard offset < end, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private func noNumber(_ start: Int) -> PositionBodyError {
        PositionBodyError(offset: start, message: "a value is expected, and this is none")
    }
}
