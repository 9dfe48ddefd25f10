import GeoCore
import Hummingbird
import MapEngine

/// `/units`, `/units/{code}`, `/units/{code}/history`, `/locate` and `/coordinates`.
struct PlaceRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.get("/units") { try await list(exchange($0, $1)) }
        router.get("/units/:code") { try await unit(exchange($0, $1)) }
        router.get("/units/:code/history") { try await history(exchange($0, $1)) }
        router.get("/locate") { try await locate(exchange($0, $1)) }
        router.get("/coordinates") { try await coordinates(exchange($0, $1)) }
    }

    private func list(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["level", "q", "at", "f"])
        let level = try exchange.unitLevel()
        let units = try await engine.units.units(level: level, words: exchange.parameters["q"], at: exchange.moment())
        let document = JSONDocument.object(["units": .array(units.map(UnitDocument.value))])
        return try exchange.document(document, title: "Đơn vị hành chính · Administrative units")
    }

    private func unit(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["at", "f"])
        let unit = try await engine.units.unit(exchange.part("code"), at: exchange.moment())
        let box = try await engine.units.extent(of: unit)
        let value = UnitDocument.value(unit).adding("bbox", box.map(UnitDocument.box))
        return try exchange.document(value, title: unit.name)
    }

    private func history(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["f"])
        let history = try await engine.units.history(of: exchange.part("code"))
        let document = JSONDocument.object([
            "units": .array(history.versions.map(UnitDocument.value)),
            "predecessors": .array(history.predecessors.map(UnitDocument.value)),
            "successors": .array(history.successors.map(UnitDocument.value)),
        ])
        return try exchange.document(document, title: "Lịch sử đơn vị · Unit history")
    }

    private func locate(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["lon", "lat", "at", "f"])
        let place = try exchange.place()
        let located = try await engine.units.locate(place, at: exchange.moment(), for: exchange.caller)
        let document = JSONDocument.object([
            "units": .array(located.units.map(UnitDocument.value)),
            "address": located.address.flatMap(ItemDocument.feature) ?? .null,
            "parcel": located.parcel.flatMap(ItemDocument.feature) ?? .null,
        ])
        return try exchange.document(document, title: "Vị trí · Place")
    }

    private func coordinates(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["lon", "lat", "crs", "f"])
        let place = try exchange.place()
        let name = exchange.parameters["crs"] ?? engine.configuration.province.crs.name
        guard let crs = CRS(name) else {
            throw EngineError(.invalidParameter, "“crs” must be such as EPSG:9217, not “\(name)”.", parameter: "crs")
        }
        let projected = try await engine.coordinates.project(place, to: crs)
        let document = JSONDocument.object([
            "crs": .string(crs.name),
            "name": .string(projected.name),
            "x": .number(projected.northing),
            "y": .number(projected.easting),
            "lon": .number(place.longitude),
            "lat": .number(place.latitude),
        ])
        return try exchange.document(document, title: "Toạ độ · Coordinates")
    }
}

extension Exchange {
    /// `lon` and `lat`, both required.
    func place() throws -> Coordinate {
        guard let longitude = try parameters.number("lon"), let latitude = try parameters.number("lat") else {
            throw EngineError(.invalidParameter, "“lon” and “lat” are both needed, in degrees.", parameter: "lon")
        }
        guard (-180...180).contains(longitude), (-90...90).contains(latitude) else {
            throw EngineError(.invalidParameter, "“lon” lies within ±180 and “lat” within ±90.", parameter: "lat")
        }
        return Coordinate(longitude: longitude, latitude: latitude)
    }

    /// `at`, or `nil` where it is absent.
    func moment() throws -> ValidMoment? {
        guard let text = parameters["at"] else { return nil }
        guard let moment = ValidMoment(text) else {
            throw EngineError(
                .invalidParameter, "“at” must be a day such as 2025-07-01, not “\(text)”.", parameter: "at")
        }
        return moment
    }

    /// `level`, or `nil` where it is absent.
    func unitLevel() throws -> UnitLevel? {
        guard let name = parameters["level"] else { return nil }
        guard let level = UnitLevel(rawValue: name) else {
            throw EngineError(
                .invalidParameter, "“level” may be province, district or commune, not “\(name)”.", parameter: "level")
        }
        return level
    }
}

/// An administrative unit as JSON.
enum UnitDocument {
    static func value(_ unit: AdministrativeUnit) -> JSONDocument {
        .object([
            "code": .string(unit.code),
            "name": .string(unit.name),
            "level": .string(unit.level.rawValue),
            "parent": .text(unit.parent) ?? .null,
            "validFrom": .text(unit.validFrom) ?? .null,
            "validTo": .text(unit.validTo) ?? .null,
            "id": .integer(unit.id),
        ])
    }

    static func box(_ box: BoundingBox) -> JSONDocument {
        .array([box.west, box.south, box.east, box.north].map { .number($0) })
    }
}
