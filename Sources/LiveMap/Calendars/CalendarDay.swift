package import GeoCore

/// A day that differs from the ordinary week, with who says so.
package struct CalendarDay: Hashable, Sendable {
    package var day: CivilDay
    package var kind: Kind
    package var name: LocalizedText
    /// The document or announcement that the day comes from.
    package var source: String
    /// Whether the source was seen to say so; a day that was only worked out from the law is not.
    package var isVerified: Bool

    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Nobody works, though it be a weekday: a holiday, one in lieu, or a day that was swapped away.
        case off
        /// People work, though it be a Saturday or a Sunday: the other half of a swap.
        case working
    }

    package init(day: CivilDay, kind: Kind, name: LocalizedText, source: String, isVerified: Bool) {
        self.day = day
        self.kind = kind
        self.name = name
        self.source = source
        self.isVerified = isVerified
    }
}

/// A stretch of a working day in which offices are open, in minutes since midnight at the place; the end is exclusive.
package struct OfficeHours: Hashable, Sendable {
    package var start: Int
    package var end: Int

    /// `nil` unless 0 ≤ start < end ≤ 1440.
    package init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= 1_440 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `07:30-11:30`; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let sides = text.split(separator: "-", omittingEmptySubsequences: false).map { Self.minutes($0) }
        guard sides.count == 2, let start = sides[0], let end = sides[1] else { return nil }
        self.init(start: start, end: end)
    }

    private static func minutes(_ clock: some StringProtocol) -> Int? {
        let bytes = Array(clock.utf8)
        let digits = [0, 1, 3, 4].compactMap { index in
            index < bytes.count && (48...57).contains(bytes[index]) ? Int(bytes[index]) - 48 : nil
        }
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"), digits.count == 4, digits[2] < 6 else { return nil }
        return digits[0] * 600 + digits[1] * 60 + digits[2] * 10 + digits[3]
    }
}
