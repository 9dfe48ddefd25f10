import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import LiveMap
import MapEngine
import NIOCore

/// `/reports`: citizens' reports in, their workflow, their pictures, and counts.
///
/// A sender is answered with a key, once; with it (`Report-Key`) they add pictures and rate.
struct ReportRoutes: RouteGroup {
    let engine: Engine

    func add(to router: some RouterMethods<BandoRequestContext>) {
        router.post("/reports") { try await submit(exchange($0, $1)) }
        router.post("/reports/:id/transitions") { try await take(exchange($0, $1)) }
        router.get("/reports/:id/transitions") { try await steps(exchange($0, $1)) }
        router.post("/reports/:id/attachments") { try await attach(exchange($0, $1)) }
        router.get("/reports/:id/attachments") { try await pictures(exchange($0, $1)) }
        router.get("/reports/:id/attachments/:picture") { try await picture(exchange($0, $1)) }
        router.get("/reports/:id/contact") { try await contact(exchange($0, $1)) }
        router.get("/reports/statistics") { try await statistics(exchange($0, $1)) }
        router.get("/reports/hotspots") { try await hotSpots(exchange($0, $1)) }
        router.get("/reports") { try exchange($0, $1).redirect(to: "/collections/reports/items") }
        router.get("/reports/:id") { try exchange($0, $1).redirectToItem(of: "reports") }
    }

    // MARK: Sending

    private func submit(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let submission = try ReportBody(try await exchange.jsonBody(limit: 65_536)).submission
        let receipt = try await engine.reports.submit(submission, by: exchange.reportActor)
        try await tell([receipt.id])
        var response = Response.uncached(Self.document(receipt), status: .created)
        response.headers[.location] = exchange.links.url("/collections/reports/items/\(receipt.id)")
        return response
    }

    private static func document(_ receipt: ReportReceipt) -> JSONDocument {
        .object([
            "id": .integer(receipt.id), "code": .string(receipt.code), "key": .string(receipt.key),
            "due": .string(receipt.due.rfc3339()),
            "commune": receipt.commune.map { .object(["code": .string($0.code), "name": .string($0.name)]) } ?? .null,
            "duplicates": .array(receipt.duplicates.map { .string($0) }),
            "doubts": .array(receipt.doubts.map { .string("\($0)") }),
        ])
    }

    // MARK: Handling

    private func take(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let body = try await exchange.jsonBody(limit: 65_536)
        let request = ReportStepRequest(
            to: try body.requiredText("to"), from: try body.text("from"), note: try body.text("note") ?? "",
            assignee: try body.text("assignee"), rating: try body.integer("rating"))
        var actor = exchange.reportActor
        if let receipt = try body.text("receipt") { actor.receipt = receipt }
        let transition = try await engine.reports.take(request, of: exchange.part("id"), by: actor)
        let definition = try engine.layer("reports", for: exchange.caller)
        let found = try await engine.features.feature(
            exchange.part("id"), in: definition, at: nil, for: .local)
        let isTakenBack = transition.from?.isPublic ?? false && !transition.to.isPublic
        try await tell(found.features.map(\.feature.id), isTakenBack ? .takenBack : .edited)
        return .uncached(Self.document(transition))
    }

    /// Takes notice of an edit at once, and tells it.
    private func tell(_ ids: [Int64], _ change: RowChange = .edited) async throws {
        guard let layer = LayerID("reports") else { return }
        do {
            try await engine.refresh()
        } catch {
            // What was done is done, and is told whatever else cannot be read.
            try await engine.live.announce(ids, of: layer, topic: .report, change)
            throw error
        }
        try await engine.live.announce(ids, of: layer, topic: .report, change)
    }

    private func steps(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let steps = try await engine.reports.steps(of: exchange.part("id"), for: exchange.reportActor)
        return .uncached(.object(["transitions": .array(steps.map(Self.document))]))
    }

    private static func document(_ step: ReportTransition) -> JSONDocument {
        .object([
            "from": .text(step.from?.rawValue), "to": .string(step.to.rawValue), "time": .string(step.at.rfc3339()),
            "by": .string(step.actor), "note": step.note.isEmpty ? nil : .string(step.note),
            "assignee": .text(step.assignee), "rating": step.rating.map { .count($0) },
        ])
    }

