/// Reads a date and time of RFC 3339, section 5.6, byte by byte.
enum InstantReader {
    static func read(_ bytes: some RandomAccessCollection<UInt8>) -> Instant? {
        var cursor = Cursor(bytes: Array(bytes))
        guard let year = cursor.number(4), cursor.take("-"), let month = cursor.number(2), cursor.take("-"),
            let day = cursor.number(2), cursor.takeSeparator(), let hour = cursor.number(2), cursor.take(":"),
            let minute = cursor.number(2), cursor.take(":"), let second = cursor.number(2),
            let fraction = cursor.fraction(), let offset = cursor.offset(), cursor.isAtEnd,
            let date = CivilDay(year: year, month: month, day: day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = date.number * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset * 60)
        guard second < 60 || CivilDay.split(seconds, by: 86_400).rest == 0 else { return nil }
        return Instant(milliseconds: seconds * 1_000 + Int64(fraction))
    }

    private struct Cursor {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
            index += 1
            return true
        }

        mutating func takeSeparator() -> Bool { take("T") || take("t") || take(" ") }

        mutating func number(_ width: Int) -> Int? {
            guard index + width <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[index..<index + width] {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + Int(byte) - 48
            }
            index += width
            return value
        }

        /// Milliseconds; 0 where there is no fraction, `nil` for a point without digits.
        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            let start = index
            var milliseconds = 0
            while index < bytes.count, (48...57).contains(bytes[index]) {
                if index - start < 3 { milliseconds = milliseconds * 10 + Int(bytes[index]) - 48 }
                index += 1
            }
            guard index > start else { return nil }
            for _ in 0..<max(0, 3 - (index - start)) { milliseconds *= 10 }
            return milliseconds
        }

        /// Minutes east of UTC.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let sign = take("-") ? -1 : 1
            guard sign < 0 || take("+"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            return sign * (hours * 60 + minutes)
        }
    }
}
