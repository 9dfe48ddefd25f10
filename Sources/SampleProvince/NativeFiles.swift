import Foundation
import GeoCore
import GeoNative

extension Workshop {
    /// Writes a table through GDAL, as the file's ending says.
    ///
    /// - Parameters:
    ///   - crs: What the file declares; the table's coordinates must be in it.
    ///   - encoding: The bytes of text; a MapInfo table calls them Windows-1252 whatever they are.
    func write(
        _ table: SampleTable, to file: String, layer: String, crs: CRS, encoding: TextEncoding = .utf8
    ) throws {
        let isTable = file.hasSuffix(".tab")
        let target = TargetLayer(
            name: layer, geometry: Self.geometry(of: table), fields: Self.fields(of: table),
            crs: isTable ? Self.integratedVN2000 : .code(crs),
            text: encoding == .utf8 ? .utf8 : .raw(declared: "WindowsLatin1"),
            bounds: isTable ? BoundingBox(west: 500_000, south: 1_400_000, east: 700_000, north: 1_700_000) : nil)
        let format = isTable ? TargetFormat.mapInfoTable : .geoPackage
        var writer = try DatasetWriter(
            creating: folder.appending(path: file).path, format: format, existing: .replace)
        let index = try writer.addLayer(target)
        for row in table.rows {
            try writer.write(row.geometry, row.values.map { try Self.value($0, encoding) }, to: index)
        }
        try writer.close()
    }

    /// Zone 108°15′ with the seven parameters, so that MapInfo gets "VN-2000 hội nhập" (datum 9999), not the datum of
    /// WGS 84. Rotations as a position vector.
    private static let integratedVN2000 = CRSDefinition.text(
        "+proj=tmerc +lat_0=0 +lon_0=108.25 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m +no_defs "
            + "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 "
            + "+type=crs")

    private static func geometry(of table: SampleTable) -> TargetGeometry {
        switch table.rows.first?.geometry {
        case .point: .point
        case .lineString: .lineString
        case .polygon: .polygon
        default: .any
        }
    }

    /// The type of each column by its first value that is not null.
    private static func fields(of table: SampleTable) -> [SourceField] {
        table.columns.enumerated().map { index, name in
            switch table.rows.lazy.map({ $0.values[index] }).first(where: { !$0.isNull }) {
            case .integer: SourceField(name: name, type: .integer)
            case .real: SourceField(name: name, type: .real)
            case .boolean: SourceField(name: name, type: .boolean)
            default: SourceField(name: name, type: .text, width: 120)
            }
        }
    }

    private static func value(_ value: FieldValue, _ encoding: TextEncoding) throws -> SourceValue {
        switch value {
        case .null: return .null
        case .integer(let number): return .integer(number)
        case .real(let number): return .real(number)
        case .boolean(let flag): return .boolean(flag)
        case .text(let text):
            guard let bytes = encoding.encode(text) else { throw SampleError.notEncodable(text, encoding) }
            return .bytes(bytes)
        }
    }
}

/// What can go wrong in the generator itself.
enum SampleError: Error, CustomStringConvertible {
    case notEncodable(String, TextEncoding)

    var description: String {
        switch self {
        case .notEncodable(let text, let encoding):
            "The text \"\(text)\" has a letter that \(encoding.rawValue) lacks; write it in another encoding."
        }
    }
}
