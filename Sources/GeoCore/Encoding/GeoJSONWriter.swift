/// Writes GeoJSON (RFC 7946) into a buffer that the caller drains as it streams.
///
/// Exterior rings go out counter-clockwise and holes clockwise, whichever way they were stored. Coordinates are rounded to
/// `decimals` and written without exponent. A coordinate that is not finite becomes `null`, which readers refuse.
package struct GeoJSONWriter: Sendable {
    /// What has been written since the buffer was last taken.
    package private(set) var bytes: [UInt8] = []
    private let decimals: Int
    private let keys: [(index: Int, key: [UInt8])]

    /// A member beside `properties`, such as `distance`.
    package enum Member: Sendable {
        case value(FieldValue)
        /// A JSON text that is already written, such as an array of links.
        case json([UInt8])
    }

    /// - Parameters:
    ///   - properties: The names to write and the index of each in a feature's values.
    ///   - decimals: Of coordinates, 0 to 9: 7 for degrees (a centimetre), 4 for metres.
    package init(properties: [(name: String, index: Int)] = [], decimals: Int = 7) {
        precondition((0...9).contains(decimals), "coordinates have 0 to 9 decimals")
        self.decimals = decimals
        keys = properties.enumerated().map { position, property in
            var key: [UInt8] = position == 0 ? [] : [UInt8(ascii: ",")]
            JSONText.append(property.name, to: &key)
            key.append(UInt8(ascii: ":"))
            return (property.index, key)
        }
    }

    /// Hands over what was written and begins an empty buffer.
    package mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        bytes.reserveCapacity(taken.count)
        return taken
    }

    /// Writes JSON that is not a feature: the brackets of a collection, commas, links.
    package mutating func write(raw text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes a `Feature`; a geometry of one part goes out as a single one, a missing one as `null`.
    package mutating func write(_ feature: Feature, members: [(name: String, member: Member)] = []) {
        write(raw: "{\"type\":\"Feature\",\"id\":")
        JSONText.append(feature.id, to: &bytes)
        for (name, member) in members {
            bytes.append(UInt8(ascii: ","))
            JSONText.append(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            switch member {
            case .value(let value): JSONText.append(value, to: &bytes)
            case .json(let json): bytes.append(contentsOf: json)
            }
        }
        write(raw: ",\"geometry\":")
        if let geometry = feature.geometry { write(geometry.unwrapped) } else { write(raw: "null") }
        write(raw: ",\"properties\":{")
        for (index, key) in keys {
            bytes.append(contentsOf: key)
            JSONText.append(feature.values[index], to: &bytes)
        }
        write(raw: "}}")
    }

    /// Writes a geometry as it is.
    package mutating func write(_ geometry: Geometry) {
        write(raw: "{\"type\":\"\(geometry.typeName)\",\"coordinates\":")
        switch geometry {
        case .point(let point): write(point)
        case .multiPoint(let points), .lineString(let points): write(points)
        case .multiLineString(let lines): writeList(lines) { $0.write($1) }
        case .polygon(let polygon): write(polygon)
        case .multiPolygon(let polygons): writeList(polygons) { $0.write($1) }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ point: Coordinate) {
        bytes.append(UInt8(ascii: "["))
        JSONText.append(point.x, decimals: decimals, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        JSONText.append(point.y, decimals: decimals, to: &bytes)
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ points: [Coordinate]) {
        bytes.reserveCapacity(bytes.count + points.count * 24)
        writeList(points) { $0.write($1) }
    }

    private mutating func write(_ polygon: Polygon) {
        writeList(polygon.rings.indices) { writer, index in
            let ring = polygon.rings[index]
            let isWrong = index == 0 ? ring.signedArea < 0 : ring.signedArea > 0
            if isWrong { writer.writeList(ring.reversed()) { $0.write($1) } } else { writer.write(ring) }
        }
    }

    private mutating func writeList<Items: Sequence>(_ items: Items, _ body: (inout Self, Items.Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for item in items {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            body(&self, item)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension Geometry {
    /// The name that OGC and GeoJSON give the type.
    package var typeName: String {
        switch self {
        case .point: "Point"
        case .multiPoint: "MultiPoint"
        case .lineString: "LineString"
        case .multiLineString: "MultiLineString"
        case .polygon: "Polygon"
        case .multiPolygon: "MultiPolygon"
        }
    }

    /// The only part of a geometry that has one, else the geometry.
    package var unwrapped: Geometry {
        switch self {
        case .multiPoint(let points) where points.count == 1: .point(points[0])
        case .multiLineString(let lines) where lines.count == 1: .lineString(lines[0])
        case .multiPolygon(let polygons) where polygons.count == 1: .polygon(polygons[0])
        default: self
        }
    }
}

extension [Coordinate] {
    /// Twice the planar area of the ring, positive when it runs counter-clockwise with y upward.
    ///
    /// Taken from the first vertex, so that a small ring far from the origin keeps its digits.
    package var signedArea: Double {
        guard let origin = first else { return 0 }
        var sum = 0.0
        var previous = Coordinate(x: 0, y: 0)
        for vertex in self {
            let next = Coordinate(x: vertex.x - origin.x, y: vertex.y - origin.y)
            sum += previous.x * next.y - next.x * previous.y
            previous = next
        }
        return sum
    }
}
