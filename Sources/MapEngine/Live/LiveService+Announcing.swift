package import GeoCore
import GeoStorage
import LiveMap

extension LiveService {
    /// Tells that values of an indicator were sent: one event for each unit, and one for each value that follows from them.
    package func announce(_ receipt: KPIReceipt) async throws {
        try await announce(receipt.lines + receipt.consequences)
    }

    /// Tells values of indicators, each to those who may read it.
    func announce(_ told: [ToldValue]) async throws {
        let moment = currentInstant
        let events = told.compactMap { told -> LiveEvent? in
            let unit = told.line.entry.unit
            guard let layer = state.catalogue.units(unit.level)?.id else { return nil }
            return LiveEvent(
                topic: EventTopic.kpi.rawValue, subject: Self.subject(told), time: moment, units: [unit.code],
                access: EventAudience(layer: layer).text, payload: Self.payload(told.line, of: told.indicator))
        }
        try await EngineError.translating { try await self.works().log.publish(events) }
    }

    /// One value: an older one is not told again, since beside a newer one it might tell what is hidden now.
    private static func subject(_ told: ToldValue) -> String {
        let entry = told.line.entry
        let category = entry.category.map { "/\($0)" } ?? ""
        return "\(told.indicator)/\(entry.unit.code)/\(entry.period)\(category)"
    }

    /// A feature without a geometry: the unit's shape is in its tiles.
    private static func payload(_ line: KPIAnswer.Line, of indicator: String) -> [UInt8] {
        guard case .object(let members) = KPIDocuments.line(line) else { return Array("null".utf8) }
        let properties = JSONValue.object([JSONMember(name: "kpi", value: .text(indicator))] + members)
        return JSONText.bytes(
            of: .object([
                JSONMember(name: "type", value: .text("Feature")),
                JSONMember(name: "id", value: .text("\(indicator)/\(line.entry.unit.code)")),
                JSONMember(name: "geometry", value: .null), JSONMember(name: "properties", value: properties),
            ]))
    }

    /// Tells that rows of a layer were added or changed by an edit.
    ///
    /// - Parameters:
    ///   - ids: The features, as they are now.
    ///   - topic: Such as `report`.
    ///   - change: What became of them.
    package func announce(
        _ ids: [Int64], of layer: LayerID, topic: EventTopic, _ change: RowChange = .edited
    ) async throws {
        guard let definition = state.catalogue[layer], !ids.isEmpty else { return }
        let payload = FeaturePayload(definition)
        try await EngineError.translating {
            let query = FeatureQuery(layer: layer, ids: ids, limit: ids.count)
            let events = try await self.store.features(query).features.flatMap { feature in
                let event = self.event(of: feature, in: definition, topic, payload.bytes(of: feature))
                return change == .takenBack ? [Self.gone(feature.id, event, from: layer), event] : [event]
            }
            try await self.works().log.publish(events)
        }
    }

    private func event(
        of feature: Feature, in definition: LayerDefinition, _ topic: EventTopic, _ payload: [UInt8]
    ) -> LiveEvent {
        let rows = definition.access.rows(showing: feature, in: definition)
        return LiveEvent(
            topic: topic.rawValue, subject: topic.isLatestOnly ? "\(definition.id)/\(feature.id)" : nil,
            time: currentInstant, units: Self.units(of: feature, definition.index(of: "commune")),
            box: feature.geometry?.boundingBox, access: EventAudience(layer: definition.id, rows: rows).text,
            payload: payload)
    }

    /// A feature without geometry and properties (RFC 7946, 3.2), for those who saw the one that an event is of.
    private static func gone(_ id: Int64, _ event: LiveEvent, from layer: LayerID) -> LiveEvent {
        var gone = event
        gone.subject = event.subject.map { $0 + "/gone" }
        gone.access = EventAudience(layer: layer, rows: .gone).text
        gone.payload = Array(#"{"type":"Feature","id":\#(id),"geometry":null,"properties":null}"#.utf8)
        return gone
    }

    private static func units(of feature: Feature, _ field: Int?) -> [String]? {
        guard let field, case .text(let code) = feature.values[field] else { return nil }
        return [code]
    }
}

/// What became of rows that an edit touched.
package enum RowChange: Hashable, Sendable {
    case edited
    /// The public saw them before and does not any more: it is told to show them no longer.
    case takenBack
}

extension AccessSettings {
    /// Whom events of a row are for.
    func rows(showing feature: Feature, in definition: LayerDefinition) -> EventAudience.Rows {
        rowScope(for: .anonymous)?.admits(feature.values, of: definition) ?? true ? .shown : .hidden
    }

    /// Whether a caller may see an event of a layer.
    func allows(_ event: PublishedEvent, for caller: Caller) -> Bool {
        guard allowsReading(by: caller) else { return false }
        return switch event.audience.rows {
        case .shown: true
        case .hidden: seesHidden(event, caller)
        case .gone: !seesHidden(event, caller)
        }
    }

    private func seesHidden(_ event: PublishedEvent, _ caller: Caller) -> Bool {
        rowScope(for: caller) == nil || caller.role == .commune && caller.unit.map(event.units.contains) ?? false
    }
}
