import Foundation
import GeoCore
import HTTPTypes
import Hummingbird
import MapEngine
import NIOCore

/// The forms of a track.
enum TrackFormat: String, CaseIterable {
    case geojson
    case csv
    case gpx
    case kml

    /// `f`, else the first of `Accept` that is known, else GeoJSON.
    init(_ exchange: Exchange) throws {
        if let name = exchange.parameters["f"] {
            guard let format = TrackFormat(rawValue: name == "json" ? "geojson" : name) else {
                throw EngineError(
                    .invalidParameter, "“f” may be geojson, csv, gpx or kml, not “\(name)”.", parameter: "f")
            }
            self = format
            return
        }
        let accepted = exchange.request.headers[.accept] ?? ""
        self = Self.allCases.first { accepted.contains($0.mediaType.prefix { $0 != ";" }) } ?? .geojson
    }

    var mediaType: String {
        switch self {
        case .geojson: "application/geo+json"
        case .csv: "text/csv; charset=utf-8"
        case .gpx: "application/gpx+xml"
        case .kml: "application/vnd.google-earth.kml+xml"
        }
    }
}

/// One object's track in the forms that others read.
struct TrackDocument {
    let track: ObjectTrack

    init(_ track: ObjectTrack) {
        self.track = track
    }

    func bytes(_ format: TrackFormat) -> [UInt8] {
        switch format {
        case .geojson: geoJSON.bytes
        case .csv: Array(csv.utf8)
        case .gpx: Array(gpx.utf8)
        case .kml: Array(kml.utf8)
        }
    }

    /// A feature with the fixes' times and speeds in step with its vertices: of all its lines and points in their order.
    private var geoJSON: JSONDocument {
        let (fixes, fields) = (track.fixes, track.fields)
        return .object([
            "type": "Feature", "id": track.id.map { .string($0) }, "geometry": geometry,
            "properties": .object([
                "name": track.name.map { .string($0) }, "from": .string(track.span.lowerBound.rfc3339()),
                "to": .string(track.span.upperBound.rfc3339()), "count": .count(fixes.count),
                "times": .array(fixes.map { .string($0.fix.time.rfc3339()) }),
                "speeds": fields.showsSpeed ? .array(fixes.map { .optional($0.fix.speedKnots) }) : nil,
                "courses": fields.showsCourse ? .array(fixes.map { .optional($0.fix.courseDegrees) }) : nil,
                "qualities": .array(fixes.map { .string($0.quality.rawValue) }),
                "sources": fields.showsSource ? .array(fixes.map { .string($0.fix.source.rawValue) }) : nil,
            ]),
        ])
    }

    /// A line for each stretch without a gap, a point for a fix that no other joins.
    private var geometry: JSONDocument {
        let parts = track.stretches.map { stretch in stretch.map { Self.position($0.fix.coordinate) } }
        guard let first = parts.first else { return .null }
        if parts.count == 1 { return Self.geometry(first) }
        if parts.allSatisfy({ $0.count > 1 }) {
            return .object(["type": "MultiLineString", "coordinates": .array(parts.map { .array($0) })])
        }
        return .object(["type": "GeometryCollection", "geometries": .array(parts.map(Self.geometry))])
    }

    private static func geometry(_ part: [JSONDocument]) -> JSONDocument {
        part.count == 1
            ? .object(["type": "Point", "coordinates": part[0]])
            : .object(["type": "LineString", "coordinates": .array(part)])
    }

    static func position(_ place: Coordinate) -> JSONDocument {
        .array([.number(place.longitude), .number(place.latitude)])
    }

