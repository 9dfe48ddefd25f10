import GeoCore

extension Violation {
    /// The violation to the byte: two are the same where these are. The first byte is the version of the form.
    package var encoded: [UInt8] {
        var writer = StateWriter()
        writer.write(Self.version)
        writer.write(self)
        return writer.bytes
    }

    /// Reads `encoded`; bytes that are none are an error.
    package init(decoding bytes: [UInt8]) throws(StateDecodingError) {
        var reader = StateReader(bytes)
        guard try reader.byte() == Self.version else { throw .otherVersion }
        self = try reader.violation()
        guard reader.isAtEnd else { throw .malformed }
    }

    private static let version: UInt8 = 1
}

extension StateWriter {
    mutating func write(_ violation: Violation) {
        write(violation.rule.id)
        write(violation.rule.version.number)
        write(violation.kind.name)
        write(violation.zone) { $0.write($1) }
        write(list: violation.objects) { $0.write($1.text) }
        write(violation.opened)
        write(violation.closed) { $0.write($1) }
        write(violation.place)
        write(violation.confidence)
        write(list: violation.measures) { writer, measure in
            writer.write(measure.name)
            writer.write(measure.value)
        }
        write(list: violation.evidence) { $0.write($1) }
    }

    mutating func write(_ zone: ZoneReference) {
        write(zone.id)
        write(zone.revision)
    }

    mutating func write(_ fix: Fix) {
        write(fix.object.text)
        write(fix.time)
        write(fix.coordinate)
        write(fix.speedKnots) { $0.write($1) }
        write(fix.courseDegrees) { $0.write($1) }
        write(fix.device)
        write(fix.source.rawValue)
    }
}

extension StateReader {
    mutating func violation() throws(StateDecodingError) -> Violation {
        let rule = RuleReference(id: try string(), version: try day())
        let kind = ViolationKind(name: try string())
        let zone = try optional { reader throws(StateDecodingError) in try reader.zone() }
        let objects = try list { reader throws(StateDecodingError) in try reader.object() }
        let opened = try instant()
        let closed = try optional { reader throws(StateDecodingError) in try reader.instant() }
        let place = try coordinate()
        let confidence = try double()
        let measures = try list { reader throws(StateDecodingError) in
            Measure(try reader.string(), try reader.double())
        }
        let evidence = try list { reader throws(StateDecodingError) in try reader.fix() }
        return Violation(
            rule: rule, kind: kind, zone: zone, objects: objects, opened: opened, closed: closed, place: place,
            confidence: confidence, measures: measures, evidence: evidence)
    }

    mutating func zone() throws(StateDecodingError) -> ZoneReference {
        ZoneReference(id: try string(), revision: try int64())
    }

    mutating func object() throws(StateDecodingError) -> ObjectID {
        guard let object = ObjectID(try string()) else { throw .malformed }
        return object
    }

    mutating func fix() throws(StateDecodingError) -> Fix {
        let object = try object()
        let time = try instant()
        let place = try coordinate()
        let speed = try optional { reader throws(StateDecodingError) in try reader.double() }
        let course = try optional { reader throws(StateDecodingError) in try reader.double() }
        let device = try string()
        return Fix(
            object: object, time: time, coordinate: place, speedKnots: speed, courseDegrees: course, device: device,
            source: try source())
    }

    mutating func source() throws(StateDecodingError) -> FixSource {
        guard let source = FixSource(rawValue: try string()) else { throw .malformed }
        return source
    }
}
