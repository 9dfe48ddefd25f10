import Foundation
import GeoCore
import GeoStorage
import LiveMap

extension DeviceWorks {
    /// Makes messages durable, judges them, shows them; answers for each.
    func receive(
        _ batch: DeviceBatch, of id: LayerID, clock: EventClock, book: ViolationBook
    ) async throws -> PositionAnswer {
        var answer = PositionAnswer(refusals: batch.refusals)
        let admitted = admit(batch.messages, to: id, &answer)
        guard !admitted.isEmpty else { return answer }
        let receipt = try await history.append(
            LiveBatch(fixes: admitted.map(\.fix), readings: admitted.flatMap(\.readings)))
        let amended = take(admitted, receipt, of: id, clock: clock, &answer)
        try await judgeAgain(amended, of: id, until: moment(clock), book: book)
        try await settle(book)
        return answer
    }

    private struct Admitted {
        var message: DeviceMessage
        var fix: ReceivedFix
        var values: [String: FieldValue]
        var readings: [Reading]
    }

    /// The messages of devices that may be of the layer and whose place is known; the others are refused.
    private func admit(
        _ messages: [DeviceMessage], to id: LayerID, _ answer: inout PositionAnswer
    ) -> [Admitted] {
        let received = Instant(now())
        return messages.compactMap { message in
            guard let place = message.place ?? layers[id]?.place(of: message.object) else {
                answer.refuse(
                    message, "No place is known of “\(message.spelling)”: register it, or send “lon” and “lat”.")
                return nil
            }
            if let owner = owners[message.object], owner != id {
                answer.refuse(
                    message, "“\(message.spelling)” is a device of the layer “\(owner.name)”; codes must differ.")
                return nil
            }
            return admit(message, at: place, to: id, received: received)
        }
    }

    private func admit(
        _ message: DeviceMessage, at place: Coordinate, to id: LayerID, received: Instant
    ) -> Admitted? {
        let fix = message.fix(at: place)
        guard let classified = layers[id]?.classify(fix, received: received) else { return nil }
        let values = layers[id]?.values(of: fix, message.values) ?? [:]
        var readings = values.sorted { $0.key < $1.key }.map { name, value in
            Reading(object: fix.object, name: name, time: fix.time, value: value.reading)
        }
        if layers[id]?.table.rows[fix.object]?.fid == nil {
            readings.append(
                Reading(object: fix.object, name: Self.layerMark, time: fix.time, value: .state(id.name)))
        }
        owners[fix.object] = id
        return Admitted(message: message, fix: classified, values: values, readings: readings)
    }

    /// Judges and shows what was stored; answers the devices of which more was said of a moment that was judged already.
    private func take(
        _ admitted: [Admitted], _ receipt: LiveReceipt, of id: LayerID, clock: EventClock,
        _ answer: inout PositionAnswer
    ) -> Set<ObjectID> {
        var amended: Set<ObjectID> = []
        var spellings: [ObjectID: String] = [:]
        var place = 0
        for (index, one) in admitted.enumerated() {
            let outcomes = receipt.readings[place..<(place + one.readings.count)]
            place += one.readings.count
            let fix = one.fix.fix
            let isNew = receipt.fixes[index] == .stored
            guard isNew || outcomes.contains(.stored) else {
                answer.duplicate += 1
                continue
            }
            eventTime = max(eventTime, fix.time)
            spellings[fix.object] = one.message.spelling
            var hasFault = false
            if !isNew {
                amended.insert(fix.object)
            } else if one.fix.quality != .suspect {
                hasFault = judge(fix, one.values, of: id)
            }
            answer.accept(one.fix.quality, hasFault: hasFault)
        }
        show(spellings, of: id, at: moment(clock))
        return amended
    }

    /// Judges a message, or lets it wait; answers whether a number was a fault of its sensor.
    private func judge(_ fix: Fix, _ values: [String: FieldValue], of id: LayerID) -> Bool {
        guard waiting[fix.object] == nil else {
            waiting[fix.object]?.append((fix, values))
            return false
        }
        guard let (findings, hasFault) = layers[id]?.take(fix, values) else { return false }
        note(findings)
        return hasFault
    }

    private func show(_ spellings: [ObjectID: String], of id: LayerID, at moment: Instant) {
        for (object, spelling) in spellings { layers[id]?.show(object, name: spelling) }
        note(layers[id]?.advance(spellings.keys.sorted(), to: moment) ?? [])
    }

    func moment(_ clock: EventClock) -> Instant { clock == .arrival ? Instant(now()) : eventTime }
}

extension PositionAnswer {
    /// Says of a message that it was not taken.
    mutating func refuse(_ message: DeviceMessage, _ reason: String) {
        refusals.append(RefusedRecord(index: message.index, reason: reason))
    }

    /// Counts a message that was taken.
    mutating func accept(_ quality: FixQuality, hasFault: Bool) {
        accepted += 1
        if quality == .late { late += 1 }
        if quality == .suspect || hasFault { suspect += 1 }
    }
}
