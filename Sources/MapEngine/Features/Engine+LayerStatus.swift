package import GeoCore
import GeoStorage

extension Engine {
    /// What a caller may know of how much a layer holds; `nil` before its first import.
    ///
    /// Where the caller sees only some rows, those are counted, and neither the extent nor the revision of all is told.
    package func status(of definition: LayerDefinition, for caller: Caller) async throws -> LayerStatus? {
        guard let status = statuses[definition.id] else { return nil }
        guard let scope = definition.access.rowScope(for: caller) else { return status }
        let query = FeatureQuery(
            layer: definition.id, rows: scope, limit: 1, fields: [], content: .withoutGeometry, counting: .matched)
        let page = try await EngineError.translating { try await self.store.features(query) }
        return LayerStatus(featureCount: page.matched ?? 0, extent: nil, revision: nil)
    }
}
