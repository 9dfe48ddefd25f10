import GeoCore

/// The members of one record as they are read, with the first fault found.
struct PositionDraft {
    private var vessel: Naming?
    private var time: [UInt8]?
    private var longitude: Double?
    private var latitude: Double?
    private var speed: Double?
    private var course: Double?
    private var device = ""
    var headingDegrees: Double?
    private var kind = PositionReport.vessel
    private var source = FixSource.vms
    private var seen: UInt16 = 0
    private var fault: PositionFault?

    /// The members that are known; all others are skipped.
    enum Member: UInt16 {
        case vessel = 1
        case object = 2
        case time = 4
        case lon = 8
        case lat = 16
        case speed = 32
        case course = 64
        case device = 128
        case source = 256
        case kind = 512

        var name: String { String(describing: self) }
    }

    private enum Naming {
        case number(Double)
        case text([UInt8])
    }

    /// Reads one object; what is wrong with its contents is kept for `report`.
    ///
    /// - Throws: `PositionBodyError` where the text is no JSON object.
    mutating func read(_ scanner: inout PositionScanner) throws(PositionBodyError) {
        guard try scanner.open(.object) else { return }
        repeat {
            let name = try scanner.name()
            if let member = Self.member(scanner.bytes, name) {
                try read(member, &scanner)
            } else {
                try scanner.skipValue()
            }
        } while try scanner.hasNext(in: .object)
    }

    private mutating func read(_ member: Member, _ scanner: inout PositionScanner) throws(PositionBodyError) {
        if seen & member.rawValue != 0 { note(.repeated(member.name)) }
        seen |= member.rawValue
        switch scanner.peek() {
        case UInt8(ascii: "\""):
            let (content, hasEscapes) = try scanner.string()
            let bytes = scanner.bytes[content]
            take(member, text: hasEscapes ? try Self.unescaped(bytes, at: content.lowerBound) : Array(bytes))
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try scanner.skipValue()
            note(.wrongType(member.name, Self.expected(member)))
        default:
            switch try scanner.scalar() {
            case .number(let number): take(member, number: number)
            case .boolean: note(.wrongType(member.name, Self.expected(member)))
            case .null: if member.rawValue <= Member.lat.rawValue { note(.missing(member.name)) }
            }
        }
    }

    private mutating func note(_ found: PositionFault) {
        if fault == nil { fault = found }
    }

    /// What escapes there are, the strict reader resolves.
    private static func unescaped(_ content: ArraySlice<UInt8>, at offset: Int) throws(PositionBodyError) -> [UInt8] {
        let quote = [UInt8(ascii: "\"")]
        do throws(JSONError) {
            guard case .text(let text) = try JSONReader.value(from: quote + content + quote) else { return [] }
            return Array(text.utf8)
        } catch {
            throw PositionBodyError(offset: offset - 1 + error.offset, message: error.message)
        }
    }
}

extension PositionDraft {
    mutating func take(_ member: Member, number: Double) {
        switch member {
        case .vessel, .object: vessel = .number(number)
        case .lon: longitude = number
        case .lat: latitude = number
        case .speed: speed = number
        case .course: course = number
        case .time, .device, .source, .kind: note(.wrongType(member.name, Self.expected(member)))
        }
    }

    mutating func take(_ member: Member, text: [UInt8]) {
        switch member {
        case .vessel, .object: vessel = .text(text)
        case .time: time = text
        case .device: device = checked(member, text)
        case .kind: takeKind(checked(member, text))
        case .source: takeSource(checked(member, text))
        case .lon, .lat, .speed, .course: note(.wrongType(member.name, Self.expected(member)))
        }
    }

    private mutating func takeKind(_ text: String) {
        kind = text
        let isKebab = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        if !isKebab || text.isEmpty { note(.kind(PositionFault.clipped(text))) }
    }

    private mutating func takeSource(_ text: String) {
        guard let known = FixSource(rawValue: text) else { return note(.source(PositionFault.clipped(text))) }
        source = known
    }

