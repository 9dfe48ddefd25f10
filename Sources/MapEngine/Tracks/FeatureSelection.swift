import GeoCore

/// Chooses among features in memory as a request asks, and cuts the page.
struct FeatureSelection {
    let request: FeatureRequest
    let definition: LayerDefinition
    /// The fields and the values that they must have.
    private let conditions: [(index: Int, value: FieldValue)]
    private let rows: RowScope?

    /// - Throws: `invalidParameter` for a field that the layer has not or a value that is none of its type.
    init(_ request: FeatureRequest, _ definition: LayerDefinition, unit: (field: String, code: String)?) throws {
        self.request = request
        self.definition = definition
        rows = definition.access.rowScope(for: request.caller)
        var wanted = try request.equals.sorted { $0.key < $1.key }.map { name, text in
            try Self.condition(name, text, definition, request.caller)
        }
        if let unit, let index = definition.index(of: unit.field) { wanted.append((index, .text(unit.code))) }
        conditions = wanted
    }

    private static func condition(
        _ name: String, _ text: String, _ definition: LayerDefinition, _ caller: Caller
    ) throws -> (Int, FieldValue) {
        guard let index = definition.index(of: name), definition.access.allowsField(name, for: caller) else {
            throw EngineError(
                .invalidParameter, "The layer “\(definition.id)” has no field “\(name)”.", parameter: name)
        }
        let field = definition.fields[index]
        guard let value = ValueReader(field).value(of: text) else {
            throw EngineError(.invalidParameter, "“\(text)” is no \(field.type.rawValue).", parameter: name)
        }
        return (index, value)
    }

    /// The page of the features that fit: by identifier, or by distance where that is asked for.
    func page(of features: [Feature]) -> FeatureResult {
        let found = located(features.filter(admits))
        let rest = found.drop { !isAfterCursor($0) }
        let page = Array(rest.prefix(request.limit))
        let next = rest.count > page.count ? page.last.map(cursor) : nil
        return FeatureResult(
            definition: definition, visibleFields: visibleFields, features: page, matched: found.count, next: next)
    }

    private func admits(_ feature: Feature) -> Bool {
        conditions.allSatisfy { feature.values[$0.index] == $0.value }
            && (rows?.admits(feature.values, of: definition) ?? true) && isInBox(feature)
    }

    private func isInBox(_ feature: Feature) -> Bool {
        guard let box = request.box else { return true }
        return feature.geometry?.boundingBox.map { place in box.parts.contains { $0.intersects(place) } } ?? false
    }

    /// In the order of the answer, with distances where these are asked for.
    private func located(_ features: [Feature]) -> [FoundFeature] {
        guard let circle = request.near else {
            return features.map { FoundFeature(feature: $0) }.sorted { $0.feature.id < $1.feature.id }
        }
        let origin = GeodesicOrigin(circle.center)
        return features.compactMap { feature -> FoundFeature? in
            guard let distance = feature.geometry.map({ origin.distance(to: $0) }), distance <= circle.radiusMeters
            else { return nil }
            return FoundFeature(feature: feature, distanceMeters: distance)
        }.sorted { Self.place($0) < Self.place($1) }
    }

    private static func place(_ found: FoundFeature) -> (Double, Int64) {
        (found.distanceMeters ?? 0, found.feature.id)
    }

    private func isAfterCursor(_ found: FoundFeature) -> Bool {
        guard let after = request.after else { return true }
        return Self.place(found) > (request.near == nil ? 0 : after.distanceMeters ?? 0, after.id)
    }

    private func cursor(_ found: FoundFeature) -> PageCursor {
        PageCursor(id: found.feature.id, distanceMeters: found.distanceMeters)
    }

    private var visibleFields: [Int] {
        let chosen = request.fields.map(Set.init)
        return definition.fields.indices.filter { index in
            let name = definition.fields[index].name
            return definition.access.allowsField(name, for: request.caller) && (chosen?.contains(name) ?? true)
        }
    }
}
