/// The identifier of a layer: kebab-case, the name of its definition file, of its table and of its tile layer.
package struct LayerID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let name: String

    /// `nil` unless the text is kebab-case: lower-case ASCII letters and digits in groups joined by single hyphens,
    /// beginning with a letter, at most 63 characters.
    package init?(_ text: String) {
        guard text.utf8.count <= 63, let first = text.utf8.first, (97...122).contains(first) else { return nil }
        var previous: UInt8 = 0
        for byte in text.utf8 {
            let isHyphen = byte == 45
            guard (97...122).contains(byte) || (48...57).contains(byte) || isHyphen else { return nil }
            if isHyphen, previous == 45 { return nil }
            previous = byte
        }
        guard previous != 45 else { return nil }
        name = text
    }

    package var description: String { name }

    package static func < (left: LayerID, right: LayerID) -> Bool { left.name < right.name }
}
