package import GeoCore

/// A Maritime Mobile Service Identity: nine digits that name a station of the sea (ITU-R M.585).
package struct MMSI: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let number: UInt32

    /// `nil` for 0, which stands for “none”, and for anything of more than nine digits.
    package init?(_ number: UInt32) {
        guard (1...999_999_999).contains(number) else { return nil }
        self.number = number
    }

    /// `nil` unless the text is nine ASCII digits, not all 0.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == 9, text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt32(text) else {
            return nil
        }
        self.init(number)
    }

    package static func < (left: MMSI, right: MMSI) -> Bool { left.number < right.number }

    /// The nine digits.
    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }

    /// `mmsi574012345`: what a ship is called here until the register says more.
    package var objectID: ObjectID {
        // Letters and digits only, at most 13 bytes: the initialiser has nothing to refuse.
        ObjectID("mmsi" + description)!
    }
}
