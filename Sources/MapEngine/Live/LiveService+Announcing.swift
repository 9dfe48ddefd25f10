package import GeoCore
import GeoStorage
import LiveMap

extension LiveService {
    /// Tells that values of an indicator were sent: one event for each unit, as the public sees its value, and one for each value
    /// that follows from them.
    package func announce(_ receipt: KPIReceipt, of indicator: String) async throws {
        try await announce(
            receipt.lines.map { KPIReceipt.Consequence(indicator: indicator, line: $0) } + receipt.consequences)
    }

    /// Tells values of indicators, each as the public sees it.
    func announce(_ told: [KPIReceipt.Consequence]) async throws {
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
    private static func subject(_ told: KPIReceipt.Consequence) -> String {
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
    ///   - topic: `report` or `camera`.
    package func announce(_ ids: [Int64], of layer: LayerID, topic: EventTopic) async throws {
        guard let definition = state.catalogue[layer], !ids.isEmpty else { return }
        let payload = FeaturePayload(definition)
        let commune = definition.index(of: "commune")
        try await EngineError.translating {
            let query = FeatureQuery(layer: layer, ids: ids, limit: ids.count)
            let events = try await self.store.features(query).features.map { feature in
                LiveEvent(
                    topic: topic.rawValue, subject: topic.isLatestOnly ? "\(layer)/\(feature.id)" : nil,
                    time: self.currentInstant, units: Self.units(of: feature, commune),
                    box: feature.geometry?.boundingBox,
                    access: EventAudience(
                        layer: layer, isRestricted: !definition.access.showsPublicly(feature, in: definition)
                    ).text,
                    payload: payload.bytes(of: feature))
            }
            try await self.works().log.publish(events)
        }
    }

    private static func units(of feature: Feature, _ field: Int?) -> [String]? {
        guard let field, case .text(let code) = feature.values[field] else { return nil }
        return [code]
    }
}

extension AccessSettings {
    /// Whether the public sees a row.
    func showsPublicly(_ feature: Feature, in definition: LayerDefinition) -> Bool {
        rowScope(for: .anonymous)?.admits(feature.values, of: definition) ?? true
    }

    /// Whether a caller may see an event of a layer.
    func allows(_ event: PublishedEvent, for caller: Caller) -> Bool {
        guard allowsReading(by: caller) else { return false }
        guard event.audience.isRestricted, rowScope(for: caller) != nil else { return true }
        return caller.role == .commune && caller.unit.map(event.units.contains) ?? false
    }
}
