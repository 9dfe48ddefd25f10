import GeoCore

extension TileJSON {
    /// Reads a document.
    ///
    /// - Throws: `.invalidDocument` where it is no JSON object, or a member that TileJSON 3.0.0 defines is missing
    ///   though required, of a wrong type or out of its range.
    package init(json bytes: [UInt8]) throws(TilingError) {
        let document: JSONValue
        do {
            document = try JSONReader.value(from: bytes)
        } catch {
            throw TilingError(.invalidDocument, "The TileJSON is no JSON: \(error).")
        }
        try self.init(document)
    }

    private init(_ document: JSONValue) throws(TilingError) {
        guard case .object(let members) = document else { throw Self.invalid("tilejson", "is missing") }
        guard let version = document["tilejson"]?.string, Self.isVersion3(version) else {
            throw Self.invalid("tilejson", "is no version 3")
        }
        guard let tiles = document["tiles"]?.array?.map(\.string), !tiles.isEmpty, !tiles.contains(nil) else {
            throw Self.invalid("tiles", "is no list of at least one address")
        }
        guard let layers = document["vector_layers"]?.array else { throw Self.invalid("vector_layers", "is missing") }
        self.init(tiles: tiles.compactMap(\.self))
        for layer in layers { vectorLayers.append(try VectorLayer(layer)) }
        name = try Self.text("name", in: document)
        summary = try Self.text("description", in: document)
        attribution = try Self.text("attribution", in: document)
        minZoom = try Self.zoom("minzoom", in: document) ?? 0
        maxZoom = try Self.zoom("maxzoom", in: document) ?? 30
        guard minZoom <= maxZoom else { throw Self.invalid("minzoom", "is greater than maxzoom") }
        try readPlace(document)
        let known: Set = [
            "tilejson", "tiles", "vector_layers", "name", "description", "attribution", "minzoom", "maxzoom", "bounds",
            "center",
        ]
        others = members.filter { !known.contains($0.name) }
    }

    private mutating func readPlace(_ document: JSONValue) throws(TilingError) {
        if let value = document["bounds"] {
            guard let numbers = value.numbers, numbers.count == 4, numbers[1] <= numbers[3],
                abs(numbers[0]) <= 180, abs(numbers[2]) <= 180, numbers[1] >= -90, numbers[3] <= 90
            else { throw Self.invalid("bounds", "is not west, south, east, north") }
            bounds = BoundingBox(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3])
        }
        if let value = document["center"] {
            guard let numbers = value.numbers, numbers.count == 3, let zoom = Int(exactly: numbers[2]) else {
                throw Self.invalid("center", "is not longitude, latitude, zoom")
            }
            let place = Coordinate(x: numbers[0], y: numbers[1])
            guard bounds.parts.contains(where: { $0.contains(place) }), (minZoom...maxZoom).contains(zoom) else {
                throw Self.invalid("center", "lies outside the bounds or zooms")
            }
            center = Center(coordinate: place, zoom: zoom)
        }
    }

    private static func isVersion3(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0] == "3" && parts.allSatisfy { UInt($0) != nil }
    }

    fileprivate static func text(_ name: String, in document: JSONValue) throws(TilingError) -> String? {
        guard let value = document[name] else { return nil }
        guard let text = value.string else { throw invalid(name, "is no text") }
        return text
    }

    fileprivate static func zoom(_ name: String, in document: JSONValue) throws(TilingError) -> Int? {
        guard let value = document[name] else { return nil }
        guard let number = value.number, let zoom = Int(exactly: number), (0...30).contains(zoom) else {
            throw invalid(name, "is no zoom from 0 to 30")
        }
        return zoom
    }

    fileprivate static func invalid(_ member: String, _ what: String) -> TilingError {
        TilingError(.invalidDocument, "The TileJSON is invalid: \(member) \(what).")
    }
}

