import GeoCore

/// Writes values as bytes that mean the same on every machine: whole numbers little-endian, numbers by their IEEE 754 bits,
/// text as UTF-8 with its length before it, lists with their count before them.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: UInt8) { bytes.append(value) }

    mutating func write(_ value: Int64) {
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * Int64(shift)))) }
    }

    mutating func write(_ value: Int) { write(Int64(value)) }

    mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }

    mutating func write(_ value: Double) { write(Int64(bitPattern: value.bitPattern)) }

    mutating func write(_ value: String) {
        write(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    mutating func write(_ value: Instant) { write(value.milliseconds) }

    mutating func write(_ value: Coordinate) {
        write(value.x)
        write(value.y)
    }

    mutating func write<Value>(_ value: Value?, _ one: (inout StateWriter, Value) -> Void) {
        write(value != nil)
        if let value { one(&self, value) }
    }

    mutating func write<Value>(list: [Value], _ one: (inout StateWriter, Value) -> Void) {
        write(list.count)
        for value in list { one(&self, value) }
    }
}
