/// A vector format that is written.
package enum TargetFormat: String, Hashable, Sendable, CaseIterable {
    case shapefile
    case geoPackage
    case geoJSON
    case geoJSONSequence
    case flatGeobuf
    case csv
    /// Its coordinates are WGS 84 by its own standard: give CRS84.
    case kml
    /// Holds `Layer` and `Text` of each record and nothing else of its attributes.
    case dxf
    case mapInfoTable
    case mapInfoInterchange

    /// The format of a file by its ending, without the dot, in any case; `nil` where none has it.
    package init?(ending: String) {
        let ending = ending.lowercased()
        guard let match = Self.allCases.first(where: { $0.endings.contains(ending) }) else { return nil }
        self = match
    }

    /// The endings of its files, lower-case, without the dot; the first is the usual one.
    package var endings: [String] {
        switch self {
        case .shapefile: ["shp"]
        case .geoPackage: ["gpkg"]
        case .geoJSON: ["geojson", "json"]
        case .geoJSONSequence: ["geojsonl", "geojsons", "ndjson", "jsonl", "geojsonseq"]
        case .flatGeobuf: ["fgb"]
        case .csv: ["csv"]
        case .kml: ["kml"]
        case .dxf: ["dxf"]
        case .mapInfoTable: ["tab"]
        case .mapInfoInterchange: ["mif"]
        }
    }

    /// The endings of the files that lie beside the named one and are of it alone: a CSV's `.prj` may be a Shapefile's.
    var companions: [String] {
        switch self {
        case .shapefile: ["shx", "dbf", "prj", "cpg", "qix", "sbn", "sbx"]
        case .mapInfoTable: ["dat", "map", "id", "ind"]
        case .mapInfoInterchange: ["mid"]
        case .csv: ["csvt"]
        case .geoPackage: ["gpkg-wal", "gpkg-shm"]
        case .geoJSON, .geoJSONSequence, .flatGeobuf, .kml, .dxf: []
        }
    }

    var driver: String {
        switch self {
        case .shapefile: "ESRI Shapefile"
        case .geoPackage: "GPKG"
        case .geoJSON: "GeoJSON"
        case .geoJSONSequence: "GeoJSONSeq"
        case .flatGeobuf: "FlatGeobuf"
        case .csv: "CSV"
        case .kml: "KML"
        case .dxf: "DXF"
        case .mapInfoTable, .mapInfoInterchange: "MapInfo File"
        }
    }
}