extension TileJSON.VectorLayer {
    fileprivate init(_ value: JSONValue) throws(TilingError) {
        guard let id = value["id"]?.string else { throw TileJSON.invalid("vector_layers", "has a layer without id") }
        guard case .object(let members) = value["fields"] else {
            throw TileJSON.invalid("vector_layers", "has a layer \(id) without fields")
        }
        var fields: [String: String] = [:]
        for member in members {
            guard let text = member.value.string else {
                throw TileJSON.invalid("vector_layers", "describes field \(member.name) by something other than text")
            }
            fields[member.name] = text
        }
        self.init(
            id: id, summary: try TileJSON.text("description", in: value),
            minZoom: try TileJSON.zoom("minzoom", in: value), maxZoom: try TileJSON.zoom("maxzoom", in: value),
            fields: fields)
    }
}

extension TileJSON {
    /// The document's bytes: members in a fixed order, fields by name, so that equal values give equal bytes.
    package var json: [UInt8] {
        var object = JSONObjectWriter()
        object.write("tilejson", .text(Self.version))
        for (name, text) in [("name", name), ("description", summary), ("attribution", attribution)] {
            if let text { object.write(name, .text(text)) }
        }
        object.write("scheme", .text("xyz"), unless: others.contains { $0.name == "scheme" })
        object.write("tiles", .array(tiles.map(JSONValue.text)))
        object.write("minzoom", .integer(Int64(minZoom)))
        object.write("maxzoom", .integer(Int64(maxZoom)))
        object.write("bounds", .array([bounds.west, bounds.south, bounds.east, bounds.north].map(JSONValue.real)))
        if let center {
            object.write(
                "center",
                .array([
                    .real(center.coordinate.x), .real(center.coordinate.y), .integer(Int64(center.zoom)),
                ]))
        }
        object.write("vector_layers", Self.value(of: vectorLayers))
        for member in others { object.write(member.name, member.value) }
        return object.finish()
    }

    /// The metadata of a vector archive (PMTiles 3, section 5; MBTiles' `json` has the same members): `vector_layers`
    /// with what is known of name, description and attribution.
    package var archiveMetadata: [UInt8] {
        var object = JSONObjectWriter()
        for (name, text) in [("name", name), ("description", summary), ("attribution", attribution)] {
            if let text { object.write(name, .text(text)) }
        }
        object.write("vector_layers", Self.value(of: vectorLayers))
        for member in others { object.write(member.name, member.value) }
        return object.finish()
    }

    private static func value(of layers: [VectorLayer]) -> JSONValue {
        .array(
            layers.map { layer in
                var members = [JSONMember(name: "id", value: .text(layer.id))]
                if let text = layer.summary { members.append(JSONMember(name: "description", value: .text(text))) }
                if let zoom = layer.minZoom {
                    members.append(JSONMember(name: "minzoom", value: .integer(Int64(zoom))))
                }
                if let zoom = layer.maxZoom {
                    members.append(JSONMember(name: "maxzoom", value: .integer(Int64(zoom))))
                }
                let fields = layer.fields.sorted { $0.key < $1.key }
                    .map { JSONMember(name: $0.key, value: .text($0.value)) }
                return .object(members + [JSONMember(name: "fields", value: .object(fields))])
            })
    }
}

/// Writes the members of one JSON object.
private struct JSONObjectWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    mutating func write(_ name: String, _ value: JSONValue, unless isLeftOut: Bool = false) {
        if isLeftOut { return }
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(value)
    }

    consuming func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func append(_ value: JSONValue) {
        switch value {
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            var object = JSONObjectWriter()
            for member in members { object.write(member.name, member.value) }
            bytes += object.finish()
        case .null, .boolean, .integer, .real, .text:
            if let plain = value.fieldValue { JSONText.append(plain, to: &bytes) }
        }
    }
}

extension JSONValue {
    fileprivate var string: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    fileprivate var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    fileprivate var number: Double? { fieldValue?.number }

    fileprivate var numbers: [Double]? {
        guard let array else { return nil }
        let numbers = array.compactMap(\.number)
        return numbers.count == array.count ? numbers : nil
    }
}
