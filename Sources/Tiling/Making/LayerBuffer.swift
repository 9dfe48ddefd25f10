/// A tile layer that is being written: features and values as bytes, each value once.
struct LayerBuffer: ~Copyable {
    private let name: String
    private var features: OutputBuffer
    private var values: OutputBuffer
    private var table: ValueTable
    private var keys: [String] = []
    private(set) var featureCount = 0

    init(name: String, capacity: Int) {
        self.name = name
        features = OutputBuffer(capacity: capacity)
        values = OutputBuffer(capacity: capacity / 2)
        table = ValueTable()
    }

    /// The number of a key, which the caller asks for once.
    mutating func addKey(_ key: String) -> UInt64 {
        keys.append(key)
        return UInt64(keys.count - 1)
    }

    /// The number of a value given as an MVT `Value` message with its hash.
    mutating func index(ofValue value: UnsafeRawBufferPointer, hash: UInt64) -> UInt32 {
        if let index = table.find(hash, where: { unsafe values.matches(value, at: $0) }) { return index }
        values.reserve(12 + value.count)
        values.put(4 << 3 | 2)
        values.putVarint(UInt64(value.count))
        let index = table.insert(hash, offset: values.count)
        unsafe values.put(value)
        return index
    }

    /// Writes a feature whose tags and geometry are packed already.
    @inline(__always)
    mutating func writeFeature(
        id: UInt64, type: UInt8, tags: borrowing OutputBuffer, geometry: borrowing OutputBuffer
    ) {
        let tagsSize = tags.count == 0 ? 0 : 1 + OutputBuffer.varintSize(tags.count) + tags.count
        let idSize = 1 + OutputBuffer.varintSize(Int(truncatingIfNeeded: id))
        let size = idSize + tagsSize + 2 + 1 + OutputBuffer.varintSize(geometry.count) + geometry.count
        features.reserve(12 + size)
        features.put(2 << 3 | 2)
        features.putVarint(UInt64(size))
        features.put(1 << 3)
        features.putVarint(id)
        if tagsSize > 0 {
            features.put(2 << 3 | 2)
            features.putVarint(UInt64(tags.count))
            features.put(tags)
        }
        features.put(3 << 3)
        features.put(type)
        features.put(4 << 3 | 2)
        features.putVarint(UInt64(geometry.count))
        features.put(geometry)
        featureCount += 1
    }

    /// Adds the layer's message to a tile's bytes.
    borrowing func write(to tile: inout [UInt8]) {
        var head = ProtobufWriter()
        head.writeVarint(2, field: 15)
        head.writeBytes(name.utf8, field: 1)
        var tail = ProtobufWriter()
        for key in keys { tail.writeBytes(key.utf8, field: 3) }
        var extent = ProtobufWriter()
        extent.writeVarint(UInt64(TileFrame.extent), field: 5)
        let size = head.bytes.count + features.count + tail.bytes.count + values.count + extent.bytes.count
        tile.reserveCapacity(tile.count + size + 12)
        tile.append(3 << 3 | 2)
        tile.appendVarint(size)
        tile += head.bytes
        features.copy(to: &tile)
        tile += tail.bytes
        values.copy(to: &tile)
        tile += extent.bytes
    }
}

/// Where the values of a layer lie, found by their hashes: open addressing in a table of a power of two.
private struct ValueTable {
    private struct Slot {
        var hash: UInt64
        /// Where the value's message begins; 0 marks an empty slot, since a tag and a length precede every message.
        var offset: UInt32
        var index: UInt32
    }

    private var slots = [Slot](repeating: Slot(hash: 0, offset: 0, index: 0), count: 1024)
    private var count: UInt32 = 0

    @inline(__always)
    func find(_ hash: UInt64, where matches: (Int) -> Bool) -> UInt32? {
        let mask = slots.count - 1
        var position = Int(truncatingIfNeeded: hash) & mask
        while slots[position].offset != 0 {
            let slot = slots[position]
            if slot.hash == hash, matches(Int(slot.offset)) { return slot.index }
            position = (position + 1) & mask
        }
        return nil
    }

    mutating func insert(_ hash: UInt64, offset: Int) -> UInt32 {
        if Int(count) * 2 >= slots.count { grow() }
        place(Slot(hash: hash, offset: UInt32(offset), index: count))
        count += 1
        return count - 1
    }

    private mutating func place(_ slot: Slot) {
        let mask = slots.count - 1
        var position = Int(truncatingIfNeeded: slot.hash) & mask
        while slots[position].offset != 0 { position = (position + 1) & mask }
        slots[position] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(hash: 0, offset: 0, index: 0), count: old.count * 4)
        for slot in old where slot.offset != 0 { place(slot) }
    }
}
