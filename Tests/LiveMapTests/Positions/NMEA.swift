/// Writes sentences, so that tests can say what is in them.
enum NMEA {
    /// The sentence with its delimiters and checksum, and a line feed.
    static func framed(_ content: String) -> String {
        "!\(content)*\(checksum(content))\n"
    }

    /// A tag block before a sentence.
    static func tagged(_ tags: String) -> String { "\\\(tags)*\(checksum(tags))\\" }

    private static func checksum(_ content: String) -> String {
        let digits = String(content.utf8.reduce(0, ^), radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    /// One sentence with a payload of bits, each `0` or `1`.
    static func sentence(bits: String) -> String {
        let fill = (6 - bits.utf8.count % 6) % 6
        var payload = ""
        var rest = Substring(bits + String(repeating: "0", count: fill))
        while let six = UInt8(rest.prefix(6), radix: 2) {
            payload.unicodeScalars.append(Unicode.Scalar(six < 40 ? six + 48 : six + 56))
            rest = rest.dropFirst(6)
        }
        return framed("AIVDM,1,1,,A,\(payload),\(fill)")
    }

    /// A position of class A with everything else “not available”, in the units of the message.
    static func classA(mmsi: Int, speed: Int, longitude: Int, latitude: Int, second: Int = 60) -> String {
        [
            (1, 6), (0, 2), (mmsi, 30), (15, 4), (128, 8), (speed, 10), (0, 1), (longitude, 28), (latitude, 27),
            (3_600, 12), (511, 9), (second, 6), (0, 2), (0, 3), (0, 1), (0, 19),
        ].map(field).joined()
    }

    private static func field(_ value: Int, _ width: Int) -> String {
        let digits = String(UInt64(bitPattern: Int64(value)) & (1 << UInt64(width) - 1), radix: 2)
        return String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}