    private func contact(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["purpose"])
        let contact = try await engine.reports.contact(
            of: exchange.part("id"), for: exchange.caller, purpose: exchange.parameters["purpose"] ?? "")
        return .uncached(.object(["name": .text(contact?.name), "phone": .text(contact?.phone)]))
    }

    // MARK: Pictures

    private func attach(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let bytes = try await exchange.body(limit: ReportService.pictureByteLimit)
        let picture = try await engine.reports.attach(bytes, to: exchange.part("id"), by: exchange.reportActor)
        var response = Response.uncached(try document(picture, exchange), status: .created)
        response.headers[.location] = try url(of: picture, exchange)
        return response
    }

    private func pictures(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow([])
        let pictures = try await engine.reports.pictures(of: exchange.part("id"), for: exchange.reportActor)
        return .uncached(.object(["attachments": .array(try pictures.map { try document($0, exchange) })]))
    }

    /// The picture as it is kept, or with `size` a small rendition that the reader's own browser may keep, to ask whether it
    /// still may be seen.
    private func picture(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["size"])
        let size = try exchange.parameters.integer("size")
        let (bytes, mediaType) = try await engine.reports.picture(
            exchange.part("picture"), of: exchange.part("id"), for: exchange.reportActor)
        if let size { return try await rendition(of: bytes, mediaType, longSide: size, exchange.request) }
        return Response(
            status: .ok,
            headers: [.contentType: mediaType, .cacheControl: "private, no-store", .xContentTypeOptions: "nosniff"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A known rendition is not made again.
    private func rendition(
        of bytes: [UInt8], _ mediaType: String, longSide: Int, _ request: Request
    ) async throws -> Response {
        let tag = EntityTag.weak(of: bytes + Array(" \(longSide)".utf8))
        let isKnown = request.headers[.ifNoneMatch].map { EntityTag.list($0, matches: tag) } ?? false
        let small = isKnown ? [] : try await engine.reports.rendition(of: bytes, longSide: longSide)
        return .conditional(
            request, body: ByteBuffer(bytes: small), contentType: mediaType, etag: tag,
            cacheControl: "private, no-cache", headers: [.xContentTypeOptions: "nosniff"])
    }

    private func document(_ picture: ReportPicture, _ exchange: Exchange) throws -> JSONDocument {
        .object([
            "id": .string(picture.id), "href": .string(try url(of: picture, exchange)),
            "type": .string(picture.mediaType), "width": .count(picture.width), "height": .count(picture.height),
            "bytes": .count(picture.byteCount), "added": .string(picture.added.rfc3339()),
        ])
    }

    private func url(of picture: ReportPicture, _ exchange: Exchange) throws -> String {
        exchange.links.url("/reports/\(try exchange.rawPart("id"))/attachments/\(picture.id)")
    }

    // MARK: Counts

    private func statistics(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["from", "to", "category", "unit", "group"])
        let names = (exchange.parameters["group"] ?? "category").split(separator: ",").map(String.init)
        guard Set(names).count == names.count else {
            throw EngineError(.invalidParameter, "“group” names each grouping once.", parameter: "group")
        }
        let groupings = try names.map { name in
            guard let grouping = ReportGrouping(named: name) else {
                throw EngineError(
                    .invalidParameter,
                    "“group” may be unit, category or a kind of period such as month, not “\(name)”.",
                    parameter: "group")
            }
            return grouping
        }
        let statistics = try await engine.reports.statistics(
            by: groupings, of: selection(exchange), for: exchange.caller)
        return .uncached(ReportStatisticsDocument.value(statistics, names: names))
    }

    private func hotSpots(_ exchange: Exchange) async throws -> Response {
        try exchange.parameters.allow(["from", "to", "category", "unit"])
        let spots = try await engine.reports.hotSpots(of: selection(exchange), for: exchange.caller)
        let features = spots.map { spot in
            JSONDocument.object([
                "type": "Feature",
                "geometry": .object(["type": "Point", "coordinates": TrackDocument.position(spot.center)]),
                "properties": .object([
                    "radius": .number(spot.radiusMeters.rounded()), "count": .count(spot.reports.count),
                    "reports": .array(spot.reports.map { .integer($0) }),
                ]),
            ])
        }
        return .uncached(
            .object(["type": "FeatureCollection", "features": .array(features)]), contentType: "application/geo+json")
    }

    private func selection(_ exchange: Exchange) throws -> ReportSelection {
        let span = try exchange.span(lastHours: 24 * 30, until: engine.live.currentInstant)
        return ReportSelection(
            from: span.lowerBound, to: span.upperBound, category: exchange.parameters["category"],
            unit: exchange.parameters["unit"])
    }
}

