import Foundation

/// A file written from its beginning to its end in large pieces, whose header is put right last.
struct BufferedFile: ~Copyable {
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var flushed = 0

    /// Bytes appended so far.
    var length: Int { flushed + buffer.count }

    /// Creates the file, or empties it where it exists.
    init(_ url: URL) throws {
        try Data().write(to: url)
        handle = try FileHandle(forWritingTo: url)
        buffer.reserveCapacity(Self.pieceSize + 4096)
    }

    private static let pieceSize = 1 << 20

    mutating func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

    mutating func appendBig(_ value: UInt32) {
        for shift in stride(from: 24, through: 0, by: -8) { buffer.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func appendLittle<Number: FixedWidthInteger>(_ value: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            buffer.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func flushIfLarge() throws {
        if buffer.count >= Self.pieceSize { try flush() }
    }

    /// Writes what is left, replaces the first bytes by the header, and closes the file.
    consuming func finish(header: [UInt8]) throws {
        try flush()
        try handle.seek(toOffset: 0)
        try handle.write(contentsOf: header)
        try handle.close()
    }

    private mutating func flush() throws {
        try handle.write(contentsOf: buffer)
        flushed += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Numbers as text, the same on every machine.
enum DecimalText {
    /// With exactly so many decimals, rounded half away from zero.
    static func fixed(_ value: Double, decimals: Int) -> String {
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = Int64((abs(value) * factor).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(scaled) }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// As `fixed`, with the point of thousands and the decimal comma of Vietnamese tables: `1.522.960,437`.
    static func vietnamese(_ value: Double, decimals: Int) -> String {
        let parts = fixed(abs(value), decimals: decimals).split(separator: ".")
        var grouped = ""
        for (position, digit) in parts[0].reversed().enumerated() {
            if position > 0, position % 3 == 0 { grouped.append(".") }
            grouped.append(digit)
        }
        let whole = (value < 0 ? "-" : "") + String(grouped.reversed())
        return parts.count == 2 ? whole + "," + parts[1] : whole
    }
}
