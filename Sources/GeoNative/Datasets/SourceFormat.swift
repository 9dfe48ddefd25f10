/// A format that is read, with the GDAL drivers that may read it.
package struct SourceFormat: Hashable, Sendable {
    /// For people: `Shapefile`, `GeoPackage`.
    package let name: String
    /// The endings of its files, lower-case, without the dot; the first is the usual one.
    package let endings: [String]
    /// The GDAL drivers allowed to open it, in order.
    let drivers: [String]
    let textForm: TextEvidence.Form

    private init(
        _ name: String, endings: [String], drivers: [String], textForm: TextEvidence.Form = .utf8
    ) {
        self.name = name
        self.endings = endings
        self.drivers = drivers
        self.textForm = textForm
    }

    package static let shapefile = SourceFormat(
        "Shapefile", endings: ["shp"], drivers: ["ESRI Shapefile"], textForm: .raw)
    package static let dbf = SourceFormat("dBASE", endings: ["dbf"], drivers: ["ESRI Shapefile"], textForm: .raw)
    package static let geoPackage = SourceFormat("GeoPackage", endings: ["gpkg"], drivers: ["GPKG"])
    package static let geoJSON = SourceFormat(
        "GeoJSON", endings: ["geojson", "json"], drivers: ["GeoJSON", "ESRIJSON"])
    package static let geoJSONSequence = SourceFormat(
        "GeoJSON text sequence", endings: ["geojsonl", "geojsons", "ndjson", "jsonl", "geojsonseq"],
        drivers: ["GeoJSONSeq"])
    package static let mapInfoTable = SourceFormat(
        "MapInfo TAB", endings: ["tab"], drivers: ["MapInfo File"], textForm: .raw)
    package static let mapInfoInterchange = SourceFormat(
        "MapInfo MIF", endings: ["mif"], drivers: ["MapInfo File"], textForm: .raw)
    package static let kml = SourceFormat("KML", endings: ["kml", "kmz"], drivers: ["LIBKML", "KML"])
    package static let csv = SourceFormat("CSV", endings: ["csv", "tsv", "txt"], drivers: ["CSV"], textForm: .raw)
    package static let dxf = SourceFormat("DXF", endings: ["dxf"], drivers: ["DXF"], textForm: .raw)
    package static let dgn = SourceFormat("MicroStation DGN", endings: ["dgn"], drivers: ["DGN"], textForm: .raw)
    package static let fileGeodatabase = SourceFormat(
        "Esri file geodatabase", endings: ["gdb"], drivers: ["OpenFileGDB"])
    package static let flatGeobuf = SourceFormat("FlatGeobuf", endings: ["fgb"], drivers: ["FlatGeobuf"])
    package static let xlsx = SourceFormat("Excel workbook", endings: ["xlsx"], drivers: ["XLSX"])
    package static let gpx = SourceFormat("GPX", endings: ["gpx"], drivers: ["GPX"])

    /// Every format, in the order in which they are offered to people.
    package static let all: [SourceFormat] = [
        shapefile, geoPackage, geoJSON, geoJSONSequence, mapInfoTable, mapInfoInterchange, kml, csv, dxf, dgn,
        fileGeodatabase, flatGeobuf, xlsx, gpx, dbf,
    ]

    /// The format of a file by its ending, or `nil` where none has it.
    package init?(ending: String) {
        let ending = ending.lowercased()
        guard let match = Self.all.first(where: { $0.endings.contains(ending) }) else { return nil }
        self = match
    }

    /// `.shp, .gpkg, …` for sentences that say what is accepted.
    package static var acceptedEndings: String {
        all.flatMap(\.endings).map { "." + $0 }.joined(separator: ", ") + ", and .zip of these"
    }
}
