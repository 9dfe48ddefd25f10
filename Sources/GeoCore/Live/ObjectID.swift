/// What a live object is called, the same in every spelling of it: a vessel `bd99119`, a ship `mmsi574012345`, a bus `bus-07`.
///
/// Made by those who know a kind's spellings; never shown where a display name is known. Order is that of the text.
package struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// `nil` where the text is empty, longer than 64 bytes or holds anything but a–z, 0–9 and `-`.
    package init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isPlain, (1...64).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    package static func < (left: ObjectID, right: ObjectID) -> Bool { left.text < right.text }

    package var description: String { text }
}