    private mutating func checked(_ member: Member, _ bytes: [UInt8]) -> String {
        if bytes.count > 64 { note(.tooLong(member.name, bytes: bytes.count)) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            note(.notUTF8(member.name))
            return ""
        }
        return text
    }

    private static func expected(_ member: Member) -> String {
        switch member {
        case .vessel, .object: "a registration number or an MMSI"
        case .lon, .lat, .speed, .course: "a number"
        case .time, .device, .source, .kind: "a text"
        }
    }

    /// Compares lengths and bytes, so that no text is made of a name.
    private static func member(_ bytes: [UInt8], _ name: Range<Int>) -> Member? {
        guard let first = name.first.map({ bytes[$0] }) else { return nil }
        let candidate: Member? =
            switch (name.count, first) {
            case (6, UInt8(ascii: "v")): .vessel
            case (6, UInt8(ascii: "o")): .object
            case (4, UInt8(ascii: "t")): .time
            case (3, UInt8(ascii: "l")): bytes[name.lowerBound + 1] == UInt8(ascii: "o") ? .lon : .lat
            case (5, UInt8(ascii: "s")): .speed
            case (6, UInt8(ascii: "c")): .course
            case (6, UInt8(ascii: "d")): .device
            case (6, UInt8(ascii: "s")): .source
            case (4, UInt8(ascii: "k")): .kind
            default: nil
            }
        guard let candidate, matches(bytes, name, candidate.spelling) else { return nil }
        return candidate
    }

    private static func matches(_ bytes: [UInt8], _ name: Range<Int>, _ spelling: [UInt8]) -> Bool {
        for (index, byte) in spelling.enumerated() where bytes[name.lowerBound + index] != byte { return false }
        return true
    }
}

extension PositionDraft.Member {
    /// The name in bytes.
    fileprivate var spelling: [UInt8] { Self.spellings[Int(rawValue.trailingZeroBitCount)] }

    private static let spellings: [[UInt8]] = [
        "vessel", "object", "time", "lon", "lat", "speed", "course", "device", "source", "kind",
    ].map { Array($0.utf8) }
}

extension PositionDraft {
    /// The record as a report, judged by the reader's limits.
    func report(_ reader: PositionReader) throws(PositionFault) -> PositionReport {
        if let fault { throw fault }
        let (object, spelling) = try named()
        let fix = Fix(
            object: object, time: try moment(reader), coordinate: try place(),
            speedKnots: try speed.map { speed throws(PositionFault) in try PositionRange.speed(speed) },
            courseDegrees: try course.map { course throws(PositionFault) in try PositionRange.course(course) },
            device: device, source: source)
        return PositionReport(fix: fix, kind: kind, spelling: spelling, headingDegrees: headingDegrees)
    }

    private func named() throws(PositionFault) -> (ObjectID, String) {
        switch vessel {
        case nil: throw .missing(kind == PositionReport.vessel ? "vessel" : "object")
        case .number(let number):
            guard let mmsi = UInt32(exactly: number).flatMap(MMSI.init), kind == PositionReport.vessel else {
                throw .vesselName("\(number)")
            }
            return (mmsi.objectID, mmsi.description)
        case .text(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8("vessel") }
            guard kind == PositionReport.vessel else { return (try ObjectID(code: text, kind: kind), text) }
            guard bytes.count <= 64, let object = ObjectID.vessel(utf8: bytes) else {
                throw .vesselName(PositionFault.clipped(text))
            }
            return (object, text)
        }
    }

    private func moment(_ reader: PositionReader) throws(PositionFault) -> Instant {
        guard let time else { throw .missing("time") }
        guard let moment = Instant(rfc3339: time) else {
            throw .time(PositionFault.clipped(String(decoding: time.prefix(200), as: UTF8.self)))
        }
        return try reader.checked(moment)
    }

    private func place() throws(PositionFault) -> Coordinate {
        guard let longitude else { throw .missing("lon") }
        guard let latitude else { throw .missing("lat") }
        return try PositionRange.coordinate(longitude: longitude, latitude: latitude)
    }
}
