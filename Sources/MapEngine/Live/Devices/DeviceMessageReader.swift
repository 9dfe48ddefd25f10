import GeoCore
import LiveMap

/// Reads the readings of devices as senders write them in JSON: one object, an array, or one object a line (NDJSON).
///
/// `{"object": "TRAM-01", "time": "…", "lon": 109.2, "lat": 13.8, "speed": 12, "course": 84, "values": {"muc_nuoc": 3.2},
/// "source": "vms", "device": "…"}`. All but `object` and `time` may be left out or null; other members are skipped. A record
/// with a fault is refused for itself; the rest of its body is taken.
struct DeviceMessageReader {
    let fields: DeviceFields
    /// The moment that times are compared with: the arrival.
    let now: Instant
    /// How far a sender's clock may be ahead.
    private static let secondsAhead: Int64 = 300
    /// No sender has a true time before it.
    private static let earliest = Instant(seconds: 946_684_800)

    /// - Throws: `invalidParameter` where the body cannot be split into records.
    func read(_ body: [UInt8], form: LiveMap.PositionReader.Form) throws(EngineError) -> DeviceBatch {
        if form == .lines { return lines(body) }
        let first = body.first { !($0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0)) }
        do throws(JSONError) {
            let whole = try JSONReader.value(from: body, limits: JSONLimits(maxBytes: body.count))
            if case .array(let records) = whole { return batch(records) }
            return batch([whole])
        } catch {
            if form == .detected, first == UInt8(ascii: "{"), body.contains(UInt8(ascii: "\n")) { return lines(body) }
            throw EngineError(
                .invalidParameter, "The body cannot be split into records: \(error.message).", parameter: "body")
        }
    }

    private func batch(_ records: [JSONValue]) -> DeviceBatch {
        var batch = DeviceBatch()
        for record in records { keep(record, in: &batch) }
        return batch
    }

    private func lines(_ body: [UInt8]) -> DeviceBatch {
        var batch = DeviceBatch()
        for line in body.split(separator: UInt8(ascii: "\n")) where line.contains(where: { $0 > 0x20 }) {
            do throws(JSONError) {
                keep(try JSONReader.value(from: Array(line)), in: &batch)
            } catch {
                refuse(.notJSON(error.message, offset: error.offset), in: &batch)
            }
        }
        return batch
    }

    private func keep(_ record: JSONValue, in batch: inout DeviceBatch) {
        do {
            batch.messages.append(try message(record, index: batch.count))
        } catch let fault as PositionFault {
            refuse(fault, in: &batch)
        } catch {
            batch.refusals.append(RefusedRecord(index: batch.count, reason: "\(error)"))
        }
    }

    private func refuse(_ fault: PositionFault, in batch: inout DeviceBatch) {
        batch.refusals.append(RefusedRecord(index: batch.count, reason: fault.description))
    }
}

// MARK: - One record

extension DeviceMessageReader {
    private func message(_ record: JSONValue, index: Int) throws -> DeviceMessage {
        guard case .object = record else { throw PositionFault.notAnObject }
        let spelling = try name(record)
        var message = DeviceMessage(
            index: index, object: try ObjectID(code: spelling, kind: fields.code), spelling: spelling,
            time: try time(record))
        message.place = try place(record)
        message.speedKnots = try number("speed", 0...10_000, "0 knots or more", record)
        message.courseDegrees = try number("course", 0...360, "between 0 and 360 degrees", record)
        if message.courseDegrees == 360 { message.courseDegrees = 0 }
        message.device = try text("device", record) ?? ""
        if let source = try text("source", record) {
            guard let known = FixSource(rawValue: source) else { throw PositionFault.source(source) }
            message.source = known
        }
        message.values = try values(record)
        return message
    }

    private func name(_ record: JSONValue) throws -> String {
        switch record["object"] {
        case .text(let text)?: text
        case .integer(let number)?: String(number)
        case nil, .null?: throw PositionFault.missing("object")
        default: throw PositionFault.wrongType("object", "the device's code")
        }
    }

    private func time(_ record: JSONValue) throws -> Instant {
        guard let text = try text("time", record) else { throw PositionFault.missing("time") }
        guard let time = Instant(rfc3339: text) else { throw PositionFault.time(text) }
        let ahead = time.milliseconds - now.milliseconds
        guard ahead <= Self.secondsAhead * 1_000 else {
            throw PositionFault.timeAhead(seconds: (ahead + 999) / 1_000, allowed: Self.secondsAhead)
        }
        guard time >= Self.earliest else { throw PositionFault.timeBefore(Self.earliest) }
        return time
    }

    private func place(_ record: JSONValue) throws -> Coordinate? {
        let longitude = try number("lon", -180...180, "between -180 and 180 degrees", record)
        let latitude = try number("lat", -90...90, "between -90 and 90 degrees", record)
        switch (longitude, latitude) {
        case (let longitude?, let latitude?): return Coordinate(longitude: longitude, latitude: latitude)
        case (nil, nil): return nil
        case (nil, _): throw PositionFault.missing("lon")
        case (_, nil): throw PositionFault.missing("lat")
        }
    }

    private func number(
        _ name: String, _ range: ClosedRange<Double>, _ words: String, _ record: JSONValue
    ) throws -> Double? {
        guard let value = record[name], value != .null else { return nil }
        guard let number = value.fieldValue?.number else { throw PositionFault.wrongType(name, "a number") }
        guard range.contains(number) else { throw PositionFault.range(name, number, words) }
        return number
    }

    private func text(_ name: String, _ record: JSONValue) throws -> String? {
        guard let value = record[name], value != .null else { return nil }
        guard case .text(let text) = value else { throw PositionFault.wrongType(name, "a text") }
        guard text.utf8.count <= 64 else { throw PositionFault.tooLong(name, bytes: text.utf8.count) }
        return text
    }

    private func values(_ record: JSONValue) throws -> [String: FieldValue] {
        guard let given = record["values"], given != .null else { return [:] }
        guard case .object(let members) = given else { throw PositionFault.wrongType("values", "an object") }
        var values: [String: FieldValue] = [:]
        for member in members where member.value != .null {
            guard let field = fields.field(member.name) else {
                let known = fields.measured.map(\.name).joined(separator: ", ")
                throw EngineError(
                    .unprocessable, "“\(member.name.prefix(64))” is not measured by these devices; known are \(known).")
            }
            guard values.updateValue(try field.reading(member.value), forKey: field.name) == nil else {
                throw PositionFault.repeated(field.name)
            }
        }
        return values
    }
}

extension FieldDefinition {
    /// A value that a device sent, of the field's type.
    fileprivate func reading(_ value: JSONValue) throws -> FieldValue {
        switch (type, value) {
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.integer, .integer(let number)): return .integer(number)
        case (.integer, .real(let number)):
            guard let whole = Int64(exactly: number) else { throw PositionFault.wrongType(name, "a whole number") }
            return .integer(whole)
        case (.real, .integer), (.real, .real): return .real(value.fieldValue?.number ?? 0)
        case (.text, .text(let text)):
            guard codes.isEmpty || codes.contains(where: { $0.value == text }) else {
                let known = codes.map(\.value).joined(separator: ", ")
                throw PositionFault.wrongType(name, "one of \(known)")
            }
            return .text(text)
        default:
            let wanted = type == .text ? "a text" : type == .boolean ? "true or false" : "a number"
            throw PositionFault.wrongType(name, wanted)
        }
    }
}
