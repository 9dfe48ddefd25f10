import CGDAL
import Foundation

/// How the blocks of a drawing (DXF) are read.
package enum DrawingBlocks: Hashable, Sendable {
    /// An inserted block is a point with the block's name: a tree, a lamp.
    case points
    /// An inserted block is replaced by what it is made of.
    case expanded
}

/// Decides how a source file is opened so that its bytes arrive unchanged and nothing is written beside it.
struct SourceOpening {
    private(set) var notes: [SourceNote] = []
    private(set) var evidence: TextEvidence
    private(set) var overlay: SourceOverlay?

    private let path: SourcePath
    private var target: String
    private var options: [String] = []
    private var settings: [(String, String)] = []

    init(_ path: SourcePath, blocks: DrawingBlocks) throws(NativeError) {
        self.path = path
        target = path.native
        evidence = TextEvidence(form: path.format.textForm)
        switch path.format {
        case .shapefile: try prepareShapefile()
        case .dbf: prepareTable()
        case .mapInfoTable, .mapInfoInterchange: try prepareMapInfo()
        case .dxf: prepareDrawing(blocks)
        case .geoPackage: prepareGeoPackage()
        case .csv: try prepareText()
        case .dgn: try refuseNewDesign()
        case .kml: try prepareMarkup()
        default: break
        }
    }

    /// Opens with the drivers of the format only.
    func open() throws(NativeError) -> GDALDatasetH {
        let failure = NativeFailure(.unreadable, unreadable, path: path.named)
        return try unsafe NativeList.withPointers(path.format.drivers) { drivers throws(NativeError) in
            try unsafe NativeList.withPointers(options) { options throws(NativeError) in
                try unsafe ConfigurationScope.run(settings) { () throws(NativeError) in
                    try unsafe NativeError.check("GDALOpenEx", or: failure) {
                        unsafe Self.open(target, drivers: drivers, options: options)
                    }
                }
            }
        }
    }
}

extension SourceOpening {
    private typealias TextPointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?

    private static func open(_ target: String, drivers: TextPointers, options: TextPointers) -> GDALDatasetH? {
        let flags = UInt32(GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR)
        return unsafe GDALOpenEx(target, flags, NativeList.constant(drivers), NativeList.constant(options), nil)
    }

    private var unreadable: String {
        "\(path.named) is not a readable \(path.format.name) file; it is damaged or another format with that ending."
    }

    /// An empty `ENCODING` keeps GDAL from converting text.
    private mutating func prepareShapefile() throws(NativeError) {
        let files = try ShapefileFiles(path)
        options = ["ENCODING="]
        evidence.languageDriver = files.languageDriver
        evidence.declared = files.cpg.flatMap(Self.firstLine)
        notes += files.notes
        guard files.shx == nil else { return }
        try rebuildIndex(files)
    }

    /// GDAL writes the index where the file lies, so the file is shown to it in another folder.
    private mutating func rebuildIndex(_ files: ShapefileFiles) throws(NativeError) {
        let overlay = try SourceOverlay()
        try overlay.link(path.stem + ".shp", to: files.shp)
        try overlay.link(path.stem + ".dbf", to: files.dbf)
        if let prj = files.prj { try overlay.link(path.stem + ".prj", to: prj) }
        self.overlay = overlay
        target = overlay.path(path.stem + ".shp")
        settings = [("SHAPE_RESTORE_SHX", "YES")]
        notes.append(SourceNote("\(path.named) has no .shx beside it; its index was rebuilt from the .shp."))
    }

    private mutating func prepareTable() {
        options = ["ENCODING="]
        evidence.languageDriver = VirtualFile.bytes(of: path.native, from: 29, count: 1).first
        evidence.declared = path.companion("cpg").flatMap(Self.firstLine)
    }

    private mutating func prepareMapInfo() throws(NativeError) {
        let files = try MapInfoFiles(path)
        evidence.declared = files.charset
        guard files.declaresCharset else { return }
        let overlay = try SourceOverlay()
        target = try files.neutralize(in: overlay)
        self.overlay = overlay
    }

    /// From AutoCAD 2007 (AC1021) on a drawing's text is UTF-8. Before, GDAL mixes bytes of the code page with what it
    /// makes of `\U+XXXX`; taken as Latin-1, each byte keeps its number and can be told from the others.
    private mutating func prepareDrawing(_ blocks: DrawingBlocks) {
        let header = DrawingHeader(VirtualFile.bytes(of: path.native, count: 1 << 16))
        evidence = TextEvidence(form: header.isUnicode ? .utf8 : .raw, declared: header.codePage)
        settings = [
            ("DXF_ENCODING", header.isUnicode ? "UTF-8" : "ISO-8859-1"),
            ("DXF_INLINE_BLOCKS", blocks == .expanded ? "YES" : "NO"),
        ]
    }

    /// `NOLOCK` reads without making a journal beside the file, but does not see what an unfinished one holds.
    private mutating func prepareGeoPackage() {
        let journal = VirtualFile.size(of: target + "-wal") ?? 0
        if journal == 0, !path.isArchived { options = ["NOLOCK=YES"] }
    }

    private mutating func prepareText() throws(NativeError) {
        guard ![[0xFF, 0xFE], [0xFE, 0xFF]].contains(VirtualFile.bytes(of: target, count: 2)) else {
            throw NativeError(
                .unknownFormat, "\(path.named) is UTF-16 text; save it as CSV UTF-8.", path: path.named)
        }
        options = ["EMPTY_STRING_AS_NULL=YES"]
        let usual = ["csv", "tsv"].contains(SourcePath.ending(of: target))
        if !usual { target = "CSV:" + target }
    }

    private func prepareMarkup() throws(NativeError) {
        MarkupGuard.startLibrary()
        try MarkupGuard.check(path)
    }

    /// MicroStation V8 files are OLE containers, which GDAL does not read.
    private func refuseNewDesign() throws(NativeError) {
        guard VirtualFile.bytes(of: path.native, count: 4) == [0xD0, 0xCF, 0x11, 0xE0] else { return }
        throw NativeError(
            .unknownFormat, "\(path.named) is a MicroStation V8 file; save it as DGN V7 or as DXF.", path: path.named)
    }

    private static func firstLine(of file: String) -> String? {
        let text = String(decoding: VirtualFile.bytes(of: file, count: 256), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) }
        return line?.isEmpty ?? true ? nil : line
    }
}
