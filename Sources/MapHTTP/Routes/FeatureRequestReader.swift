import GeoCore
import MapEngine

/// Reads the query of `/collections/{layer}/items` into a `FeatureRequest`, or says which parameter is wrong and why.
struct FeatureRequestReader {
    private let definition: LayerDefinition
    private let exchange: Exchange
    private let limits: WorkspaceConfiguration.Limits
    private let visibleFields: Set<String>

    private static let known: Set<String> = [
        "f", "limit", "bbox", "near", "radius", "unit", "at", "after", "properties", "crs", "bbox-crs",
    ]

    init(_ definition: LayerDefinition, exchange: Exchange, limits: WorkspaceConfiguration.Limits) {
        self.definition = definition
        self.exchange = exchange
        self.limits = limits
        visibleFields = Set(
            definition.fields.map(\.name).filter { definition.access.allowsField($0, for: exchange.caller) })
    }

    private var parameters: QueryParameters { exchange.parameters }

    func request() throws -> FeatureRequest {
        try parameters.allow(Self.known.union(visibleFields))
        try requireCRS84("crs")
        try requireCRS84("bbox-crs")
        var request = FeatureRequest(layer: definition.id, caller: exchange.caller, limit: try limit())
        request.box = try exchange.boundingBox()
        request.near = try circle()
        request.unit = parameters["unit"]
        request.moment = try exchange.moment()
        request.after = try cursor()
        request.fields = try chosenFields()
        for name in visibleFields where !Self.known.contains(name) {
            if let value = parameters[name] { request.equals[name] = value }
        }
        return request
    }

    private func limit() throws -> Int {
        guard let limit = try parameters.integer("limit") else { return limits.defaultItems }
        guard limit >= 1 else {
            throw EngineError(.invalidParameter, "“limit” must be at least 1, not \(limit).", parameter: "limit")
        }
        return min(limit, limits.maxItems)
    }

    private func circle() throws -> FeatureRequest.Circle? {
        guard let place = try parameters.numbers("near") else {
            if parameters["radius"] == nil { return nil }
            throw EngineError(.invalidParameter, "“radius” needs “near=LON,LAT” beside it.", parameter: "radius")
        }
        guard place.count == 2, (-180...180).contains(place[0]), (-90...90).contains(place[1]) else {
            throw EngineError(.invalidParameter, "“near” must be LON,LAT in degrees.", parameter: "near")
        }
        guard let radius = try parameters.number("radius") else {
            throw EngineError(.invalidParameter, "“near” needs “radius=METRES” beside it.", parameter: "near")
        }
        guard radius > 0, radius <= 20_100_000 else {
            throw EngineError(
                .invalidParameter, "“radius” must be above 0 and at most 20100000 m.", parameter: "radius")
        }
        return .init(center: Coordinate(longitude: place[0], latitude: place[1]), radiusMeters: radius)
    }

    private func cursor() throws -> PageCursor? {
        guard let token = parameters["after"] else { return nil }
        guard let cursor = PageCursor(token: token) else {
            throw EngineError(
                .invalidParameter, "“after” comes from a next link and is not to be written by hand.",
                parameter: "after")
        }
        return cursor
    }

    private func chosenFields() throws -> [String]? {
        guard let text = parameters["properties"] else { return nil }
        return try text.split(separator: ",").map { part in
            try requireField(String(part), parameter: "properties")
            return String(part)
        }
    }

    private func requireField(_ name: String, parameter: String) throws {
        guard !visibleFields.contains(name) else { return }
        throw EngineError(
            .invalidParameter, "The layer “\(definition.id)” has no field “\(name)”.", parameter: parameter)
    }

    private func requireCRS84(_ name: String) throws {
        guard let text = parameters[name] else { return }
        guard CRS(text) == .crs84 else {
            throw EngineError(
                .invalidParameter, "“\(name)” may only be \(CRS.crs84.uri); the collection lists no other.",
                parameter: name)
        }
    }
}

extension Exchange {
    /// `bbox` in CRS84, or `nil` where it is absent; heights are passed over (OGC API – Features Part 1, 7.15.3).
    func boundingBox() throws -> BoundingBox? {
        guard let numbers = try parameters.numbers("bbox") else { return nil }
        guard numbers.count == 4 || numbers.count == 6 else {
            throw EngineError(
                .invalidParameter, "“bbox” must be 4 or 6 numbers, not \(numbers.count).", parameter: "bbox")
        }
        let flat = numbers.count == 4 ? numbers : [numbers[0], numbers[1], numbers[3], numbers[4]]
        guard flat[1] <= flat[3] else {
            throw EngineError(.invalidParameter, "The south of “bbox” lies north of its north.", parameter: "bbox")
        }
        guard (-90...90).contains(flat[1]), (-90...90).contains(flat[3]) else {
            throw EngineError(
                .invalidParameter, "“bbox” is west,south,east,north in degrees: latitudes lie within ±90.",
                parameter: "bbox")
        }
        return BoundingBox(west: flat[0], south: flat[1], east: flat[2], north: flat[3])
    }
}
