import GeoCore

/// A sentence VDM or VDO of IEC 61162-1, with what its tag block says (NMEA 0183, section 7).
struct AISSentence {
    /// How many sentences make the message, and which of them this is, from 1.
    var parts: Int
    var part: Int
    /// Joins the sentences of one message.
    var group: Group
    var payload: ArraySlice<UInt8>
    var fill: Int
    /// From the tag block, or from the end of the line as coast guards write it.
    var time: Instant?
    /// The tag block was there, but damaged.
    var hasDamagedTags = false

    struct Group: Hashable {
        var sequence: UInt8
        var channel: UInt8
        var station: String
    }

    /// `nil` where the line holds no VDM or VDO.
    init?(_ line: ArraySlice<UInt8>) throws(AISFault) {
        guard let start = Self.start(line), line[start...].count > 7 else { return nil }
        guard line[start + 3..<start + 5].elementsEqual("VD".utf8), Self.isMOrO(line[start + 5]) else { return nil }
        guard let star = line[start...].firstIndex(of: UInt8(ascii: "*")) else { throw .noChecksum }
        try Self.check(line[(start + 1)..<star], digits: line[(star + 1)...].prefix(2))
        let fields = line[start..<star].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == 7 else { throw .fields }
        guard let parts = Self.digit(fields[1]), let part = Self.digit(fields[2]), parts >= 1,
            (1...parts).contains(part), fields[3].count <= 1, fields[4].count <= 1,
            let fill = Self.digit(fields[6]), fill <= 5, !fields[5].isEmpty
        else { throw .fields }
        (self.parts, self.part, self.fill, payload) = (parts, part, fill, fields[5])
        group = Group(sequence: fields[3].first ?? 0, channel: fields[4].first ?? 0, station: "")
        read(tags: line[..<start])
        if time == nil { time = Self.trailingTime(line[(star + 1)...].dropFirst(2)) }
    }

    /// The first `!`, behind a tag block or whatever a logger writes in front; none in comments.
    private static func start(_ line: ArraySlice<UInt8>) -> Int? {
        line.first == UInt8(ascii: "#") ? nil : line.firstIndex(of: UInt8(ascii: "!"))
    }

    private static func isMOrO(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "M") || byte == UInt8(ascii: "O") }

    private static func digit(_ field: ArraySlice<UInt8>) -> Int? {
        guard field.count == 1, let byte = field.first, (48...57).contains(byte) else { return nil }
        return Int(byte) - 48
    }

    /// All bytes between the delimiters, combined by exclusive or.
    private static func check(_ content: ArraySlice<UInt8>, digits: ArraySlice<UInt8>) throws(AISFault) {
        guard let stated = hexadecimal(digits) else { throw .noChecksum }
        guard content.reduce(0, ^) == stated else { throw .checksum }
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }) else {
            return nil
        }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension AISSentence {
    /// `\s:station,c:1609841515*hh\`; other tags are passed over, a damaged block is not believed.
    private mutating func read(tags prefix: ArraySlice<UInt8>) {
        let slash = UInt8(ascii: "\\")
        guard let open = prefix.firstIndex(of: slash) else { return }
        guard let close = prefix[(open + 1)...].firstIndex(of: slash),
            let star = prefix[(open + 1)..<close].lastIndex(of: UInt8(ascii: "*")),
            (try? Self.check(prefix[(open + 1)..<star], digits: prefix[(star + 1)..<close])) != nil
        else {
            hasDamagedTags = true
            return
        }
        for tag in prefix[(open + 1)..<star].split(separator: UInt8(ascii: ",")) where tag.count > 2 {
            let value = tag.dropFirst(2)
            switch (tag[tag.startIndex], tag[tag.startIndex + 1]) {
            case (UInt8(ascii: "c"), UInt8(ascii: ":")): time = Self.unixTime(value)
            case (UInt8(ascii: "s"), UInt8(ascii: ":")): group.station = String(decoding: value, as: UTF8.self)
            default: break
            }
        }
    }

    /// Seconds since 1970, or milliseconds where the number is too great for seconds before the year 5138.
    private static func unixTime(_ digits: ArraySlice<UInt8>) -> Instant? {
        guard (1...15).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1) - 48 }
        return number < 100_000_000_000 ? Instant(seconds: number) : Instant(milliseconds: number)
    }

    /// The last of the fields that coast guards add behind the checksum: `,r003669945,1284854400`.
    private static func trailingTime(_ rest: ArraySlice<UInt8>) -> Instant? {
        guard rest.first == UInt8(ascii: ","), let last = rest.split(separator: UInt8(ascii: ",")).last,
            last.count == 10
        else { return nil }
        return unixTime(last)
    }
}