extension ReportGrouping {
    /// `unit`, `category`, or a kind of period.
    fileprivate init?(named name: String) {
        switch name {
        case "unit": self = .unit
        case "category": self = .category
        default:
            guard let kind = PeriodKind(rawValue: name) else { return nil }
            self = .period(kind)
        }
    }
}

/// Counts of reports as JSON: a group for each key, then the total.
enum ReportStatisticsDocument {
    static func value(_ statistics: ReportStatistics, names: [String]) -> JSONDocument {
        let groups = statistics.groups.map { group in
            JSONDocument.object(
                zip(names, group.key).map { .init(name: $0, value: .string($1)) } + members(of: group.tally))
        }
        return .object(["groups": .array(groups), "total": .object(members(of: statistics.total))])
    }

    private static func members(of tally: ReportTally) -> [JSONDocument.Member] {
        [
            .init(name: "received", value: .count(tally.received)),
            .init(name: "rejected", value: .count(tally.rejected)),
            .init(name: "done", value: .count(tally.done)), .init(name: "open", value: .count(tally.open)),
            .init(name: "overdue", value: .count(tally.overdue)),
            .init(name: "doneOnTime", value: .count(tally.doneOnTime)),
            .init(name: "onTimeRate", value: tally.onTimeRate.map { .number($0) } ?? .null),
            .init(name: "satisfaction", value: tally.satisfaction.map { .number($0) } ?? .null),
        ]
    }
}

/// The body of a report, as the contract has it.
struct ReportBody {
    let submission: ReportSubmission

    init(_ body: JSONValue) throws {
        guard let longitude = body["lon"]?.number, let latitude = body["lat"]?.number else {
            throw EngineError(.unprocessable, "“lon” and “lat” are needed, in degrees.", parameter: "lon")
        }
        let urgencyName = try body.text("urgency") ?? ReportUrgency.normal.rawValue
        guard let urgency = ReportUrgency(rawValue: urgencyName) else {
            throw EngineError(
                .unprocessable, "“urgency” may be normal or urgent, not “\(urgencyName)”.", parameter: "urgency")
        }
        let contact = try body.members("contact")
        submission = ReportSubmission(
            place: Coordinate(longitude: longitude, latitude: latitude), accuracyMeters: try body.number("accuracy"),
            category: try body.requiredText("category"), urgency: urgency, text: try body.requiredText("text"),
            contactName: try contact?.text("name"), contactPhone: try contact?.text("phone"),
            isSecret: try body.boolean("secret") ?? false, channel: try body.text("channel") ?? "web")
    }
}

extension JSONValue {
    /// The number of a whole or a fractional value.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The text of a member; `nil` where it is absent or null.
    func text(_ name: String) throws -> String? {
        switch self[name] {
        case nil, .null?: return nil
        case .text(let text)?: return text
        default: throw EngineError(.unprocessable, "“\(name)” must be text.", parameter: name)
        }
    }

    func requiredText(_ name: String) throws -> String {
        guard let text = try text(name) else {
            throw EngineError(.unprocessable, "“\(name)” is missing.", parameter: name)
        }
        return text
    }

    func integer(_ name: String) throws -> Int? {
        switch self[name] {
        case nil, .null?: return nil
        case .integer(let value)?: return Int(value)
        default: throw EngineError(.unprocessable, "“\(name)” must be a whole number.", parameter: name)
        }
    }
}

extension Exchange {
    /// Who does something to a report.
    var reportActor: ReportActor {
        ReportActor(caller: caller, receipt: request.headers[.reportKey], address: clientAddress)
    }
}

extension HTTPField.Name {
    static let reportKey = HTTPField.Name("Report-Key")!  // The letters of a token (RFC 9110, 5.6.2).
}
