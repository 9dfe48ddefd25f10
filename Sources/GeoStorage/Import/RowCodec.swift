import GeoCore

/// The bytes of a row's values: one tag a value, then its contents; what is hashed, staged, and kept as history.
enum RowCodec {
    private enum Tag: UInt8 {
        case null = 0
        case integer = 1
        case real = 2
        case text = 3
    }

    /// Appends values that `StoredField.canonical` has passed.
    static func append(_ values: [FieldValue], to bytes: inout [UInt8]) {
        for value in values { append(value, to: &bytes) }
    }

    static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(Tag.null.rawValue)
        case .integer(let number): append(number, to: &bytes)
        case .boolean(let flag): append(flag ? 1 : 0, to: &bytes)
        case .real(let number):
            bytes.append(Tag.real.rawValue)
            bytes.appendLittleEndian(number.bitPattern)
        case .text(let text):
            bytes.append(Tag.text.rawValue)
            bytes.appendVarint(UInt64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        }
    }

    private static func append(_ integer: Int64, to bytes: inout [UInt8]) {
        bytes.append(Tag.integer.rawValue)
        bytes.appendVarint(UInt64(bitPattern: (integer << 1) ^ (integer >> 63)))
    }

    /// The contents of a row as a statement has it: `fid`, the fields, the geometry.
    ///
    /// They are the bytes that were staged, unless somebody changed the row behind Bando's back.
    static func contents(of row: borrowing SQLStatement, fieldCount: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for column in 1..<Int32(fieldCount + 1) {
            append(row, column, to: &bytes)
        }
        unsafe row.withBytes(Int32(fieldCount) + 1) { unsafe bytes.append(contentsOf: $0) }
        return bytes
    }

    private static func append(_ row: borrowing SQLStatement, _ column: Int32, to bytes: inout [UInt8]) {
        switch row.type(column) {
        case .null: bytes.append(Tag.null.rawValue)
        case .integer: append(row.int64(column), to: &bytes)
        case .real: append(.real(row.double(column)), to: &bytes)
        case .text, .blob:
            bytes.append(Tag.text.rawValue)
            unsafe row.withBytes(column) { text in
                bytes.appendVarint(UInt64(text.count))
                unsafe bytes.append(contentsOf: text)
            }
        }
    }

    /// Binds the encoded values to parameters, from `first` on, and returns how many bytes they took.
    static func bind(
        _ bytes: UnsafeRawBufferPointer, count: Int, to statement: borrowing SQLStatement, from first: Int32
    ) throws -> Int {
        var reader = unsafe ByteReader(bytes, failure: unreadable)
        for index in 0..<Int32(count) { try bindNext(&reader, to: statement, at: first + index) }
        return reader.offset
    }

    /// Reads the values of a row; `types` says which integers are booleans. Returns how many bytes they took.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, types: [FieldType]
    ) throws -> (values: [FieldValue], length: Int) {
        var reader = unsafe ByteReader(bytes, failure: unreadable)
        var values: [FieldValue] = []
        values.reserveCapacity(types.count)
        for type in types { values.append(try next(&reader, type)) }
        return (values, reader.offset)
    }

    private static func tag(_ reader: inout ByteReader) throws -> Tag {
        guard let tag = Tag(rawValue: try reader.byte()) else { throw unreadable }
        return tag
    }

    private static func next(_ reader: inout ByteReader, _ type: FieldType) throws -> FieldValue {
        switch try tag(&reader) {
        case .null: return .null
        case .integer:
            let value = try reader.zigzag()
            return type == .boolean ? .boolean(value != 0) : .integer(value)
        case .real: return .real(try reader.double())
        case .text: return .text(unsafe String(decoding: try reader.slice(try reader.varint()), as: UTF8.self))
        }
    }

    private static func bindNext(
        _ reader: inout ByteReader, to statement: borrowing SQLStatement, at index: Int32
    ) throws {
        switch try tag(&reader) {
        case .null: statement.bindNull(at: index)
        case .integer: statement.bind(try reader.zigzag(), at: index)
        case .real: statement.bind(try reader.double(), at: index)
        case .text: try unsafe statement.bind(utf8: try reader.slice(try reader.varint()), at: index)
        }
    }

    private static let unreadable = StorageError(
        .corrupt, "A row in the store's history is not what Bando writes: run `bando check`.")
}
