import GeoCore
import GeoStorage

/// The answer to “what is here?”.
package struct LocatedPlace: Sendable {
    /// The chain of units, the highest first.
    package var units: [AdministrativeUnit]
    /// The nearest address within `UnitService.addressRadiusMeters`.
    package var address: FeatureResult?
    /// The parcel that holds the place.
    package var parcel: FeatureResult?
}

/// What a unit was and became.
package struct UnitHistory: Sendable {
    /// Every version that had the code, oldest first.
    package var versions: [AdministrativeUnit]
    /// Units of the era before whose territory overlaps one of the versions.
    package var predecessors: [AdministrativeUnit]
    /// Units of the era after whose territory overlaps one of the versions.
    package var successors: [AdministrativeUnit]
}

extension UnitService {
    /// An address farther off says nothing about a place.
    static let addressRadiusMeters = 200.0

    /// The unit of each level that holds a place on a day; on a border the lowest code.
    func units(at place: Coordinate, on moment: ValidMoment) async throws -> [AdministrativeUnit] {
        let register = try await register()
        var chain: [AdministrativeUnit] = []
        for level in UnitLevel.allCases {
            guard let layer = catalogueLayer(level) else { continue }
            let ids = try await featuresHolding(place, in: layer.id)
            let holding = register.units.filter { $0.level == level && ids.contains($0.id) && $0.isValid(on: moment) }
            if let first = holding.min(by: { $0.code < $1.code }) { chain.append(first) }
        }
        return chain
    }

    /// The ids of a polygon layer's features that hold a place, the border included.
    func featuresHolding(_ place: Coordinate, in layer: LayerID) async throws -> Set<Int64> {
        guard try await storeLayerExists(layer) else { return [] }
        let box = BoundingBox(west: place.x, south: place.y, east: place.x, north: place.y)
        var query = FeatureQuery(layer: layer, box: box, limit: 1_000)
        query.fields = []
        query.matches = { PlanarCover.covers($0, place) }
        return Set(try await features(query).map(\.id))
    }
}

/// Whether a geometry in degrees covers a place: the even-odd rule, with its border counted in.
enum PlanarCover {
    static func covers(_ geometry: Geometry, _ place: Coordinate) -> Bool {
        switch geometry {
        case .polygon(let polygon): covers(polygon, place)
        case .multiPolygon(let polygons): polygons.contains { covers($0, place) }
        case .point, .multiPoint, .lineString, .multiLineString: false
        }
    }

    static func covers(_ polygon: Polygon, _ place: Coordinate) -> Bool {
        var isInside = false
        for ring in polygon.rings {
            switch side(of: place, in: ring) {
            case .border: return true
            case .inside: isInside.toggle()
            case .outside: break
            }
        }
        return isInside
    }

    private enum Side {
        case inside
        case outside
        case border
    }

    private static func side(of place: Coordinate, in ring: [Coordinate]) -> Side {
        var isInside = false
        var previous = ring.last ?? place
        for vertex in ring {
            defer { previous = vertex }
            if vertex == place { return .border }
            let turn =
                (vertex.x - previous.x) * (place.y - previous.y) - (vertex.y - previous.y) * (place.x - previous.x)
            if turn == 0, isBetween(place, previous, vertex) { return .border }
            guard (vertex.y > place.y) != (previous.y > place.y) else { continue }
            if (turn > 0) == (vertex.y > previous.y) { isInside.toggle() }
        }
        return isInside ? .inside : .outside
    }

    private static func isBetween(_ place: Coordinate, _ first: Coordinate, _ second: Coordinate) -> Bool {
        min(first.x, second.x) <= place.x && place.x <= max(first.x, second.x)
            && min(first.y, second.y) <= place.y && place.y <= max(first.y, second.y)
    }
}
