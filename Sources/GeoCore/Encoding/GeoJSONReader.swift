/// A GeoJSON feature as it came.
package struct GeoJSONFeature: Hashable, Sendable {
    /// A number or a text, `nil` where there is none.
    package var id: FieldValue?
    package var geometry: Geometry?
    package var properties: [JSONMember]
    /// Members that RFC 7946 does not define.
    package var foreignMembers: [JSONMember]
}

/// Reads GeoJSON (RFC 7946) from bytes of any origin, within limits.
///
/// Rings may run either way; those not closed or with fewer than four positions are refused. Third and further ordinates are
/// dropped. Geometry collections are refused, since no layer holds them.
package enum GeoJSONReader {
    /// - Throws: `JSONError` with the place of the fault.
    package static func geometry(
        from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> Geometry {
        var reader = try JSONReader(bytes, limits: limits)
        var vertices = VertexBudget(limit: limits.maxVertices)
        let geometry = try reader.geometry(&vertices)
        try reader.expectEnd()
        return geometry
    }

    /// - Throws: `JSONError` with the place of the fault.
    package static func feature(
        from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> GeoJSONFeature {
        var reader = try JSONReader(bytes, limits: limits)
        var vertices = VertexBudget(limit: limits.maxVertices)
        let feature = try reader.feature(&vertices)
        try reader.expectEnd()
        return feature
    }

    /// The features of a collection, in order; a single feature is a collection of one.
    ///
    /// - Throws: `JSONError` with the place of the fault.
    package static func features(
        from bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> [GeoJSONFeature] {
        var reader = try JSONReader(bytes, limits: limits)
        var vertices = VertexBudget(limit: limits.maxVertices)
        var (type, features): (String?, [GeoJSONFeature]?) = (nil, nil)
        try reader.object { reader, name throws(JSONError) in
            switch name {
            case "type": type = try reader.string()
            case "features": features = try reader.features(&vertices)
            default: _ = try reader.value()
            }
        }
        try reader.expectEnd()
        if type == "Feature" { return [try feature(from: bytes, limits: limits)] }
        guard type == "FeatureCollection", let features else {
            throw reader.error(.structure, "a FeatureCollection with “features” is expected")
        }
        return features
    }
}

/// How many positions may still be read.
private struct VertexBudget {
    let limit: Int
    private var used = 0

    init(limit: Int) { self.limit = limit }

    mutating func spend(_ reader: JSONReader) throws(JSONError) {
        used += 1
        guard used <= limit else { throw reader.error(.tooLarge, "there are more than \(limit) positions") }
    }
}

/// The value of `coordinates` before its type is known.
private enum Coordinates {
    case position(Coordinate)
    case path([Coordinate])
    case list([Coordinates])
}

extension JSONReader {
    fileprivate mutating func features(_ vertices: inout VertexBudget) throws(JSONError) -> [GeoJSONFeature] {
        var features: [GeoJSONFeature] = []
        var budget = vertices
        try array { reader, _ throws(JSONError) in features.append(try reader.feature(&budget)) }
        vertices = budget
        return features
    }

    fileprivate mutating func feature(_ vertices: inout VertexBudget) throws(JSONError) -> GeoJSONFeature {
        _ = try peek()
        let start = offset
        var feature = GeoJSONFeature(id: nil, geometry: nil, properties: [], foreignMembers: [])
        var (type, hasGeometry): (String?, Bool) = (nil, false)
        var budget = vertices
        try object { reader, name throws(JSONError) in
            switch name {
            case "type": type = try reader.string()
            case "id": feature.id = try reader.identifier()
            case "geometry":
                hasGeometry = true
                feature.geometry = try reader.optionalGeometry(&budget)
            case "properties": feature.properties = try reader.properties()
            case "bbox": _ = try reader.value()
            default: feature.foreignMembers.append(JSONMember(name: name, value: try reader.value()))
            }
        }
        vertices = budget
        guard type == "Feature" else { throw structure(at: start, "“type” must be “Feature”") }
        guard hasGeometry else { throw structure(at: start, "a feature needs “geometry”, which may be null") }
        return feature
    }

    fileprivate mutating func geometry(_ vertices: inout VertexBudget) throws(JSONError) -> Geometry {
        _ = try peek()
        let start = offset
        var (type, coordinates): (String?, Coordinates?) = (nil, nil)
        var budget = vertices
        try object { reader, name throws(JSONError) in
            switch name {
            case "type": type = try reader.string()
            case "coordinates": coordinates = try reader.coordinates(&budget)
            default: _ = try reader.value()
            }
        }
        vertices = budget
        guard let type else { throw structure(at: start, "a geometry needs “type”") }
        guard type != "GeometryCollection" else {
            throw structure(at: start, "a GeometryCollection cannot be taken; send one geometry of one type")
        }
        guard let coordinates else { throw structure(at: start, "a geometry needs “coordinates”") }
        return try assemble(type, coordinates, at: start)
    }

    private mutating func optionalGeometry(_ vertices: inout VertexBudget) throws(JSONError) -> Geometry? {
        guard try peek() == UInt8(ascii: "n") else { return try geometry(&vertices) }
        _ = try value()
        return nil
    }

    private mutating func identifier() throws(JSONError) -> FieldValue? {
        switch try value() {
        case .integer(let number): return .integer(number)
        case .real(let number): return .real(number)
        case .text(let text): return .text(text)
        case .null: return nil
        default: throw error(.structure, "an id is a number or a string")
        }
    }

    private mutating func properties() throws(JSONError) -> [JSONMember] {
        switch try value() {
        case .null: return []
        case .object(let members): return members
        default: throw error(.structure, "properties are an object or null")
        }
    }

    private func structure(at start: Int, _ message: String) -> JSONError {
        JSONError(code: .structure, offset: start, path: "", message: message)
    }
}

extension JSONReader {
    /// Positions in a row become one path, so that a large geometry is not a tree of single numbers.
    private mutating func coordinates(_ vertices: inout VertexBudget) throws(JSONError) -> Coordinates {
        var (numbers, count) = (Coordinate(x: 0, y: 0), 0)
        var (path, list): ([Coordinate], [Coordinates]) = ([], [])
        var budget = vertices
        try array { reader, index throws(JSONError) in
            if try reader.peek() != UInt8(ascii: "[") {
                guard path.isEmpty, list.isEmpty else { throw reader.error(.structure, "an array is expected") }
                let number = try reader.double()
                if index == 0 { numbers.x = number } else if index == 1 { numbers.y = number }
                count += 1
                return
            }
            guard count == 0 else { throw reader.error(.structure, "a number is expected") }
            let element = try reader.coordinates(&budget)
            if case .position(let position) = element, list.isEmpty {
                path.append(position)
            } else if case .position = element {
                throw reader.error(.structure, "positions and arrays of positions are mixed")
            } else if path.isEmpty {
                list.append(element)
            } else {
                throw reader.error(.structure, "positions and arrays of positions are mixed")
            }
        }
        vertices = budget
        guard count != 1 else { throw error(.structure, "a position has at least two numbers") }
        guard count > 0 else { return path.isEmpty ? .list(list) : .path(path) }
        try vertices.spend(self)
        return .position(numbers)
    }

    private func assemble(_ type: String, _ coordinates: Coordinates, at start: Int) throws(JSONError) -> Geometry {
        do throws(JSONError) {
            switch type {
            case "Point": return .point(try position(coordinates, at: start))
            case "MultiPoint": return .multiPoint(try path(coordinates, at: start, least: 0))
            case "LineString": return .lineString(try path(coordinates, at: start, least: 2))
            case "MultiLineString":
                return .multiLineString(
                    try parts(coordinates, at: start) { part throws(JSONError) in
                        try path(part, at: start, least: 2)
                    })
            case "Polygon": return .polygon(try polygon(coordinates, at: start))
            case "MultiPolygon":
                return .multiPolygon(
                    try parts(coordinates, at: start) { part throws(JSONError) in try polygon(part, at: start) })
            default: break
            }
        } catch {
            throw error.inside("coordinates")
        }
        throw structure(at: start, "“\(type)” is no type of geometry; types are written like “MultiPolygon”")
    }

    private func position(_ value: Coordinates, at start: Int) throws(JSONError) -> Coordinate {
        guard case .position(let position) = value else { throw structure(at: start, "a position is expected") }
        return position
    }

    private func path(_ value: Coordinates, at start: Int, least: Int) throws(JSONError) -> [Coordinate] {
        switch value {
        case .path(let path) where path.count >= least: return path
        case .path: throw structure(at: start, "at least \(least) positions are expected")
        case .list(let list) where list.isEmpty && least == 0: return []
        case .list, .position: throw structure(at: start, "an array of positions is expected")
        }
    }

    private func polygon(_ value: Coordinates, at start: Int) throws(JSONError) -> Polygon {
        let rings = try parts(value, at: start) { part throws(JSONError) in
            let ring = try path(part, at: start, least: 4)
            guard ring.first == ring.last else {
                throw structure(at: start, "a ring must end with the position it begins with")
            }
            return ring
        }
        return Polygon(rings: rings)
    }

    private func parts<Part>(
        _ value: Coordinates, at start: Int, _ body: (Coordinates) throws(JSONError) -> Part
    ) throws(JSONError) -> [Part] {
        guard case .list(let list) = value else {
            throw structure(at: start, "an array of arrays of positions is expected")
        }
        var parts: [Part] = []
        for (index, part) in list.enumerated() {
            do throws(JSONError) { parts.append(try body(part)) } catch { throw error.inside("[\(index)]") }
        }
        return parts
    }
}
