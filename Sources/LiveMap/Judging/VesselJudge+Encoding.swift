import GeoCore

extension VesselJudge {
    /// The state as bytes, to be kept as a checkpoint; the facts are not among them, since the register has them.
    package func encoded() -> [UInt8] {
        var writer = StateWriter()
        writer.write(Self.version)
        writer.write(facts.id.text)
        writer.write(state)
        return writer.bytes
    }

    /// The judge of a vessel as it was when `encoded()` was called.
    ///
    /// - Throws: For bytes of another version, of another vessel, or of nothing; then judge from the fixes instead.
    package init(_ facts: VesselFacts, decoding bytes: [UInt8]) throws(StateDecodingError) {
        self.init(facts)
        var reader = StateReader(bytes)
        guard try reader.byte() == Self.version else { throw .otherVersion }
        guard try reader.string() == facts.id.text else { throw .otherVessel }
        state = try reader.state()
        guard reader.isAtEnd else { throw .malformed }
    }

    /// Raised whenever the form or the meaning of the state changes.
    private static let version: UInt8 = 2
}

extension StateWriter {
    fileprivate mutating func write(_ state: VesselState) {
        write(state.last) { $0.write($1) }
        write(state.newest) { writer, mark in
            writer.write(mark.time)
            writer.write(mark.device)
        }
        write(list: state.doubtful) { $0.write($1) }
        write(list: state.devices) { $0.write($1) }
        write(state.suspects)
        write(list: state.stays) { $0.write($1) }
        write(list: state.runs) { $0.write($1) }
        write(list: state.open) { $0.write($1) }
        write(state.clock) { $0.write($1) }
        write(state.heard) { $0.write($1) }
        write(state.isHeadingIn)
        write(list: state.told) { $0.write($1) }
        write(list: state.silences) { $0.write($1) }
    }

    private mutating func write(_ device: CountedDevice) {
        write(device.source.rawValue)
        write(device.device)
        write(device.heard)
    }

    private mutating func write(_ counts: SuspicionCounts) {
        write(counts.places)
        write(counts.speeds)
        write(counts.devices)
    }

    private mutating func write(_ stay: ZoneStay) {
        write(stay.zone)
        write(stay.kind.name)
        write(stay.province) { $0.write($1) }
    }

    private mutating func write(_ run: FishingRun) {
        write(run.zone)
        write(run.entered)
        write(run.left) { $0.write($1) }
        write(run.lastInside)
        write(run.first) { $0.write($1) }
        write(run.lastInRange) { $0.write($1) }
        write(run.wasInRange)
        write(run.fixes)
        write(run.fishingHours)
        write(run.underwayHours)
        write(run.deepest)
        write(list: run.evidence.first) { $0.write($1) }
        write(list: run.evidence.last) { $0.write($1) }
        write(run.isOverstay)
    }

    private mutating func write(_ open: OpenViolation) {
        write(open.violation)
        write(open.updated)
        write(open.extreme)
        write(open.level)
    }
}

extension StateReader {
    fileprivate mutating func state() throws(StateDecodingError) -> VesselState {
        var state = VesselState()
        state.last = try optional { reader throws(StateDecodingError) in try reader.fix() }
        state.newest = try optional { reader throws(StateDecodingError) in
            FixMark(time: try reader.instant(), device: try reader.string())
        }
        state.doubtful = try list { reader throws(StateDecodingError) in try reader.fix() }
        state.devices = try list { reader throws(StateDecodingError) in
            CountedDevice(source: try reader.source(), device: try reader.string(), heard: try reader.instant())
        }
        state.suspects = SuspicionCounts(places: try integer(), speeds: try integer(), devices: try integer())
        state.stays = try list { reader throws(StateDecodingError) in try reader.stay() }
        state.runs = try list { reader throws(StateDecodingError) in try reader.run() }
        state.open = try list { reader throws(StateDecodingError) in
            OpenViolation(
                violation: try reader.violation(), updated: try reader.instant(), extreme: try reader.double(),
                level: try reader.integer())
        }
        state.clock = try optional { reader throws(StateDecodingError) in try reader.instant() }
        state.heard = try optional { reader throws(StateDecodingError) in try reader.fix() }
        state.isHeadingIn = try bool()
        state.told = try list { reader throws(StateDecodingError) in try reader.instant() }
        state.silences = try list { reader throws(StateDecodingError) in try reader.violation() }
        return state
    }

    private mutating func stay() throws(StateDecodingError) -> ZoneStay {
        ZoneStay(
            zone: try zone(), kind: ZoneKind(name: try string()),
            province: try optional { reader throws(StateDecodingError) in try reader.string() })
    }

    private mutating func run() throws(StateDecodingError) -> FishingRun {
        var run = FishingRun(zone: try zone(), entered: try fix())
        run.left = try optional { reader throws(StateDecodingError) in try reader.instant() }
        run.lastInside = try instant()
        run.first = try optional { reader throws(StateDecodingError) in try reader.fix() }
        run.lastInRange = try optional { reader throws(StateDecodingError) in try reader.instant() }
        run.wasInRange = try bool()
        run.fixes = try integer()
        run.fishingHours = try double()
        run.underwayHours = try double()
        run.deepest = try double()
        run.evidence.first = try list { reader throws(StateDecodingError) in try reader.fix() }
        run.evidence.last = try list { reader throws(StateDecodingError) in try reader.fix() }
        run.isOverstay = try bool()
        return run
    }
}
