import GeoCore
import MapEngine

/// The service described in OpenAPI 3.0: the paths that are answered, with the parameters that they take.
struct OpenAPIDocument {
    private let engine: Engine
    private let links: RequestLinks
    private let caller: Caller

    init(engine: Engine, links: RequestLinks, caller: Caller) {
        self.engine = engine
        self.links = links
        self.caller = caller
    }

    var document: JSONDocument {
        .object([
            "openapi": "3.0.3",
            "info": .object([
                "title": "Bando", "version": "0.1.0",
                "description": "Lớp bản đồ số của tỉnh · The province's digital map layers",
                "license": .object(["name": "Apache-2.0"]),
            ]),
            "servers": [.object(["url": .string(links.base)])],
            "paths": .object(paths),
            "components": .object(["schemas": .object(["problem": Self.problem])]),
        ])
    }

    private var layers: [JSONDocument] {
        engine.catalogue.definitions(readableBy: caller).map { .string($0.id.name) }
    }

    private var paths: [JSONDocument.Member] {
        let layer = parameter("layer", "path", .object(["type": "string", "enum": .array(layers)]), required: true)
        let layers = parameter("layers", "path", Self.string, required: true)
        let code = parameter("code", "path", Self.string, required: true)
        let id = parameter("id", "path", Self.string, required: true)
        let tile = ["z", "x", "y"].map { parameter($0, "path", Self.integer, required: true) }
        return [
            path("/", "landing", "Trang đầu · Landing page"),
            path("/conformance", "conformance", "Lớp tuân thủ · Conformance classes"),
            path("/api", "api", "Tài liệu này · This document"),
            path("/collections", "collections", "Mọi lớp dữ liệu · All collections"),
            path("/collections/{layer}", "collection", "Một lớp · One collection", [layer]),
            path("/collections/{layer}/schema", "schema", "Cấu trúc · Schema", [layer]),
            path("/collections/{layer}/queryables", "queryables", "Trường hỏi được · Queryables", [layer]),
            path("/collections/{layer}/items", "items", "Đối tượng · Features", [layer] + itemParameters),
            path("/collections/{layer}/items/{id}", "item", "Một đối tượng · One feature", [layer, id, moment]),
            path(
                "/tiles/{layers}/{z}/{x}/{y}.mvt", "vectorTile", "Ô vectơ · A vector tile", [layers] + tile + [moment]),
            path("/tiles/{layers}/{z}/{x}/{y}.png", "rasterTile", "Ô ảnh · A raster tile", [layers] + tile),
            path("/tiles/{layers}.json", "tileJSON", "TileJSON 3.0.0", [layers]),
            path("/styles", "styles", "Kiểu bản đồ · Styles"),
            path("/styles/{id}", "style", "Một kiểu MapLibre · A MapLibre style", [id]),
            path(
                "/units", "units", "Đơn vị hành chính · Administrative units",
                [
                    parameter(
                        "level", "query", .object(["type": "string", "enum": ["province", "district", "commune"]])),
                    parameter("q", "query", Self.string), at,
                ]),
            path("/units/{code}", "unit", "Một đơn vị · One unit", [code, at]),
            path("/units/{code}/history", "unitHistory", "Lịch sử đơn vị · What a unit was and became", [code]),
            path("/locate", "locate", "Vị trí này là gì · What is here", place + [at]),
            path(
                "/coordinates", "coordinates", "Đổi toạ độ · Coordinates in another system",
                place + [
                    parameter("crs", "query", Self.string)
                ]),
        ] + operations(id: id)
    }

