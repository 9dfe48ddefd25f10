import GeoCore
import GeoStorage
import LiveMap

extension DeviceWorks {
    /// Judges the past of devices again from the history, and notes how that differs from what the book holds.
    ///
    /// The past of a device reaches as far back as it is remembered, and as far as any violation that lasted into that.
    func judgeAgain(
        _ objects: Set<ObjectID>, of id: LayerID, until moment: Instant, book: ViolationBook
    ) async throws {
        guard !objects.isEmpty, let kind = layers[id]?.kind else { return }
        try await settle(book)
        var held: [ObjectID: [Violation]] = [:]
        for violation in await book.held(of: [.reading]) {
            for object in violation.objects where objects.contains(object) {
                held[object, default: []].append(violation)
            }
        }
        for object in objects.sorted() {
            guard waiting[object] == nil else {
                stale.insert(object)
                continue
            }
            try await judgeAgain(
                object, of: id, windowSeconds: kind.windowSeconds, held: held[object] ?? [], until: moment)
        }
        try await settle(book)
    }

    private func judgeAgain(
        _ object: ObjectID, of id: LayerID, windowSeconds: Double, held: [Violation], until moment: Instant
    ) async throws {
        waiting[object] = []
        defer {
            waiting[object] = nil
            stale.remove(object)
        }
        let newest = try await history.latest(of: object)?.fix.time ?? moment
        let start = Self.start(of: held, before: min(moment.adding(seconds: -windowSeconds), newest))
        var past: [PastMessage] = []
        repeat {
            stale.remove(object)
            past = try await self.past(of: object, of: id, from: start)
        } while stale.contains(object)
        take(past, of: object, of: id, instead: held.filter { $0.opened >= start }, until: moment)
    }

    /// Judges what a device has said, with what has come while that was read.
    private func take(
        _ past: [PastMessage], of object: ObjectID, of id: LayerID, instead held: [Violation], until moment: Instant
    ) {
        // The definition may have changed meanwhile, or have gone.
        guard let kind = layers[id]?.kind else { return }
        let newer = (waiting[object] ?? []).map {
            PastMessage(fix: ReceivedFix(fix: $0.fix, received: $0.fix.time, quality: .good), values: $0.values)
        }
        var device = WatchedDevice(kind, limits: layers[id]?.limits(of: object) ?? [:])
        let found = Self.judge(past + newer, by: &device, until: moment)
        note(
            ViolationChange.changes(from: Dictionary(held.map { ($0.id, $0) }) { first, _ in first }, to: found))
        layers[id]?.replace(object, with: device)
        layers[id]?.show(object, name: object.text)
        _ = layers[id]?.advance([object], to: moment)
    }

    /// What a device's past amounts to: every violation by identifier, those that the judge has forgotten since among them.
    private static func judge(
        _ past: [PastMessage], by device: inout WatchedDevice, until moment: Instant
    ) -> [String: Violation] {
        var found: [String: Violation] = [:]
        func note(_ findings: [Finding]) {
            for finding in findings {
                if case .withdrawn(let violation) = finding { found[violation.id] = nil; continue }
                found[finding.violation.id] = finding.violation
            }
        }
        for message in past {
            device.remember(message.fix)
            guard message.fix.quality != .suspect else { continue }
            let fix = message.fix.fix
            let outcome = device.judge.apply(
                DeviceReading(fix: fix, values: message.values.compactMapValues(\.number)))
            device.show(fix, message.values, implausible: outcome.implausible)
            note(outcome.findings)
        }
        note(device.judge.advance(to: moment))
        return found
    }

    private struct PastMessage {
        var fix: ReceivedFix
        var values: [String: FieldValue]
    }

    /// Where to begin so that no violation is cut: before the first fix of any that lasts into what is looked at.
    private static func start(of held: [Violation], before start: Instant) -> Instant {
        var start = start
        for violation in held.sorted(by: { $0.opened > $1.opened }) {
            let begin = min(violation.opened, violation.evidence.first?.time ?? violation.opened)
            if violation.closed.map({ $0 >= start }) ?? true { start = min(start, begin) }
        }
        return start
    }

    /// What a device has said from a moment on, in event order.
    private func past(
        of object: ObjectID, of id: LayerID, from start: Instant
    ) async throws -> [PastMessage] {
        var values: [Instant: [String: FieldValue]] = [:]
        for field in layers[id]?.fields.measured ?? [] {
            for reading in try await readings(of: object, field.name, from: start) {
                values[reading.time, default: [:]][field.name] = FieldValue(reading.value, type: field.type)
            }
        }
        return try await fixes(of: object, from: start).map {
            PastMessage(fix: $0, values: values[$0.fix.time] ?? [:])
        }
    }

    private func readings(of object: ObjectID, _ name: String, from start: Instant) async throws -> [Reading] {
        var readings: [Reading] = []
        var next = start
        while true {
            let page = try await history.readings(
                of: object, name: name, during: next..<Instant(milliseconds: .max), limit: 20_000)
            readings += page.readings
            guard let more = page.next else { return readings }
            next = more
        }
    }

    private func fixes(of object: ObjectID, from start: Instant) async throws -> [ReceivedFix] {
        var fixes: [ReceivedFix] = []
        var next = start
        while true {
            let page = try await history.fixes(of: object, during: next..<Instant(milliseconds: .max), limit: 20_000)
            fixes += page.fixes
            guard let more = page.next else { return fixes }
            next = more
        }
    }
}
