/// Reads a zlib stream (RFC 1950, 1951), so that the tests see pixels without the library that drew them.
struct Inflate {
    private let bytes: [UInt8]
    private var bit = 16
    private var output: [UInt8] = []

    struct Malformed: Error {}

    static func bytes(of stream: [UInt8]) throws -> [UInt8] {
        var reader = Inflate(bytes: stream)
        while try reader.block() {}
        return reader.output
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// False after the last block.
    private mutating func block() throws -> Bool {
        let isLast = try bits(1) == 1
        switch try bits(2) {
        case 0: try stored()
        case 1: try compressed(Self.fixedLiterals, Code(lengths: [Int](repeating: 5, count: 30)))
        case 2: try dynamic()
        default: throw Malformed()
        }
        return !isLast
    }

    private mutating func stored() throws {
        bit = (bit + 7) / 8 * 8
        let count = try bits(16)
        _ = try bits(16)
        for _ in 0..<count { output.append(UInt8(try bits(8))) }
    }

    private mutating func dynamic() throws {
        let (literals, distances, lengths) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
        var first = [Int](repeating: 0, count: 19)
        for index in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(lengths) {
            first[index] = try bits(3)
        }
        let code = Code(lengths: first)
        var all: [Int] = []
        while all.count < literals + distances {
            switch try symbol(code) {
            case 16: all += [Int](repeating: all.last ?? 0, count: try bits(2) + 3)
            case 17: all += [Int](repeating: 0, count: try bits(3) + 3)
            case 18: all += [Int](repeating: 0, count: try bits(7) + 11)
            case let length: all.append(length)
            }
        }
        try compressed(Code(lengths: Array(all[..<literals])), Code(lengths: Array(all[literals...])))
    }

    private mutating func compressed(_ literals: Code, _ distances: Code) throws {
        while true {
            let symbol = try symbol(literals)
            if symbol == 256 { return }
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            let length = try lengthValue(symbol - 257)
            let distance = try distanceValue(try self.symbol(distances))
            guard distance <= output.count else { throw Malformed() }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func lengthValue(_ symbol: Int) throws -> Int {
        if symbol < 8 { return symbol + 3 }
        if symbol == 28 { return 258 }
        let extra = symbol / 4 - 1
        return 3 + (4 + symbol % 4) << extra + (try bits(extra))
    }

    private mutating func distanceValue(_ symbol: Int) throws -> Int {
        if symbol < 4 { return symbol + 1 }
        let extra = symbol / 2 - 1
        return 1 + (2 + symbol % 2) << extra + (try bits(extra))
    }

    private mutating func symbol(_ code: Code) throws -> Int {
        var (value, first, index) = (0, 0, 0)
        for count in code.counts.dropFirst() {
            value |= try bits(1)
            if value - first < count { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw Malformed()
    }

    private mutating func bits(_ count: Int) throws -> Int {
        guard bit + count <= bytes.count * 8 else { throw Malformed() }
        var value = 0
        for position in 0..<count {
            value |= Int(bytes[(bit + position) / 8] >> UInt8((bit + position) % 8) & 1) << position
        }
        bit += count
        return value
    }

    /// A canonical prefix code: how many symbols have each length, and the symbols in the order of their codes.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(lengths: [Int]) {
            for length in lengths where length > 0 { counts[length] += 1 }
            symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
        }
    }

    private static let fixedLiterals = Code(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
}
