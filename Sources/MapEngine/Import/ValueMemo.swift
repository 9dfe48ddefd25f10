import GeoCore

/// Remembers what the texts of one field have come to, since the files of this field repeat them: codes, communes,
/// addresses.
///
/// Only values that were read without anything to tell belong in it.
struct ValueMemo {
    private static let limit = 512

    private var last: (text: [UInt8], value: FieldValue)?
    private var known: [[UInt8]: FieldValue] = [:]
    private var hits = 0
    private var isOfUse = true

    /// The value of these bytes, where it is known.
    mutating func value(of text: [UInt8]) -> FieldValue? {
        if let last, last.text == text { return last.value }
        guard isOfUse, let value = known[text] else { return nil }
        hits += 1
        last = (text, value)
        return value
    }

    /// Keeps a value; a field whose texts hardly repeat is not kept beyond its last.
    mutating func remember(_ value: FieldValue, of text: [UInt8]) {
        last = (text, value)
        guard isOfUse else { return }
        if known.count == Self.limit {
            isOfUse = hits > 4 * Self.limit
            hits = 0
            known.removeAll(keepingCapacity: isOfUse)
        }
        if isOfUse { known[text] = value }
    }
}
