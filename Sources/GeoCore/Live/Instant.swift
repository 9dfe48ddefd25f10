/// A moment in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Rules about moving objects know no other time: the clock of a machine is only ever one of the values compared.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        milliseconds = seconds * 1_000
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// Seconds from `earlier` to `self`; negative where `earlier` is the later one.
    package func seconds(since earlier: Instant) -> Double { Double(milliseconds - earlier.milliseconds) / 1_000 }

    /// The moment that many seconds later; to the nearest millisecond.
    package func adding(seconds: Double) -> Instant {
        Instant(milliseconds: milliseconds + Int64((seconds * 1_000).rounded()))
    }

    /// The moment that many hours later.
    package func adding(hours: Double) -> Instant { adding(seconds: hours * 3_600) }
}

extension Instant {
    /// A date and time of RFC 3339, such as `2026-11-21T14:05:00+07:00`; fractions beyond a millisecond are cut.
    ///
    /// `nil` where the text is anything else: without an offset, with a day that no month has, or with a second of 60
    /// other than at 23:59 UTC (a leap second counts as the second after it).
    package init?(rfc3339 text: some StringProtocol) {
        guard let value = InstantReader.read(Array(text.utf8)) else { return nil }
        self = value
    }

    /// The moment in RFC 3339 with the offset of a place, `+07:00` for Việt Nam or `Z`; milliseconds only where there are any.
    ///
    /// - Parameter offsetMinutes: Minutes east of UTC, between -1439 and 1439.
    package func rfc3339(offsetMinutes: Int = 420) -> String {
        let local = milliseconds + Int64(offsetMinutes) * 60_000
        let (day, rest) = CivilDay.split(local, by: 86_400_000)
        let clock =
            Self.padded(rest / 3_600_000, 2) + ":" + Self.padded(rest / 60_000 % 60, 2)
            + ":" + Self.padded(rest / 1_000 % 60, 2)
        let fraction = rest % 1_000 == 0 ? "" : "." + Self.padded(rest % 1_000, 3)
        return "\(CivilDay(number: day))T\(clock)\(fraction)\(Self.offset(offsetMinutes))"
    }

    /// The day at a place.
    package func day(offsetMinutes: Int = 420) -> CivilDay {
        CivilDay(number: CivilDay.split(milliseconds + Int64(offsetMinutes) * 60_000, by: 86_400_000).whole)
    }

    private static func offset(_ minutes: Int) -> String {
        guard minutes != 0 else { return "Z" }
        let size = Int64(abs(minutes))
        return (minutes < 0 ? "-" : "+") + padded(size / 60, 2) + ":" + padded(size % 60, 2)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC.
    package var description: String { rfc3339(offsetMinutes: 0) }
}
