import GeoCore

/// Reads what `StateWriter` wrote, and throws for bytes that nobody wrote: too few, too many, or not of their kind.
struct StateReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func byte() throws(StateDecodingError) -> UInt8 {
        guard index < bytes.count else { throw .truncated }
        index += 1
        return bytes[index - 1]
    }

    mutating func int64() throws(StateDecodingError) -> Int64 {
        guard bytes.count - index >= 8 else { throw .truncated }
        var value: Int64 = 0
        for shift in 0..<8 { value |= Int64(bytes[index + shift]) << (8 * Int64(shift)) }
        index += 8
        return value
    }

    /// A number of things, which take at least a byte each.
    mutating func count() throws(StateDecodingError) -> Int {
        let value = try int64()
        guard value >= 0, value <= Int64(bytes.count - index) else { throw .malformed }
        return Int(value)
    }

    /// A number so small that nothing counted or reckoned with it runs over.
    mutating func bounded() throws(StateDecodingError) -> Int64 {
        let value = try int64()
        guard value.magnitude <= Self.greatest else { throw .malformed }
        return value
    }

    mutating func integer() throws(StateDecodingError) -> Int { Int(try bounded()) }

    mutating func day() throws(StateDecodingError) -> CivilDay { CivilDay(number: try bounded()) }

    mutating func bool() throws(StateDecodingError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw .malformed
        }
    }

    mutating func double() throws(StateDecodingError) -> Double {
        Double(bitPattern: UInt64(bitPattern: try int64()))
    }

    mutating func string() throws(StateDecodingError) -> String {
        let length = try count()
        guard let text = String(validating: bytes[index..<index + length], as: UTF8.self) else { throw .malformed }
        index += length
        return text
    }

    mutating func instant() throws(StateDecodingError) -> Instant { Instant(milliseconds: try bounded()) }

    mutating func coordinate() throws(StateDecodingError) -> Coordinate {
        Coordinate(x: try double(), y: try double())
    }

    mutating func optional<Value>(
        _ one: (inout StateReader) throws(StateDecodingError) -> Value
    ) throws(StateDecodingError) -> Value? {
        try bool() ? try one(&self) : nil
    }

    /// As milliseconds, more than 30,000 years.
    private static let greatest: UInt64 = 1_000_000_000_000_000

    mutating func list<Value>(
        _ one: (inout StateReader) throws(StateDecodingError) -> Value
    ) throws(StateDecodingError) -> [Value] {
        let number = try count()
        var values: [Value] = []
        for _ in 0..<number { values.append(try one(&self)) }
        return values
    }
}

/// Why bytes are no state.
package enum StateDecodingError: Error, Hashable, Sendable {
    /// Written by another version of the program: judge from the fixes instead.
    case otherVersion
    /// They end before the state does.
    case truncated
    /// A count, a text, a name or a flag is none.
    case malformed
    /// They are of another vessel.
    case otherVessel
}
