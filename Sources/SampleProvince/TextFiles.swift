import Foundation
import GeoCore

/// Records to be written to one file, in longitude and latitude or in metres as the file wants.
struct SampleTable: Sendable {
    struct Row: Sendable {
        var geometry: Geometry
        var values: [FieldValue]
    }

    var columns: [String]
    var rows: [Row] = []

    mutating func append(_ geometry: Geometry, _ values: FieldValue...) {
        precondition(values.count == columns.count, "each column needs a value")
        rows.append(Row(geometry: geometry, values: values))
    }
}

/// Files that are plain text, written by hand so that they are the same to the byte everywhere.
enum TextFiles {
    /// A GeoJSON feature collection in degrees with six decimals, one feature a line.
    static func geoJSON(_ table: SampleTable) -> String {
        let features = table.rows.map { row in
            let members = zip(table.columns, row.values).map { "\(json($0)):\(json($1))" }.joined(separator: ",")
            return "{\"type\":\"Feature\",\"properties\":{\(members)},\"geometry\":\(geometry(row.geometry))}"
        }
        return "{\"type\":\"FeatureCollection\",\"features\":[\n" + features.joined(separator: ",\n") + "\n]}\n"
    }

    /// CSV with a header; values with separators are quoted.
    static func csv(_ columns: [String], _ rows: [[String]], separator: String = ",") -> String {
        let lines = [columns] + rows
        return lines.map { $0.map { quoted($0, separator) }.joined(separator: separator) }.joined(separator: "\r\n")
            + "\r\n"
    }

    private static func quoted(_ cell: String, _ separator: String) -> String {
        guard cell.contains(separator) || cell.contains("\"") || cell.contains("\n") else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// KML with the first column as the name and the others as extended data.
    static func kml(_ table: SampleTable, title: String) -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<kml xmlns=\"http://www.opengis.net/kml/2.2\">",
            "<Document>", "<name>\(xml(title))</name>",
        ]
        for row in table.rows {
            guard case .point(let place) = row.geometry else { continue }
            lines += ["<Placemark>", "<name>\(xml(row.values[0].text))</name>", "<ExtendedData>"]
            for (column, value) in zip(table.columns, row.values).dropFirst() where !value.isNull {
                lines.append("<Data name=\"\(xml(column))\"><value>\(xml(value.text))</value></Data>")
            }
            lines += ["</ExtendedData>", "<Point><coordinates>\(pair(place))</coordinates></Point>", "</Placemark>"]
        }
        return (lines + ["</Document>", "</kml>", ""]).joined(separator: "\n")
    }

    private static func xml(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    private static func json(_ value: FieldValue) -> String {
        switch value {
        case .null: "null"
        case .text(let text): json(text)
        default: value.text
        }
    }

    private static func json(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func geometry(_ geometry: Geometry) -> String {
        switch geometry {
        case .point(let place): "{\"type\":\"Point\",\"coordinates\":[\(pair(place))]}"
        case .multiPoint(let places): "{\"type\":\"MultiPoint\",\"coordinates\":\(line(places))}"
        case .lineString(let places): "{\"type\":\"LineString\",\"coordinates\":\(line(places))}"
        case .multiLineString(let lines): "{\"type\":\"MultiLineString\",\"coordinates\":\(list(lines.map(line)))}"
        case .polygon(let polygon): "{\"type\":\"Polygon\",\"coordinates\":\(list(polygon.rings.map(line)))}"
        case .multiPolygon(let polygons):
            "{\"type\":\"MultiPolygon\",\"coordinates\":\(list(polygons.map { list($0.rings.map(line)) }))}"
        }
    }

    private static func line(_ places: [Coordinate]) -> String { list(places.map { "[\(pair($0))]" }) }

    private static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

    private static func pair(_ place: Coordinate) -> String {
        DecimalText.fixed(place.x, decimals: 6) + "," + DecimalText.fixed(place.y, decimals: 6)
    }
}

extension Workshop {
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appending(path: name))
    }
}
