package import GeoCore
import GeoStorage

/// Answers queries for features, for callers who may see them.
package final class FeatureService: Sendable {
    private let store: SpatiaLiteStore
    private let state: EngineState
    private let units: UnitService

    init(store: SpatiaLiteStore, state: EngineState, units: UnitService) {
        self.store = store
        self.state = state
        self.units = units
    }

    /// A page of the features that a request asks for.
    ///
    /// - Throws: `notFound` for an unknown layer or unit, `unauthenticated` or `forbidden` for a layer the caller may
    ///   not read, `invalidParameter` for a value that no field of its type can have.
    package func features(_ request: FeatureRequest) async throws -> FeatureResult {
        let definition = try state.layer(request.layer.name, for: request.caller)
        guard try await store.layer(definition.id) != nil else { return empty(definition, request) }
        var query = FeatureQuery(layer: definition.id, limit: request.limit)
        query.box = request.box
        query.rows = definition.access.rowScope(for: request.caller)
        query.equals = try conditions(request, definition)
        try await apply(request.moment, to: &query, definition)
        let alternates = try await apply(request, unitTo: &query, definition)
        let complete = query
        var result = try await EngineError.translating {
            if let circle = request.near { return try await self.nearest(request, circle, complete, definition) }
            return try await self.page(request, complete, definition)
        }
        result.alternateUnits = alternates
        return result
    }

    /// One feature by the id in its path: its identifier or, where the layer's key is one text field, that code.
    ///
    /// - Throws: `notFound` where the layer has no such feature, or had none at the moment.
    package func feature(
        _ id: String, in definition: LayerDefinition, at moment: ValidMoment?, for caller: Caller
    ) async throws -> FeatureResult {
        var request = FeatureRequest(layer: definition.id, caller: caller, limit: 1)
        request.moment = moment
        guard try await store.layer(definition.id) != nil else { throw missing(id, definition) }
        guard var query = query(for: id, in: definition) else { throw missing(id, definition) }
        query.rows = definition.access.rowScope(for: caller)
        try await apply(moment, to: &query, definition)
        let final = query
        let page = try await EngineError.translating { try await self.store.features(final) }
        guard !page.features.isEmpty else { throw missing(id, definition) }
        return result(page.features.map { FoundFeature(feature: $0) }, definition, request, matched: nil, next: nil)
    }

    private func query(for id: String, in definition: LayerDefinition) -> FeatureQuery? {
        if let number = Int64(id), number > 0, number < 1 << 53, String(number) == id {
            return FeatureQuery(layer: definition.id, ids: [number], limit: 1)
        }
        guard let key = definition.key.first, definition.key.count == 1,
            let field = definition.index(of: key), definition.fields[field].type == .text
        else { return nil }
        let condition = FieldCondition(field: key, value: .text(Self.code(id, in: definition)))
        return FeatureQuery(layer: definition.id, equals: [condition], limit: 1)
    }

    /// A vessel's number in the usual spelling, whatever the spelling in the path; any other code as it is.
    private static func code(_ text: String, in definition: LayerDefinition) -> String {
        guard definition.key == ["so_dang_ky"] else { return text }
        return VesselRegistration(text)?.display ?? text
    }

    private func missing(_ id: String, _ definition: LayerDefinition) -> EngineError {
        EngineError(.notFound, "The layer “\(definition.id)” has no feature “\(id)”.", parameter: "id")
    }

    private func empty(_ definition: LayerDefinition, _ request: FeatureRequest) -> FeatureResult {
        result([], definition, request, matched: 0, next: nil)
    }

    private func result(
        _ features: [FoundFeature], _ definition: LayerDefinition, _ request: FeatureRequest, matched: Int?,
        next: PageCursor?
    ) -> FeatureResult {
        let chosen = request.fields.map(Set.init)
        let visible = definition.fields.indices.filter { index in
            let name = definition.fields[index].name
            return definition.access.allowsField(name, for: request.caller) && (chosen?.contains(name) ?? true)
        }
        return FeatureResult(
            definition: definition, visibleFields: visible, features: features, matched: matched, next: next)
    }
}

// MARK: - Conditions

extension FeatureService {
    private func conditions(_ request: FeatureRequest, _ definition: LayerDefinition) throws -> [FieldCondition] {
        try request.equals.sorted { $0.key < $1.key }.map { name, text in
            guard let index = definition.index(of: name), definition.access.allowsField(name, for: request.caller)
            else {
                throw EngineError(
                    .invalidParameter, "The layer “\(definition.id)” has no field “\(name)”.", parameter: name)
            }
            let field = definition.fields[index]
            guard let value = ValueReader(field).value(of: text) else {
                throw EngineError(.invalidParameter, "“\(text)” is no \(field.type.rawValue).", parameter: name)
            }
            return FieldCondition(field: name, value: value)
        }
    }

    /// Valid time where the layer has it, else the newest revision committed by the end of the day.
    ///
    /// Who sees only some rows of a layer sees them as they are now: a row that was open once may since have been withdrawn.
    private func apply(
        _ moment: ValidMoment?, to query: inout FeatureQuery, _ definition: LayerDefinition
    ) async throws {
        guard let moment else { return }
        if let validity = definition.validity {
            query.validity = ValidityCondition(validity, day: moment.day)
        } else {
            query.revision = try await store.revision(of: definition.id, at: moment.end)
            guard query.rows != nil, let revision = query.revision,
                try await store.layer(definition.id)?.revision != revision
            else { return }
            throw EngineError(
                .forbidden, "The past of the layer “\(definition.id)” is not open to you; leave “at” out.",
                parameter: "at")
        }
    }

    private func apply(
        _ request: FeatureRequest, unitTo query: inout FeatureQuery, _ definition: LayerDefinition
    ) async throws -> [AdministrativeUnit] {
        guard let code = request.unit else { return [] }
        let (unit, others) = try await units.resolve(code, at: request.moment)
        if let homes = state.catalogue.homeUnits[definition.id] {
            let field = try homes.field(unit.level, of: definition.id)
            query.equals.append(FieldCondition(field: field, value: .text(unit.code)))
            return others
        }
        query.unit = try await units.membership(of: definition, in: unit)
        return others
    }
}

// MARK: - Pages

extension FeatureService {
    private func page(
        _ request: FeatureRequest, _ base: FeatureQuery, _ definition: LayerDefinition
    ) async throws -> FeatureResult {
        var query = base
        query.after = request.after?.id
        query.counting = .matched
        let page = try await store.features(query)
        return result(
            page.features.map { FoundFeature(feature: $0) }, definition, request, matched: page.matched,
            next: page.next.map { PageCursor(id: $0) })
    }

    private func nearest(
        _ request: FeatureRequest, _ circle: FeatureRequest.Circle, _ base: FeatureQuery, _ definition: LayerDefinition
    ) async throws -> FeatureResult {
        var filter = base
        filter.counting = .matched
        let after = request.after.flatMap { cursor in
            cursor.distanceMeters.map { NearbyQuery.Place(distanceMeters: $0, id: cursor.id) }
        }
        let page = try await store.features(
            NearbyQuery(
                filter: filter, center: circle.center, radiusMeters: circle.radiusMeters, after: after,
                limit: request.limit))
        let found = page.features.map { FoundFeature(feature: $0.feature, distanceMeters: $0.distanceMeters) }
        let next = page.next.map { PageCursor(id: $0.id, distanceMeters: $0.distanceMeters) }
        return result(found, definition, request, matched: page.matched, next: next)
    }
}
