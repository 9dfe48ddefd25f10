/// Writes fixes close together, each in relation to the one before it: about twenty bytes for one.
struct FixPacker {
    private var received: Int64 = 0
    private var x: Int64 = 0
    private var y: Int64 = 0

    mutating func write(_ fix: StoredFix, to bytes: inout [UInt8]) {
        let place = CoordinateForm.shortest(fix.longitude, fix.latitude)
        let speed = MeasureForm.shortest(fix.speed)
        let course = MeasureForm.shortest(fix.course)
        bytes.append(fix.traits.bits | place.form.rawValue << 4)
        bytes.append(speed.form.rawValue | course.form.rawValue << 2)
        bytes.appendVarint(UInt64(fix.object))
        bytes.appendVarint(UInt64(fix.device))
        bytes.appendZigzag(fix.received &- received)
        bytes.appendZigzag(fix.received &- fix.time)
        received = fix.received
        writePlace(fix, place, to: &bytes)
        Self.write(fix.speed, speed, to: &bytes)
        Self.write(fix.course, course, to: &bytes)
    }

    private mutating func writePlace(
        _ fix: StoredFix, _ place: (form: CoordinateForm, x: Int64, y: Int64), to bytes: inout [UInt8]
    ) {
        guard place.form != .exact else {
            bytes.appendLittleEndian(fix.longitude.bitPattern)
            bytes.appendLittleEndian(fix.latitude.bitPattern)
            return
        }
        bytes.appendZigzag(place.x - x)
        bytes.appendZigzag(place.y - y)
        (x, y) = (place.x, place.y)
    }

    private static func write(_ value: Double, _ measure: (form: MeasureForm, tenths: Int64), to bytes: inout [UInt8]) {
        switch measure.form {
        case .absent: break
        case .tenths: bytes.appendZigzag(measure.tenths)
        case .exact: bytes.appendLittleEndian(value.bitPattern)
        }
    }
}

extension FixPacker {
    /// Reads a count and as many fixes.
    static func readAll(_ reader: inout ByteReader) throws(StorageError) -> [StoredFix] {
        let count = try reader.varint()
        guard count <= UInt64(reader.remaining) else { throw LogEntry.damaged }
        var fixes: [StoredFix] = []
        fixes.reserveCapacity(Int(count))
        var packer = FixPacker()
        for _ in 0..<count { fixes.append(try packer.read(&reader)) }
        return fixes
    }

    private mutating func read(_ reader: inout ByteReader) throws(StorageError) -> StoredFix {
        let traits = try reader.byte()
        let forms = try reader.byte()
        guard let form = CoordinateForm(rawValue: traits >> 4), let known = FixTraits(bits: traits & 15),
            let speedForm = MeasureForm(rawValue: forms & 3), let courseForm = MeasureForm(rawValue: forms >> 2)
        else { throw LogEntry.damaged }
        let object = try Self.number(&reader)
        let device = try Self.number(&reader)
        received &+= try reader.zigzag()
        let time = received &- (try reader.zigzag())
        let (longitude, latitude) = try readPlace(form, &reader)
        return StoredFix(
            object: object, device: device, time: time, received: received, longitude: longitude, latitude: latitude,
            speed: try Self.measure(speedForm, &reader), course: try Self.measure(courseForm, &reader), traits: known)
    }

    private mutating func readPlace(
        _ form: CoordinateForm, _ reader: inout ByteReader
    ) throws(StorageError) -> (Double, Double) {
        guard form != .exact else { return (try reader.double(), try reader.double()) }
        x &+= try reader.zigzag()
        y &+= try reader.zigzag()
        return (Double(x) / form.scale, Double(y) / form.scale)
    }

    private static func number(_ reader: inout ByteReader) throws(StorageError) -> Int32 {
        guard let number = Int32(exactly: try reader.varint()) else { throw LogEntry.damaged }
        return number
    }

    private static func measure(_ form: MeasureForm, _ reader: inout ByteReader) throws(StorageError) -> Double {
        switch form {
        case .absent: .nan
        case .tenths: Double(try reader.zigzag()) / 10
        case .exact: try reader.double()
        }
    }
}

extension [UInt8] {
    /// Appends a signed integer, its sign in the lowest bit of a varint.
    fileprivate mutating func appendZigzag(_ value: Int64) {
        appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
    }
}
