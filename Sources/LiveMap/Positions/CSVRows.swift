/// Splits a table of RFC 4180 into rows, wherever its chunks end.
///
/// A row longer than the limit, such as one whose quotation mark is never closed, is marked and passed over to the end of
/// its line.
struct CSVRows {
    /// One row: its fields one behind the other, without quotation marks.
    struct Row {
        fileprivate(set) var bytes: [UInt8] = []
        fileprivate var ends: [Int] = []
        fileprivate(set) var isTooLong = false

        var count: Int { ends.count }

        func range(_ field: Int) -> Range<Int> { (field == 0 ? 0 : ends[field - 1])..<ends[field] }

        func text(_ field: Int) -> String { String(decoding: bytes[range(field)], as: UTF8.self) }

        /// A row of one empty field.
        var isBlank: Bool { ends.count == 1 && bytes.isEmpty && !isTooLong }
    }

    var separator = UInt8(ascii: ",")
    private let maxRowBytes: Int
    private var row = Row()
    private var place = Place.plain

    private enum Place {
        case plain
        case quoted
        /// Behind a quotation mark that ends the field or is the first of two.
        case mark
    }

    init(maxRowBytes: Int) {
        self.maxRowBytes = maxRowBytes
    }

    /// Takes bytes from a position on until a row is whole; `nil` where it needs more.
    mutating func next(_ bytes: [UInt8], from index: inout Int) -> Row? {
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if take(byte) { return ended() }
        }
        return nil
    }

    /// What is left when the table ends without a line feed.
    mutating func last() -> Row? {
        guard !row.bytes.isEmpty || !row.ends.isEmpty || row.isTooLong else { return nil }
        return ended()
    }

    /// `true` where the byte ends the row.
    private mutating func take(_ byte: UInt8) -> Bool {
        if place == .mark {
            place = byte == UInt8(ascii: "\"") ? .quoted : .plain
            if place == .quoted {
                append(byte)
                return false
            }
        }
        switch byte {
        case UInt8(ascii: "\""): place = place == .quoted ? .mark : .quoted
        case 10 where place == .plain: return true
        case separator where place == .plain: row.ends.append(row.bytes.count)
        default: append(byte)
        }
        return false
    }

    private mutating func append(_ byte: UInt8) {
        guard row.bytes.count < maxRowBytes else {
            row.isTooLong = true
            place = .plain
            return
        }
        row.bytes.append(byte)
    }

    private mutating func ended() -> Row {
        if row.bytes.last == 13, row.ends.last ?? 0 < row.bytes.count { row.bytes.removeLast() }
        row.ends.append(row.bytes.count)
        defer {
            row = Row()
            place = .plain
        }
        return row
    }
}
