package import GeoCore

/// Reads positions as senders write them in JSON: one object, an array, or one object a line (NDJSON).
///
/// `{"vessel": "BĐ 99119-TS", "time": "…", "lon": 109.9, "lat": 13.6, "speed": 6.1, "course": 84, "device": "…",
/// "source": "vms"}`. `speed`, `course`, `device` and `source` may be left out or null; `kind` names another moving
/// object than a vessel, whose code then stands in `object`. Other members are skipped. A record with a fault is
/// refused for itself; the rest of its body is taken.
package struct PositionReader: Hashable, Sendable {
    /// How a body is split into records.
    package enum Form: Hashable, Sendable {
        /// One object or one array, as `application/json` says.
        case json
        /// An object on each line, as `application/x-ndjson` says; blank lines are passed over.
        case lines
        /// Whatever it is: an array, one object, or an object on each line.
        case detected
    }

    /// The moment that times are compared with: the arrival.
    package var now: Instant
    /// How far a sender's clock may be ahead.
    package var secondsAhead: Int64
    /// No sender has a true time before it.
    package var earliest: Instant
    package var maxRecords: Int

    package init(
        now: Instant, secondsAhead: Int64 = 300, earliest: Instant = Instant(seconds: 946_684_800),
        maxRecords: Int = 200_000
    ) {
        self.now = now
        self.secondsAhead = secondsAhead
        self.earliest = earliest
        self.maxRecords = maxRecords
    }

    /// The records of a body, each as a report or a refusal.
    ///
    /// - Throws: `PositionBodyError` where the body cannot be split into records: an array or a single object with a fault of
    ///   syntax, or more records than the limit. With one object on each line only the limit can be passed.
    package func read(_ body: [UInt8], form: Form = .detected) throws(PositionBodyError) -> PositionBatch {
        var scanner = PositionScanner(body)
        switch form {
        case .json: return try whole(&scanner)
        case .lines: return try lines(&scanner)
        case .detected:
            // A body that begins with an object is one object, or else the first of many lines.
            if scanner.peek() == UInt8(ascii: "[") || !scanner.hasLines { return try whole(&scanner) }
            var trial = scanner
            if let single = try? whole(&trial) { return single }
            return try lines(&scanner)
        }
    }

    private func whole(_ scanner: inout PositionScanner) throws(PositionBodyError) -> PositionBatch {
        var batch = PositionBatch()
        if scanner.peek() == UInt8(ascii: "[") {
            try readArray(&scanner, into: &batch)
        } else {
            keep(try record(&scanner), in: &batch)
        }
        try scanner.expectEnd()
        return batch
    }

    private func readArray(_ scanner: inout PositionScanner, into batch: inout PositionBatch) throws(PositionBodyError)
    {
        guard try scanner.open(.array) else { return }
        repeat {
            try checkLimit(batch, at: scanner.offset)
            keep(try record(&scanner), in: &batch)
        } while try scanner.hasNext(in: .array)
    }

    private func lines(_ scanner: inout PositionScanner) throws(PositionBodyError) -> PositionBatch {
        var batch = PositionBatch()
        while scanner.enterLine() {
            try checkLimit(batch, at: scanner.offset)
            do throws(PositionBodyError) {
                let draft = try record(&scanner)
                try scanner.expectEnd()
                keep(draft, in: &batch)
            } catch {
                let fault = PositionFault.notJSON(error.message, offset: error.offset)
                batch.refusals.append(PositionRefusal(index: batch.count, fault: fault))
            }
            scanner.leaveLine()
        }
        return batch
    }

    /// `nil` for a value that is no object.
    private func record(_ scanner: inout PositionScanner) throws(PositionBodyError) -> PositionDraft? {
        guard scanner.peek() == UInt8(ascii: "{") else {
            try scanner.skipValue()
            return nil
        }
        var draft = PositionDraft()
        try draft.read(&scanner)
        return draft
    }

    private func keep(_ draft: PositionDraft?, in batch: inout PositionBatch) {
        do throws(PositionFault) {
            guard let draft else { throw .notAnObject }
            batch.reports.append(try draft.report(self))
        } catch {
            batch.refusals.append(PositionRefusal(index: batch.count, fault: error))
        }
    }

    private func checkLimit(_ batch: PositionBatch, at offset: Int) throws(PositionBodyError) {
        guard batch.count < maxRecords else {
            throw PositionBodyError(
                code: .tooMany, offset: offset, message: "there are more than \(maxRecords) records")
        }
    }
}
