/// A directory of a PMTiles archive: entries in the order of their ids.
package struct PMTilesDirectory: Hashable, Sendable {
    /// A run of tiles with the same content, or a leaf directory.
    package struct Entry: Hashable, Sendable {
        package var id: TileID
        /// From the start of the tile data, or of the leaf directories.
        package var offset: UInt64
        /// Never 0.
        package var length: UInt32
        /// How many tiles from `id` on share the content; 0 marks a leaf directory.
        package var runLength: UInt32

        package init(id: TileID, offset: UInt64, length: UInt32, runLength: UInt32) {
            self.id = id
            self.offset = offset
            self.length = length
            self.runLength = runLength
        }

        package var isLeaf: Bool { runLength == 0 }
    }

    package var entries: [Entry]

    package init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads an uncompressed directory; counts are checked against the bytes before anything is reserved.
    package init(_ bytes: [UInt8]) throws(TilingError) {
        var reader = ProtobufReader(bytes)
        do throws(TilingError) {
            let count = try reader.readVarint()
            // Each entry takes at least four bytes: one for each of its numbers.
            guard count > 0, count <= UInt64(bytes.count / 4) else { throw Self.damaged("its count is impossible") }
            entries = try Self.readEntries(Int(count), &reader)
        } catch {
            throw error.code == .invalidTile ? Self.damaged("it is cut off") : error
        }
        guard reader.isAtEnd else { throw Self.damaged("bytes follow it") }
    }

    /// The uncompressed bytes.
    package var bytes: [UInt8] {
        var writer = ProtobufWriter()
        writer.writeVarint(UInt64(entries.count))
        var last: UInt64 = 0
        for entry in entries {
            writer.writeVarint(entry.id.value - last)
            last = entry.id.value
        }
        for entry in entries { writer.writeVarint(UInt64(entry.runLength)) }
        for entry in entries { writer.writeVarint(UInt64(entry.length)) }
        var next: UInt64?
        for entry in entries {
            writer.writeVarint(entry.offset == next ? 0 : entry.offset + 1)
            next = entry.offset + UInt64(entry.length)
        }
        return writer.bytes
    }

    /// The entry that holds an id or leads to it, or `nil` where the archive has no such tile.
    package func entry(for id: TileID) -> Entry? {
        var low = 0, high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id <= id { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let entry = entries[low - 1]
        return entry.isLeaf || id.value - entry.id.value < UInt64(entry.runLength) ? entry : nil
    }

    private static func readEntries(_ count: Int, _ reader: inout ProtobufReader) throws(TilingError) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        var id: UInt64 = 0
        for index in 0..<count {
            let (next, overflow) = id.addingReportingOverflow(try reader.readVarint())
            guard !overflow, index == 0 || next > id else { throw damaged("its ids are not in order") }
            id = next
            entries.append(Entry(id: TileID(value: id), offset: 0, length: 0, runLength: 0))
        }
        for index in 0..<count { entries[index].runLength = try readUInt32(&reader) }
        for index in 0..<count {
            entries[index].length = try readUInt32(&reader)
            guard entries[index].length > 0 else { throw damaged("an entry is empty") }
        }
        for index in 0..<count { entries[index].offset = try readOffset(index, entries, &reader) }
        return entries
    }

    private static func readOffset(
        _ index: Int, _ entries: [Entry], _ reader: inout ProtobufReader
    ) throws(TilingError) -> UInt64 {
        let value = try reader.readVarint()
        if value > 0 { return value - 1 }
        guard index > 0 else { throw damaged("its first entry has no offset") }
        let (offset, overflow) = entries[index - 1].offset.addingReportingOverflow(UInt64(entries[index - 1].length))
        guard !overflow else { throw damaged("an offset lies beyond all numbers") }
        return offset
    }

    private static func readUInt32(_ reader: inout ProtobufReader) throws(TilingError) -> UInt32 {
        guard let value = UInt32(exactly: try reader.readVarint()) else {
            throw damaged("a number has more than 32 bits")
        }
        return value
    }

    private static func damaged(_ what: String) -> TilingError {
        TilingError(.invalidArchive, "A directory of the archive is damaged: \(what).")
    }
}
