/// The log's entries: a group of fixes with the names that came with them, or the opening of a month's file.
enum LogEntry: Equatable {
    case fixes(FixGroup)
    case opening(MonthOpening)

    /// The bytes that are kept and hashed.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .fixes(let group):
            bytes.append(1)
            group.write(to: &bytes)
        case .opening(let opening):
            bytes.append(2)
            opening.write(to: &bytes)
        }
        return bytes
    }

    /// Reads an entry's bytes.
    ///
    /// - Throws: `corrupt` where they are not what was written.
    init(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        var reader = unsafe ByteReader(bytes, failure: Self.damaged)
        switch try reader.byte() {
        case 1: self = .fixes(try FixGroup(&reader))
        case 2: self = .opening(try MonthOpening(&reader))
        default: throw Self.damaged
        }
        guard reader.remaining == 0 else { throw Self.damaged }
    }

    static let damaged = StorageError(.corrupt, "An entry of the live log is damaged: restore a backup.")
}

/// Fixes that came within one day, in the order in which they were stored, and the names that are new with them.
struct FixGroup: Equatable {
    /// They take the numbers that follow those given before.
    var newObjects: [String] = []
    var newDevices: [String] = []
    var fixes: [StoredFix] = []

    func write(to bytes: inout [UInt8]) {
        bytes.appendNames(newObjects)
        bytes.appendNames(newDevices)
        bytes.appendVarint(UInt64(fixes.count))
        var writer = FixPacker()
        for fix in fixes { writer.write(fix, to: &bytes) }
    }

    init(newObjects: [String] = [], newDevices: [String] = [], fixes: [StoredFix] = []) {
        self.newObjects = newObjects
        self.newDevices = newDevices
        self.fixes = fixes
    }

    init(_ reader: inout ByteReader) throws(StorageError) {
        newObjects = try reader.names()
        newDevices = try reader.names()
        fixes = try FixPacker.readAll(&reader)
    }
}

/// What a month's file starts from, so that it can be read and verified without those before it.
struct MonthOpening: Equatable {
    var month: Int64
    /// The hash with which the file before ended; zeros for the first of all.
    var previousHash: [UInt8]
    var nextEvent: Int64
    /// All names, by number.
    var objects: [String]
    var devices: [String]
    /// Event time of the newest fix of each object, by its number; `Int64.min` where there is none.
    var newest: [Int64]
    /// The latest positions as of then.
    var latest: [StoredFix]

    func write(to bytes: inout [UInt8]) {
        bytes.appendLittleEndian(month)
        bytes.append(contentsOf: previousHash)
        bytes.appendLittleEndian(nextEvent)
        bytes.appendNames(objects)
        bytes.appendNames(devices)
        for time in newest { bytes.appendLittleEndian(time) }
        bytes.appendVarint(UInt64(latest.count))
        var writer = FixPacker()
        for fix in latest { writer.write(fix, to: &bytes) }
    }
}

extension MonthOpening {
    init(_ reader: inout ByteReader) throws(StorageError) {
        month = try reader.littleEndian(Int64.self)
        previousHash = unsafe [UInt8](try reader.slice(UInt64(LogChain.hashLength)))
        nextEvent = try reader.littleEndian(Int64.self)
        objects = try reader.names()
        devices = try reader.names()
        newest = []
        newest.reserveCapacity(objects.count)
        for _ in objects { newest.append(try reader.littleEndian(Int64.self)) }
        latest = try FixPacker.readAll(&reader)
    }
}

extension [UInt8] {
    fileprivate mutating func appendNames(_ names: [String]) {
        appendVarint(UInt64(names.count))
        for name in names {
            appendVarint(UInt64(name.utf8.count))
            append(contentsOf: name.utf8)
        }
    }
}

extension ByteReader {
    fileprivate mutating func names() throws(StorageError) -> [String] {
        let count = try varint()
        guard count <= UInt64(remaining) else { throw LogEntry.damaged }
        var names: [String] = []
        names.reserveCapacity(Int(count))
        for _ in 0..<count {
            let length = try varint()
            names.append(unsafe String(decoding: try slice(length), as: UTF8.self))
        }
        return names
    }
}
