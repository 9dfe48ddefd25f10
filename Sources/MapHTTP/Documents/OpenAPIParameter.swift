import MapEngine

/// The parameters of the service's paths and queries, each described once and named by the operations that take it.
enum OpenAPIParameter {
    /// The key of a parameter among the components: `items.at` is the one of features, `at` that of the rest.
    static func reference(_ key: String) -> JSONDocument {
        .object(["$ref": .string("#/components/parameters/\(key)")])
    }

    /// All parameters, by key.
    static func all(layers: [String], limits: WorkspaceConfiguration.Limits) -> [JSONDocument.Member] {
        let described = inPaths(layers: layers) + numbers(limits) + lists + texts
        return described.sorted { $0.name < $1.name }
    }

    private static func inPaths(layers: [String]) -> [JSONDocument.Member] {
        let collection = JSONDocument.object(["type": "string", "enum": .array(layers.map(JSONDocument.string))])
        let names = ["layers", "tracked", "devices", "code", "id", "picture", "part", "stack", "name"]
        return ["z", "x", "y"].map { path($0, $0, integer(minimum: 0)) }
            + names.map { path($0, $0, text) } + [path("layer", "layer", collection)]
    }

    private static func numbers(_ limits: WorkspaceConfiguration.Limits) -> [JSONDocument.Member] {
        let limit = JSONDocument.object([
            "type": "integer", "minimum": 1, "maximum": .count(limits.maxItems), "default": .count(limits.defaultItems),
        ])
        return [
            query("limit", integer(minimum: 1)), query("items.limit", limit),
            query("lon", number, required: true), query("lat", number, required: true),
            query("radius", number, "Mét · Metres"), query("hours", number), query("classes", integer(minimum: 2)),
            query("size", integer(minimum: 32), "Cạnh dài, điểm ảnh, tới 1024 · The longer side in pixels, up to 1024"),
        ]
    }

    /// Numbers joined by commas.
    private static var lists: [JSONDocument.Member] {
        [("bbox", 4, 6), ("near", 2, 2), ("sees", 2, 2)].map { name, least, most in
            let schema = JSONDocument.object([
                "type": "array", "items": number, "minItems": .count(least), "maxItems": .count(most),
            ])
            let described = description(name, "query", schema).adding("style", "form").adding("explode", false)
            return .init(name: name, value: described)
        }
    }

    private static var texts: [JSONDocument.Member] {
        let date = JSONDocument.object(["type": "string", "format": "date"])
        let level = JSONDocument.object(["type": "string", "enum": ["province", "district", "commune"]])
        let track = JSONDocument.object(["type": "string", "enum": ["geojson", "csv", "gpx", "kml"]])
        let free = JSONDocument.object(["type": "object", "additionalProperties": text])
        let plain = [
            "unit", "after", "properties", "crs", "bbox-crs", "q", "from", "to", "group", "category", "month", "topics",
            "period", "breakdown", "compare", "method", "bucket", "ticket", "purpose", "f",
        ]
        return plain.map { query($0, text) } + [
            query("at", date), query("level", level), query("track.f", track),
            query("measure", text, as: "name", required: true),
            query("items.at", text, "Ngày; với tàu cả thời điểm · A day; of vessels a moment, too (RFC 3339)"),
            query("moment", text, as: "at", "Thời điểm · A moment (RFC 3339)"),
            query("fields", free, "Trường bất kỳ · Any queryable by its name"),
        ]
    }

    private static let text = JSONDocument.object(["type": "string"])
    private static let number = JSONDocument.object(["type": "number"])

    private static func integer(minimum: Int) -> JSONDocument {
        .object(["type": "integer", "minimum": .count(minimum)])
    }

    private static func path(_ key: String, _ name: String, _ schema: JSONDocument) -> JSONDocument.Member {
        .init(name: "path.\(key)", value: description(name, "path", schema, required: true))
    }

    private static func query(
        _ key: String, _ schema: JSONDocument, as name: String? = nil, _ words: String? = nil, required: Bool = false
    ) -> JSONDocument.Member {
        let last = key.split(separator: ".").last.map(String.init) ?? key
        return .init(name: key, value: description(name ?? last, "query", schema, required: required, words))
    }

    private static func description(
        _ name: String, _ place: String, _ schema: JSONDocument, required: Bool = false, _ words: String? = nil
    ) -> JSONDocument {
        .object([
            "name": .string(name), "in": .string(place), "required": .boolean(required),
            "description": words.map(JSONDocument.string), "schema": schema,
        ])
    }
}
