/// What one method of one path does.
struct OpenAPIOperation {
    enum Method: String {
        case get
        case post
        case put
        case delete
    }

    /// The path as OpenAPI writes it: `/units/{code}`.
    let path: String
    let method: Method
    private let name: String
    private let summary: String
    /// Keys of `OpenAPIParameter`, of the query alone: those of the path follow from the path.
    private let query: [String]
    private let success: [Int]
    private let needsToken: Bool

    init(
        _ path: String, _ name: String, _ summary: String, _ query: [String] = [], by method: Method = .get,
        success: [Int] = [200], needsToken: Bool = false
    ) {
        self.path = path
        self.method = method
        self.name = name
        self.summary = summary
        self.query = query
        self.success = success
        self.needsToken = needsToken
    }

    var member: JSONDocument.Member {
        .init(
            name: method.rawValue,
            value: .object([
                "operationId": .string(name), "summary": .string(summary),
                "parameters": .array((pathKeys + query).map(OpenAPIParameter.reference)),
                "responses": .object(responses),
                "security": needsToken ? [.object(["token": []]), .object(["session": []])] : nil,
            ]))
    }

    /// `{z}` in the path is the parameter `path.z`.
    private var pathKeys: [String] {
        path.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first.map { "path.\($0)" } }
    }

    private var responses: [JSONDocument.Member] {
        success.map { status in
            .init(name: String(status), value: .object(["description": .string(Self.words[status] ?? "OK")]))
        } + [.init(name: "default", value: .object(["$ref": "#/components/responses/problem"]))]
    }

    private static let words = [
        200: "OK", 201: "Đã tạo · Created", 204: "Không có gì · Nothing", 206: "Một phần · A part",
        302: "Ở nơi khác · Elsewhere", 304: "Không đổi · Not modified",
    ]
}

extension OpenAPIOperation {
    /// All that the service answers but the map page.
    static let all =
        documents + features + tiles + places + vessels + violations + reports + cameras + indicators + access

    private static let documents: [Self] = [
        .init("/", "landing", "Trang đầu · Landing page", ["f"]),
        .init("/conformance", "conformance", "Lớp tuân thủ · Conformance classes", ["f"]),
        .init("/api", "api", "Tài liệu này · This document", ["f"]),
        .init("/healthz", "alive", "Còn chạy · Alive"),
        .init("/readyz", "ready", "Sẵn sàng · Able to serve"),
        .init("/styles", "styles", "Kiểu bản đồ · Styles", ["f"]),
        .init("/styles/{id}", "style", "Một kiểu MapLibre · A MapLibre style", success: [200, 304]),
        .init("/fonts/{stack}/{name}.pbf", "glyphs", "Chữ · Glyphs", success: [200, 304]),
        .init("/sprites/{name}", "sprite", "Ký hiệu · Sprites", success: [200, 304]),
    ]

    private static let features: [Self] = [
        .init("/collections", "collections", "Mọi lớp dữ liệu · All collections", ["f"]),
        .init("/collections/{layer}", "collection", "Một lớp · One collection", ["f"]),
        .init("/collections/{layer}/schema", "schema", "Cấu trúc · Schema", ["f"]),
        .init("/collections/{layer}/queryables", "queryables", "Trường hỏi được · Queryables", ["f"]),
        .init(
            "/collections/{layer}/items", "items", "Đối tượng · Features",
            [
                "items.limit", "bbox", "bbox-crs", "crs", "near", "radius", "unit", "items.at", "properties", "after",
                "fields", "f",
            ], success: [200, 304]),
        .init(
            "/collections/{layer}/items/{id}", "item", "Một đối tượng · One feature", ["items.at", "f"],
            success: [200, 304]),
    ]

    private static let tiles: [Self] = [
        .init(
            "/tiles/{layers}/{z}/{x}/{y}.mvt", "vectorTile", "Ô vectơ · A vector tile", ["items.at"],
            success: [200, 204, 304]),
        .init(
            "/tiles/{tracked}:track/{z}/{x}/{y}.mvt", "trackTile", "Hành trình theo ô · Tracks as a tile",
            ["from", "to"],
            success: [200, 204, 304]),
        .init(
            "/tiles/kpi:{id}/{z}/{x}/{y}.mvt", "indicatorTile", "Chỉ tiêu theo ô · An indicator as a tile", figures,
            success: [200, 204, 304]),
        .init("/tiles/{layers}/{z}/{x}/{y}.png", "pngTile", "Ô ảnh · A raster tile", success: [200, 204, 304]),
        .init("/tiles/{layers}/{z}/{x}/{y}.jpg", "jpegTile", "Ô ảnh · A raster tile", success: [200, 304]),
        .init("/tiles/{layers}/{z}/{x}/{y}.webp", "webpTile", "Ô ảnh · A raster tile", success: [200, 204, 304]),
        .init("/tiles/{layers}.json", "tileJSON", "TileJSON 3.0.0", success: [200, 304]),
        .init("/tiles/{tracked}:track.json", "trackTileJSON", "TileJSON của hành trình · of tracks", ["from", "to"]),
        .init("/tiles/kpi:{id}.json", "indicatorTileJSON", "TileJSON của chỉ tiêu · of an indicator", figures),
        .init("/tiles/{name}.pmtiles", "archive", "Kho ô · A built archive", success: [200, 206, 304]),
    ]

