package import GeoCore

/// Decodes AIS as receivers send it: sentences of NMEA 0183 in, messages out.
///
/// Chunks may end anywhere. Malformed sentences are counted by reason and never stop the stream. Memory is bounded by
/// the limits, whatever comes in. A value; copies go on independently.
package struct AISDecoder: Sendable {
    /// What a decoder refuses to exceed.
    package struct Limits: Hashable, Sendable {
        /// Of one line with its tag block; longer ones are passed over to their end.
        package var lineBytes: Int
        /// Messages of several sentences under way at one time.
        package var openMessages: Int
        /// After how many more sentences a message is given up whose other parts did not come.
        package var patience: Int

        package init(lineBytes: Int = 1_024, openMessages: Int = 64, patience: Int = 1_000) {
            self.lineBytes = lineBytes
            self.openMessages = openMessages
            self.patience = patience
        }
    }

    package private(set) var counts = AISCounts()
    private let limits: Limits
    private var assembly: AISAssembly
    /// The beginning of a line whose end has not come.
    private var rest: [UInt8] = []
    private var isPassingOver = false

    package init(limits: Limits = Limits()) {
        self.limits = limits
        assembly = AISAssembly(maxGroups: limits.openMessages, patience: limits.patience)
    }

    /// Takes the next bytes of a stream.
    ///
    /// - Parameter received: When they arrived; a time in a sentence's tag block goes before it.
    package mutating func consume(_ bytes: [UInt8], received: Instant) -> [AISMessage] {
        var messages: [AISMessage] = []
        var start = 0
        while let end = bytes[start...].firstIndex(where: { $0 == 10 || $0 == 13 }) {
            endLine(bytes[start..<end], received, &messages)
            start = end + 1
        }
        keep(bytes[start...])
        return messages
    }

    /// Ends the stream, or a datagram: what is left is a line of its own.
    package mutating func finish(received: Instant) -> [AISMessage] {
        var messages: [AISMessage] = []
        endLine([], received, &messages)
        return messages
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !isPassingOver else { return }
        guard rest.count + bytes.count <= limits.lineBytes else {
            rest = []
            isPassingOver = true
            return
        }
        rest += bytes
    }

    private mutating func endLine(_ end: ArraySlice<UInt8>, _ received: Instant, _ messages: inout [AISMessage]) {
        if rest.isEmpty, !isPassingOver, end.count <= limits.lineBytes {
            read(end, received, &messages)
            return
        }
        keep(end)
        let line = rest
        rest.removeAll(keepingCapacity: true)
        if isPassingOver {
            isPassingOver = false
            count(.tooLong)
        } else {
            read(line[...], received, &messages)
        }
    }

    private mutating func read(_ line: ArraySlice<UInt8>, _ received: Instant, _ messages: inout [AISMessage]) {
        guard !line.isEmpty else { return }
        do throws(AISFault) {
            guard let sentence = try AISSentence(line) else {
                counts.otherLines += 1
                return
            }
            counts.sentences += 1
            if sentence.hasDamagedTags { count(.tagBlock) }
            messages += try decoded(sentence, received)
        } catch {
            if Self.isOfALine(error) { counts.sentences += 1 }
            count(error)
        }
    }

    /// Faults found before the sentence was counted.
    private static func isOfALine(_ fault: AISFault) -> Bool {
        fault == .noChecksum || fault == .checksum || fault == .fields
    }

    private mutating func decoded(_ sentence: AISSentence, _ received: Instant) throws(AISFault) -> [AISMessage] {
        var lost = 0
        defer { if lost > 0 { counts.faults[.incomplete, default: 0] += lost } }
        guard let (bits, time) = try assembly.add(sentence, lost: &lost) else { return [] }
        let reception = AISReception(time: time ?? received, isStationTime: time != nil)
        let found = try bits.messages(reception)
        counts.messages += found.count
        if found.isEmpty { counts.otherTypes += 1 }
        return found
    }

    private mutating func count(_ fault: AISFault) {
        counts.faults[fault, default: 0] += 1
    }
}

extension PositionBatch {
    /// What decoded messages come to: fixes of those that know where they are, and what ships say of themselves.
    package init(_ messages: [AISMessage]) {
        self.init()
        for message in messages {
            switch message {
            case .position(let position): if let report = position.report { reports.append(report) }
            case .particulars(let said): if !said.isEmpty { particulars.append(said) }
            case .clock: break
            }
        }
    }
}
