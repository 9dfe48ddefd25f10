import Foundation

/// A local file that may be opened, with its format and the form in which GDAL takes it.
///
/// Nothing that reaches beyond local files passes: no `/vsi…` path, no connection text, no URL (a name is only ever
/// handed to GDAL as an absolute path of something that exists).
struct SourcePath {
    /// As the user named it.
    let named: String
    /// The absolute path of the file, or `/vsizip/{…}/inner` for a member of a ZIP archive.
    let native: String
    let format: SourceFormat
    let isArchived: Bool

    /// Accepts a regular file, a `.gdb` folder, a `.zip` with one data set, or `archive.zip/inner/path`.
    init(_ path: String) throws(NativeError) {
        try Self.refuseSpecial(path)
        if let archive = try ArchivePath(path) {
            let member = try archive.member()
            self.init(named: path, native: member.native, format: member.format, isArchived: true)
            return
        }
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let format = try Self.format(of: path)
        try Self.checkFile(absolute, named: path, format: format)
        self.init(named: path, native: absolute, format: format, isArchived: false)
    }

    private init(named: String, native: String, format: SourceFormat, isArchived: Bool) {
        self.named = named
        self.native = native
        self.format = format
        self.isArchived = isArchived
    }

    /// The file's name without its ending, which is the name of the layer in formats of one layer.
    var stem: String {
        ((native as NSString).lastPathComponent as NSString).deletingPathExtension
    }

    /// The native path with another ending, in the spelling that exists (`.dbf`, `.DBF`); `nil` where there is none.
    func companion(_ ending: String) -> String? {
        let stem = (native as NSString).deletingPathExtension
        for spelling in [ending, ending.uppercased(), ending.capitalized] {
            let candidate = "\(stem).\(spelling)"
            if VirtualFile.size(of: candidate) != nil { return candidate }
        }
        return nil
    }
}

extension SourcePath {
    static func ending(of path: String) -> String {
        (path as NSString).pathExtension.lowercased()
    }

    private static func format(of path: String) throws(NativeError) -> SourceFormat {
        let ending = ending(of: path)
        if let format = SourceFormat(ending: ending) { return format }
        let advice = advice[ending] ?? "give a file that ends in \(SourceFormat.acceptedEndings)"
        throw NativeError(
            .unknownFormat, "\(path) is of a format that is not read; \(advice).", path: path)
    }

    /// What to do with files that people have and that are not read.
    private static let advice = [
        "dwg": "save it as DXF (AutoCAD 2000 or later)",
        "xls": "save it as .xlsx or .csv", "ods": "save it as .xlsx or .csv",
        "rar": "unpack it and give the file in it", "7z": "unpack it and give the file in it",
        "tar": "unpack it and give the file in it", "gz": "unpack it and give the file in it",
        "tif": "add it as a raster", "tiff": "add it as a raster", "jpg": "add it as a raster",
        "shx": "give the .shp beside it", "prj": "give the .shp beside it", "cpg": "give the .shp beside it",
        "dat": "give the .tab beside it", "map": "give the .tab beside it", "id": "give the .tab beside it",
        "mid": "give the .mif beside it", "mdb": "export its tables as GeoPackage or Shapefile",
    ]

    private static func refuseSpecial(_ path: String) throws(NativeError) {
        let lower = path.lowercased()
        guard !lower.hasPrefix("/vsi"), !lower.contains("://"), !path.contains("\0") else {
            throw NativeError(
                .forbiddenPath, "\(path) is not a local file; download it and give the path of the copy.", path: path)
        }
    }

    private static func checkFile(_ absolute: String, named: String, format: SourceFormat) throws(NativeError) {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder) else {
            throw NativeError(.missingFile, "There is no file \(named); check the path.", path: named)
        }
        let mayBeFolder = format == .fileGeodatabase
        guard isFolder.boolValue == mayBeFolder || mayBeFolder else {
            throw NativeError(.forbiddenPath, "\(named) is a folder; give the data file in it.", path: named)
        }
        guard FileManager.default.isReadableFile(atPath: absolute) else {
            throw NativeError(
                .unreadable, "\(named) may not be read by this user; change its permissions.", path: named)
        }
        guard isFolder.boolValue || VirtualFile.isRegular(absolute) else {
            throw NativeError(.forbiddenPath, "\(named) is not a regular file; copy its contents to one.", path: named)
        }
        guard isFolder.boolValue || VirtualFile.size(of: absolute) != 0 else {
            throw NativeError(.empty, "\(named) is empty (0 bytes); ask for the file again.", path: named)
        }
    }
}