    private var csv: String {
        let columns = self.columns
        let rows = track.fixes.map { fix in columns.map { Self.cell($0.value(fix)) } }
        return ([columns.map(\.title)] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// The columns that the caller may see.
    private var columns: [(title: String, value: (ReceivedFix) -> String)] {
        let (track, fields) = (track, track.fields)
        let columns: [(isShown: Bool, title: String, value: (ReceivedFix) -> String)] = [
            (fields.showsName, track.kind == .device ? "device_code" : "vessel", { _ in track.name ?? "" }),
            (true, "time", { $0.fix.time.rfc3339() }), (true, "lon", { "\($0.fix.coordinate.longitude)" }),
            (true, "lat", { "\($0.fix.coordinate.latitude)" }),
            (fields.showsSpeed, "speed", { $0.fix.speedKnots.map { "\($0)" } ?? "" }),
            (fields.showsCourse, "course", { $0.fix.courseDegrees.map { "\($0)" } ?? "" }),
            (true, "device", { $0.fix.device }), (fields.showsSource, "source", { $0.fix.source.rawValue }),
            (true, "quality", { $0.quality.rawValue }),
        ]
        return columns.filter(\.isShown).map { ($0.title, $0.value) }
    }

    /// A cell of RFC 4180; one that a spreadsheet would take for a formula gets an apostrophe before it.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+@\t".contains($0) || ($0 == "-" && Double(text) == nil) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// Who was near a place at a moment, as a GeoJSON FeatureCollection, nearest first.
enum NearbyFixesDocument {
    static func value(_ found: [NearbyObject]) -> JSONDocument {
        .object([
            "type": "FeatureCollection", "numberReturned": .count(found.count),
            "features": .array(found.map(feature)),
        ])
    }

    private static func feature(_ found: NearbyObject) -> JSONDocument {
        let (fix, fields) = (found.fix, found.fields)
        return .object([
            "type": "Feature", "id": .string(found.id), "distance": .number(found.distanceMeters.rounded()),
            "geometry": .object(["type": "Point", "coordinates": TrackDocument.position(fix.coordinate)]),
            "properties": .object([
                "name": found.name.map { .string($0) }, "time": .string(fix.time.rfc3339()),
                "speed": fields.showsSpeed ? .optional(fix.speedKnots) : nil,
                "course": fields.showsCourse ? .optional(fix.courseDegrees) : nil,
            ]),
        ])
    }
}

extension JSONDocument {
    /// A number, or `null` where there is none.
    fileprivate static func optional(_ number: Double?) -> JSONDocument { number.map { .number($0) } ?? .null }
}

extension Exchange {
    /// A part of the path as it stands in it, escapes and all.
    func rawPart(_ name: String) throws -> String {
        guard let raw = context.parameters.get(name), !raw.isEmpty else {
            throw EngineError(.notFound, "There is no such resource; “/” lists what there is.")
        }
        return raw
    }

    /// The same query at another path, 302.
    func redirect(to path: String) -> Response {
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return Response(status: .found, headers: [.location: links.url(path + query)])
    }

    /// The same query at the feature of a layer that the path names by `id`, 302.
    func redirectToItem(of layer: String) throws -> Response {
        redirect(to: "/collections/\(layer)/items/\(try rawPart("id"))")
    }

    /// A track in one of its forms.
    func response(_ track: ObjectTrack, as format: TrackFormat) -> Response {
        let bytes = TrackDocument(track).bytes(format)
        return .conditional(
            request, body: ByteBuffer(bytes: bytes), contentType: format.mediaType, etag: EntityTag.weak(of: bytes))
    }

    /// A time of RFC 3339, or the beginning of a day at +07:00; `nil` where it is absent.
    func instant(_ name: String) throws -> Instant? {
        guard let text = parameters[name] else { return nil }
        if let instant = Instant(rfc3339: text.replacingOccurrences(of: " ", with: "+")) { return instant }
        if let day = CivilDay(text) { return day.start() }
        throw EngineError(
            .invalidParameter, "“\(name)” must be a time such as 2026-11-21T14:05:00+07:00 or a day, not “\(text)”.",
            parameter: name)
    }

    /// A time of RFC 3339, or the last millisecond of a day at +07:00; `nil` where it is absent.
    func endOfMoment(_ name: String) throws -> Instant? {
        guard let instant = try instant(name) else { return nil }
        guard let text = parameters[name], CivilDay(text) != nil else { return instant }
        return ValidMoment(text)?.lastInstant
    }

    /// `from` and `to`; without `to` it ends now, without `from` it lasts the hours.
    func span(lastHours hours: Double, until now: Instant) throws -> Range<Instant> {
        let to = try instant("to") ?? now
        let from = try instant("from") ?? to.adding(hours: -hours)
        guard from < to else {
            throw EngineError(.invalidParameter, "“from” must lie before “to”.", parameter: "from")
        }
        return from..<to
    }
}
