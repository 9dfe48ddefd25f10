/// The bits of one AIS message, as they come in the six-bit armour of an NMEA sentence (IEC 61162-1, ITU-R M.1371 table 47).
struct AISBits {
    /// Six bits each, the first bit highest.
    private var sixes: [UInt8] = []
    private var fill = 0

    /// Without the fill bits at the end.
    var count: Int { max(0, sixes.count * 6 - fill) }

    /// Adds the payload of a sentence; the fill bits are those of the last one.
    mutating func append(armoured payload: ArraySlice<UInt8>, fill: Int) throws(AISFault) {
        sixes.reserveCapacity(sixes.count + payload.count)
        for character in payload {
            guard (48...87).contains(character) || (96...119).contains(character) else { throw .armour }
            sixes.append(character < 88 ? character - 48 : character - 56)
        }
        self.fill = fill
    }

    /// Up to 32 bits from a position; what lies beyond the end is 0.
    func unsigned(_ start: Int, _ count: Int) -> UInt32 {
        let last = (start + count - 1) / 6
        var value: UInt64 = 0
        for index in start / 6...last {
            value = value << 6 | UInt64(index < sixes.count ? sixes[index] : 0)
        }
        let surplus = (last + 1) * 6 - (start + count)
        return UInt32(truncatingIfNeeded: value >> UInt64(surplus) & (1 << UInt64(count) - 1))
    }

    /// Up to 32 bits in two's complement.
    func signed(_ start: Int, _ count: Int) -> Int {
        let value = Int(unsigned(start, count))
        return value < 1 << (count - 1) ? value : value - 1 << count
    }

    /// Six-bit ASCII (ITU-R M.1371, table 47) up to the first `@`, without the spaces at its end; `nil` where nothing is left.
    func text(_ start: Int, characters: Int) -> String? {
        var bytes: [UInt8] = []
        for index in 0..<characters {
            let six = UInt8(unsigned(start + index * 6, 6))
            if six == 0 { break }
            bytes.append(six < 32 ? six + 64 : six)
        }
        while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
