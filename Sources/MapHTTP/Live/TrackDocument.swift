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
    private let track: ObjectTrack

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

    /// A feature with a line, or a point for a single fix, and the fixes' times and speeds in step with its vertices.
    private var geoJSON: JSONDocument {
        let coordinates = track.fixes.map { Self.position($0.fix.coordinate) }
        let geometry: JSONDocument =
            switch coordinates.count {
            case 0: .null
            case 1: .object(["type": "Point", "coordinates": coordinates[0]])
            default: .object(["type": "LineString", "coordinates": .array(coordinates)])
            }
        return .object([
            "type": "Feature", "id": .string(track.object.text), "geometry": geometry,
            "properties": .object([
                "name": .string(track.name), "from": .string(track.span.lowerBound.rfc3339()),
                "to": .string(track.span.upperBound.rfc3339()), "count": .count(track.fixes.count),
                "times": .array(track.fixes.map { .string($0.fix.time.rfc3339()) }),
                "speeds": .array(track.fixes.map { $0.fix.speedKnots.map { .number($0) } ?? .null }),
                "courses": .array(track.fixes.map { $0.fix.courseDegrees.map { .number($0) } ?? .null }),
                "qualities": .array(track.fixes.map { .string($0.quality.rawValue) }),
                "sources": .array(track.fixes.map { .string($0.fix.source.rawValue) }),
            ]),
        ])
    }

    static func position(_ place: Coordinate) -> JSONDocument {
        .array([.number(place.longitude), .number(place.latitude)])
    }

    private var csv: String {
        // A device's code has a hyphen, a vessel's name none.
        let kind = track.object.text.utf8.contains(UInt8(ascii: "-")) ? "device_code" : "vessel"
        var text = "\(kind),time,lon,lat,speed,course,device,source,quality\r\n"
        for received in track.fixes {
            let fix = received.fix
            let cells = [
                track.name, fix.time.rfc3339(), "\(fix.coordinate.longitude)", "\(fix.coordinate.latitude)",
                fix.speedKnots.map { "\($0)" } ?? "", fix.courseDegrees.map { "\($0)" } ?? "", fix.device,
                fix.source.rawValue, received.quality.rawValue,
            ]
            text += cells.map(Self.cell).joined(separator: ",") + "\r\n"
        }
        return text
    }

    /// A cell of RFC 4180; one that a spreadsheet would take for a formula gets an apostrophe before it.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+@\t".contains($0) || ($0 == "-" && Double(text) == nil) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// What is drawn by those who cannot be told that a fix is suspect.
    private var believed: [ReceivedFix] { track.fixes.filter { $0.quality != .suspect } }

    /// GPX 1.1, without suspect fixes.
    private var gpx: String {
        let points = believed.map { received in
            let fix = received.fix
            return "<trkpt lat=\"\(fix.coordinate.latitude)\" lon=\"\(fix.coordinate.longitude)\">"
                + "<time>\(fix.time.rfc3339(offsetMinutes: 0))</time></trkpt>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <gpx version="1.1" creator="Bando" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>\
            \(HTMLPage.escape(track.name))</name><trkseg>\(points.joined())</trkseg></trk></gpx>

            """
    }

    /// KML 2.3 with a `gx:Track`, without suspect fixes.
    private var kml: String {
        let whens = believed.map { "<when>\($0.fix.time.rfc3339(offsetMinutes: 0))</when>" }
        let places = believed.map {
            "<gx:coord>\($0.fix.coordinate.longitude) \($0.fix.coordinate.latitude) 0</gx:coord>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>\
            <Placemark><name>\(HTMLPage.escape(track.name))</name><gx:Track>\(whens.joined())\(places.joined())\
            </gx:Track></Placemark></Document></kml>

            """
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
        .object([
            "type": "Feature", "id": .string(found.fix.object.text),
            "distance": .number(found.distanceMeters.rounded()),
            "geometry": .object(["type": "Point", "coordinates": TrackDocument.position(found.fix.coordinate)]),
            "properties": .object([
                "name": .string(found.name), "time": .string(found.fix.time.rfc3339()),
                "speed": found.fix.speedKnots.map { .number($0) } ?? .null,
                "course": found.fix.courseDegrees.map { .number($0) } ?? .null,
            ]),
        ])
    }
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
        guard let text = parameters[name], let day = CivilDay(text) else { return instant }
        return Instant(milliseconds: day.adding(days: 1).start().milliseconds - 1)
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