    private static let places: [Self] = [
        .init("/units", "units", "Đơn vị hành chính · Administrative units", ["level", "q", "at", "f"]),
        .init("/units/{code}", "unit", "Một đơn vị · One unit", ["at", "f"]),
        .init("/units/{code}/history", "unitHistory", "Lịch sử đơn vị · What a unit was and became", ["f"]),
        .init("/locate", "locate", "Vị trí này là gì · What is here", ["lon", "lat", "at", "f"]),
        .init(
            "/coordinates", "coordinates", "Đổi toạ độ · Coordinates in another system", ["lon", "lat", "crs", "f"]),
    ]

    private static let vessels: [Self] = [
        .init("/vessels/positions", "sendPositions", "Gửi vị trí · Send positions", by: .post, needsToken: true),
        .init("/vessels", "vessels", "Tàu cá · Vessels", success: [302]),
        .init("/vessels/{id}", "vessel", "Một tàu · One vessel", success: [302]),
        .init("/vessels/{id}/track", "track", "Hành trình · A track", ["from", "to", "track.f"], success: [200, 304]),
        .init(
            "/vessels/near", "near", "Ai ở gần lúc đó · Who was near then",
            ["lon", "lat", "radius", "moment", "hours", "f"]),
        .init("/devices/{devices}/readings", "sendReadings", "Gửi số đo · Send readings", by: .post, needsToken: true),
        .init(
            "/devices/{devices}/{id}/series", "series", "Chuỗi số đo · A series",
            ["measure", "from", "to", "bucket", "f"]),
        .init("/devices/{devices}/{id}/track", "deviceTrack", "Hành trình · A track", ["from", "to", "track.f"]),
    ]

    private static let violations: [Self] = [
        .init("/rules", "rules", "Quy tắc và căn cứ · The rules and where they are written", ["f"]),
        .init("/violations", "violations", "Cảnh báo · Alerts", success: [302]),
        .init("/violations/{id}", "violation", "Một cảnh báo · One alert", success: [302]),
        .init(
            "/violations/{id}/transitions", "handle", "Xử lý cảnh báo · Handle an alert", by: .post, needsToken: true),
        .init("/violations/statistics", "violationCounts", "Thống kê · Counts", ["month", "group", "f"]),
        .init("/violations/report", "violationReport", "Báo cáo tháng, PDF · The monthly report", ["month"]),
    ]

    private static let reports: [Self] = [
        .init("/reports", "report", "Gửi phản ánh · Send a report", by: .post, success: [201]),
        .init("/reports", "reports", "Phản ánh · Reports", success: [302]),
        .init("/reports/{id}", "oneReport", "Một phản ánh · One report", success: [302]),
        .init(
            "/reports/{id}/transitions", "moveReport", "Xử lý phản ánh · Handle a report", by: .post, needsToken: true),
        .init("/reports/{id}/transitions", "reportSteps", "Các bước đã qua · Its steps", needsToken: true),
        .init("/reports/{id}/attachments", "attach", "Gửi ảnh · Send a picture", by: .post, success: [201]),
        .init("/reports/{id}/attachments", "pictures", "Các ảnh · Its pictures", needsToken: true),
        .init("/reports/{id}/attachments/{picture}", "picture", "Một ảnh · A picture", ["size"], needsToken: true),
        .init("/reports/{id}/contact", "contact", "Liên hệ · Whom to call", ["purpose"], needsToken: true),
        .init(
            "/reports/statistics", "reportCounts", "Thống kê phản ánh · Counts of reports",
            ["from", "to", "category", "unit", "group"]),
        .init("/reports/hotspots", "hotSpots", "Điểm nóng · Hot spots", ["from", "to", "category", "unit"]),
    ]

    private static let cameras: [Self] = [
        .init("/cameras", "cameras", "Camera nhìn thấy · Cameras that see a place", ["sees", "limit", "f"]),
        .init("/cameras/{id}", "camera", "Một camera · One camera", success: [302]),
        .init(
            "/cameras/{id}/stream", "ticket", "Vé xem hình · A ticket to a stream", by: .post, success: [201],
            needsToken: true),
        .init(
            "/cameras/{id}/stream", "keepStream", "Đặt địa chỉ hình · Set its stream's address", by: .put,
            success: [204],
            needsToken: true),
        .init("/cameras/{id}/stream", "stream", "Hình · The pictures", ["ticket"]),
        .init("/cameras/{id}/stream/{part}", "streamPart", "Một đoạn · A part of a playlist", ["ticket"]),
    ]

    private static let figures = [
        "period", "level", "unit", "at", "breakdown", "compare", "method", "classes",
    ]

    private static let indicators: [Self] = [
        .init("/kpis", "indicators", "Chỉ tiêu · Indicators", ["f"]),
        .init("/kpis/alerts", "missedTargets", "Chỉ tiêu chưa đạt · Missed targets", ["f"]),
        .init("/kpis/{id}", "indicator", "Một chỉ tiêu · One indicator", ["f"]),
        .init("/kpis/{id}/values", "values", "Số liệu · Values", figures + ["f"]),
        .init("/kpis/{id}/values", "sendValues", "Gửi số liệu · Send values", by: .put, needsToken: true),
        .init("/kpis/{id}/states", "indicatorStates", "Đạt hay chưa · States by unit", figures + ["f"]),
        .init(
            "/kpis/{id}/series", "indicatorSeries", "Theo thời gian · A time series",
            ["unit", "breakdown", "from", "to", "f"]),
    ]

    private static let access: [Self] = [
        .init("/events", "events", "Sự kiện · Events", ["topics", "unit", "bbox"]),
        .init("/session", "session", "Phiên làm việc · The session"),
        .init("/session", "beginSession", "Đăng nhập · Sign in", by: .post),
        .init("/session", "endSession", "Đăng xuất · Sign out", by: .delete),
    ]
}
