import CGDAL
import Foundation
import GeoCore

/// Where a dataset is written, and what GDAL must be told so that it writes just that.
struct TargetFile {
    let path: String
    let format: TargetFormat

    /// GeoPackage stamps its tables with the time.
    static let fixedDates = [("OGR_CURRENT_DATE", "2026-01-01T00:00:00.000Z")]

    func prepare(_ existing: DatasetWriter.Existing) throws(NativeError) {
        guard !path.hasPrefix("/vsi"), !path.contains("://") else {
            throw NativeError(.forbiddenPath, "\(path) is not a local file; give a local path.", path: path)
        }
        for file in files {
            guard existing == .replace else {
                throw NativeError(.notWritten, "\(file) exists already; remove it or choose another name.", path: path)
            }
            try remove(file)
        }
    }

    /// Deletes what was written of a dataset that came to nothing.
    func discard() throws(NativeError) {
        for file in files { try remove(file) }
    }

    func create() throws(NativeError) -> GDALDatasetH {
        let driver = unsafe GDALGetDriverByName(format.driver)
        return try unsafe NativeList.withPointers(datasetOptions) { options throws(NativeError) in
            try unsafe ConfigurationScope.run(Self.fixedDates) { () throws(NativeError) in
                try unsafe NativeError.check("GDALCreate", or: failure) {
                    unsafe GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, options)
                }
            }
        }
    }

    /// The options of a layer in this format.
    func layerOptions(_ layer: TargetLayer, csv: CSVGeometry) -> [String] {
        switch format {
        case .shapefile: shapefileOptions(layer)
        case .geoPackage: ["FID=fid", "GEOMETRY_NAME=geometry"]
        case .geoJSON: layer.isGeographic ? ["RFC7946=YES", "COORDINATE_PRECISION=9"] : ["COORDINATE_PRECISION=4"]
        case .geoJSONSequence: ["COORDINATE_PRECISION=9"]
        case .csv: Self.csvOptions(csv)
        case .mapInfoTable: layer.bounds.map { ["BOUNDS=\($0.west),\($0.south),\($0.east),\($0.north)"] } ?? []
        case .flatGeobuf, .kml, .dxf, .mapInfoInterchange: []
        }
    }

    /// Throws the last failure that GDAL told.
    func refuse(_ messages: [NativeMessage], function: String) throws(NativeError) {
        guard messages.contains(where: { $0.severity == .failure }) else { return }
        throw NativeError(.notWritten, failure.message, function: function, path: path, details: messages)
    }

    /// Sets right what GDAL writes about text: names the encoding that the caller wants named, escapes a drawing's.
    func finishText(_ layer: TargetLayer) throws(NativeError) {
        if format == .dxf { try write(DrawingText.escapeBytes(try contents()), to: path) }
        guard case .raw(let declared?) = layer.text else { return }
        let stem = (path as NSString).deletingPathExtension
        switch format {
        case .shapefile: try write(Data("\(declared)\n".utf8), to: "\(stem).cpg")
        case .mapInfoTable, .mapInfoInterchange: try declareCharset(declared)
        default: break
        }
    }

    var failure: NativeFailure {
        NativeFailure(
            .notWritten, "\(path) could not be written; check the folder, its permissions and the room on the disk.",
            path: path)
    }
}

extension TargetFile {
    /// The files of the dataset that are there.
    private var files: [String] {
        let stem = (path as NSString).deletingPathExtension
        let all = [path] + format.companions.map { "\(stem).\($0)" }
        return all.filter { FileManager.default.fileExists(atPath: $0) }
    }

    private var datasetOptions: [String] {
        switch format {
        case .mapInfoInterchange: ["FORMAT=MIF"]
        case .geoPackage: ["ADD_GPKG_OGR_CONTENTS=YES"]
        default: []
        }
    }

    /// An empty `ENCODING` keeps GDAL from converting text.
    private func shapefileOptions(_ layer: TargetLayer) -> [String] {
        let encoding = layer.text == .utf8 ? "ENCODING=UTF-8" : "ENCODING="
        return [encoding, "DBF_DATE_LAST_UPDATE=2026-01-01"]
    }

    /// GDAL's default also quotes every 64-bit number.
    private static let quoting = "STRING_QUOTING=IF_NEEDED"

    private static func csvOptions(_ geometry: CSVGeometry) -> [String] {
        switch geometry {
        case .none: [quoting]
        case .xy: [quoting, "GEOMETRY=AS_XY"]
        case .wkt: [quoting, "GEOMETRY=AS_WKT"]
        }
    }

    /// GDAL writes `Neutral`, which stands in the first lines only.
    private func declareCharset(_ charset: String) throws(NativeError) {
        var text = try contents()
        let head = text.prefix(1_024)
        let renamed = String(decoding: head, as: UTF8.self)
            .replacingOccurrences(of: "!charset Neutral", with: "!charset \(charset)")
            .replacingOccurrences(of: "Charset \"Neutral\"", with: "Charset \"\(charset)\"")
        text.replaceSubrange(..<head.endIndex, with: Data(renamed.utf8))
        try write(text, to: path)
    }

    private func contents() throws(NativeError) -> Data {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw NativeError(failure, function: "read", details: [])
        }
        return data
    }

    private func write(_ data: Data, to file: String) throws(NativeError) {
        do {
            try data.write(to: URL(fileURLWithPath: file))
        } catch {
            throw NativeError(.notWritten, "\(file) could not be written: \(error.localizedDescription).", path: path)
        }
    }

    private func remove(_ file: String) throws(NativeError) {
        do {
            try FileManager.default.removeItem(atPath: file)
        } catch {
            throw NativeError(.notWritten, "\(file) could not be replaced: \(error.localizedDescription).", path: path)
        }
    }
}

extension TargetLayer {
    /// Whether the coordinates are WGS 84 degrees, as RFC 7946 wants them.
    var isGeographic: Bool {
        crs == .code(.crs84) || crs == .code(.wgs84)
    }
}
