import GeoCore
import GeoStorage
import LiveMap

extension LiveWorks {
    /// Takes positions of vessels, and those of other kinds to the layers whose devices they are of; answers for each.
    func receive(_ batch: PositionBatch, clock: EventClock) async throws -> PositionAnswer {
        guard batch.reports.contains(where: { $0.kind != PositionReport.vessel }) else {
            return try await receiveVessels(batch, clock: clock)
        }
        var vessels = batch
        vessels.reports = batch.reports.filter { $0.kind == PositionReport.vessel }
        var answer = try await receiveVessels(vessels, clock: clock)
        let others = Dictionary(
            grouping: zip(batch.reportIndices, batch.reports).filter { $0.1.kind != PositionReport.vessel },
            by: \.1.kind)
        for (kind, reports) in others.sorted(by: { $0.key < $1.key }) {
            let messages = reports.map { DeviceMessage(index: $0.0, $0.1) }
            answer = answer + (try await receive(messages, ofKind: kind, clock: clock))
        }
        return answer
    }

    private func receive(
        _ messages: [DeviceMessage], ofKind kind: String, clock: EventClock
    ) async throws -> PositionAnswer {
        if let layer = await devices.layer(ofKind: kind) {
            return try await receive(DeviceBatch(messages: messages), of: layer, clock: clock)
        }
        let known = await devices.kindNames.joined(separator: ", ")
        var answer = PositionAnswer()
        for message in messages {
            answer.refuse(message, "No layer has devices of the kind “\(kind)”; the kinds are vessel, \(known).")
        }
        return answer
    }

    /// Takes messages of a layer's devices.
    func receive(_ batch: DeviceBatch, of layer: LayerID, clock: EventClock) async throws -> PositionAnswer {
        try await devices.receive(batch, of: layer, clock: clock, book: book)
    }
}

extension PositionBatch {
    /// The places of the reports in their body: those that no refusal has.
    fileprivate var reportIndices: [Int] {
        let refused = Set(refusals.map(\.index))
        return Array((0..<count).lazy.filter { !refused.contains($0) }.prefix(reports.count))
    }
}