    /// What moves and what is wrong.
    private func operations(id: JSONDocument) -> [JSONDocument.Member] {
        let span = ["from", "to"].map { parameter($0, "query", Self.string) }
        let tile = ["z", "x", "y"].map { parameter($0, "path", Self.integer, required: true) }
        let group = parameter("group", "query", Self.string)
        let measured = [
            parameter("name", "query", Self.string, required: true), parameter("bucket", "query", Self.string),
        ]
        let filters = ["topics", "unit", "bbox"].map { parameter($0, "query", Self.string) }
        let month = parameter("month", "query", Self.string)
        let form = parameter("f", "query", .object(["type": "string", "enum": ["geojson", "csv", "gpx", "kml"]]))
        let figures = ["period", "level", "breakdown", "compare", "method"].map { parameter($0, "query", Self.string) }
        let layer = parameter("layer", "path", Self.string, required: true)
        return [
            path("/vessels/positions", "sendPositions", "Gửi vị trí · Send positions", by: "post"),
            path("/vessels/{id}/track", "track", "Hành trình · A track", [id] + span + [form]),
            path(
                "/tiles/{layer}:track/{z}/{x}/{y}.mvt", "trackTile", "Hành trình theo ô · Tracks as a tile",
                [layer] + tile + span),
            path("/tiles/{layer}:track.json", "trackTileJSON", "TileJSON của hành trình · of tracks", [layer] + span),
            path(
                "/vessels/near", "near", "Ai ở gần lúc đó · Who was near then",
                place + ["radius", "at", "hours"].map { parameter($0, "query", Self.string) }),
            path("/violations/{id}/transitions", "handle", "Xử lý cảnh báo · Handle an alert", [id], by: "post"),
            path("/violations/statistics", "violationCounts", "Thống kê · Counts", [month, group]),
            path("/violations/report", "violationReport", "Báo cáo tháng, PDF · The monthly report", [month]),
            path("/reports", "report", "Gửi phản ánh · Send a report", by: "post"),
            path("/reports/{id}/transitions", "moveReport", "Xử lý phản ánh · Handle a report", [id], by: "post"),
            path("/reports/{id}/attachments", "attach", "Gửi ảnh · Send a picture", [id], by: "post"),
            path("/reports/statistics", "reportCounts", "Thống kê phản ánh · Counts of reports", span),
            path("/reports/hotspots", "hotSpots", "Điểm nóng · Hot spots", span),
            path("/cameras", "cameras", "Camera nhìn thấy · Cameras that see a place", [list("sees", Self.number)]),
            path("/cameras/{id}/stream", "ticket", "Vé xem hình · A ticket to a stream", [id], by: "post"),
            path("/devices/{layer}/readings", "sendReadings", "Gửi số đo · Send readings", [layer], by: "post"),
            path("/devices/{layer}/{id}/series", "series", "Chuỗi số đo · A series", [layer, id] + span + measured),
            path("/devices/{layer}/{id}/track", "deviceTrack", "Hành trình · A track", [layer, id] + span + [form]),
            path("/kpis", "indicators", "Chỉ tiêu · Indicators"),
            path("/kpis/{id}/values", "values", "Số liệu · Values", [id, at] + figures),
            path("/events", "events", "Sự kiện · Events", filters),
            path("/session", "session", "Phiên làm việc · The session"),
        ]
    }

    private var at: JSONDocument { parameter("at", "query", .object(["type": "string", "format": "date"])) }

    /// A day; for vessels a time within it, too.
    private var moment: JSONDocument {
        parameter(
            "at", "query",
            .object([
                "type": "string",
                "description": "Ngày; với tàu cả thời điểm · A day; of vessels a moment, too (RFC 3339)",
            ]))
    }

    private var place: [JSONDocument] {
        ["lon", "lat"].map { parameter($0, "query", Self.number, required: true) }
    }

    private var itemParameters: [JSONDocument] {
        let limits = engine.configuration.limits
        let limit = JSONDocument.object([
            "type": "integer", "minimum": 1, "maximum": .count(limits.maxItems), "default": .count(limits.defaultItems),
        ])
        let box = JSONDocument.object([
            "type": "array", "items": Self.number, "minItems": 4, "maxItems": 6,
        ])
        let pair = JSONDocument.object(["type": "array", "items": Self.number, "minItems": 2, "maxItems": 2])
        return [
            parameter("limit", "query", limit), list("bbox", box), list("near", pair),
            parameter("radius", "query", Self.number), parameter("unit", "query", Self.string), moment,
            parameter("properties", "query", Self.string), parameter("after", "query", Self.string),
        ]
    }

    private static let string = JSONDocument.object(["type": "string"])
    private static let number = JSONDocument.object(["type": "number"])
    private static let integer = JSONDocument.object(["type": "integer", "minimum": 0])

    private static let problem = JSONDocument.object([
        "type": "object",
        "properties": .object([
            "type": string, "title": string, "status": .object(["type": "integer"]), "detail": string,
            "parameter": string,
        ]),
    ])

    private func parameter(
        _ name: String, _ place: String, _ schema: JSONDocument, required: Bool = false
    ) -> JSONDocument {
        .object(["name": .string(name), "in": .string(place), "required": .boolean(required), "schema": schema])
    }

    /// Numbers joined by commas.
    private func list(_ name: String, _ schema: JSONDocument) -> JSONDocument {
        parameter(name, "query", schema).adding("style", "form").adding("explode", false)
    }

    private func path(
        _ path: String, _ operation: String, _ summary: String, _ parameters: [JSONDocument] = [],
        by method: String = "get"
    ) -> JSONDocument.Member {
        let failure = JSONDocument.object([
            "description": "Problem",
            "content": .object([
                "application/problem+json": .object([
                    "schema": .object(["$ref": "#/components/schemas/problem"])
                ])
            ]),
        ])
        return .init(
            name: path,
            value: .object([
                .init(
                    name: method,
                    value: .object([
                        "operationId": .string(operation), "summary": .string(summary),
                        "parameters": .array(parameters),
                        "responses": .object(["200": .object(["description": "OK"]), "default": failure]),
                    ]))
            ]))
    }
}
