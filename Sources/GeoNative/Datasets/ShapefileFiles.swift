import Foundation

/// The files of a Shapefile, checked against what their headers promise before GDAL sees them.
struct ShapefileFiles {
    let shp: String
    /// `nil` where it is missing.
    let shx: String?
    let dbf: String
    let cpg: String?
    let prj: String?
    /// Offset 29 of the DBF header.
    let languageDriver: UInt8
    let notes: [SourceNote]

    init(_ path: SourcePath) throws(NativeError) {
        shp = path.native
        shx = path.companion("shx")
        cpg = path.companion("cpg")
        prj = path.companion("prj")
        guard let dbf = path.companion("dbf") else {
            throw NativeError(
                .missingCompanion,
                "\(path.named) has no .dbf beside it, so its records have no attributes; ask for the complete set "
                    + "(.shp, .shx, .dbf).", path: path.named)
        }
        self.dbf = dbf
        try Self.checkShapes(shp, path)
        let table = try Self.checkTable(dbf, path)
        languageDriver = table.languageDriver
        notes = Self.compare(shx, rows: table.rows, path)
    }

    /// The index has a header of 100 bytes and 8 for each shape.
    private static func compare(_ shx: String?, rows: Int64, _ path: SourcePath) -> [SourceNote] {
        guard let size = shx.flatMap({ VirtualFile.size(of: $0) }), size >= 100 else { return [] }
        let shapes = (size - 100) / 8
        guard shapes != rows else { return [] }
        return [SourceNote("\(path.named) has \(shapes) shapes but \(rows) rows of attributes; look for lost records.")]
    }

    /// The declared length is in bytes 24–27 in 16-bit words, big-endian (Esri's white paper of July 1998, table 1).
    private static func checkShapes(_ file: String, _ path: SourcePath) throws(NativeError) {
        let header = VirtualFile.bytes(of: file, count: 100)
        guard header.count == 100, bigEndian(header, at: 0) == 9994 else {
            throw NativeError(
                .unreadable, "\(path.named) is not a Shapefile (its header is wrong); ask for the file again.",
                path: path.named)
        }
        let promised = Int64(bigEndian(header, at: 24)) * 2
        let actual = VirtualFile.size(of: file) ?? 0
        guard actual >= promised else { throw truncated(path.named, actual: actual, promised: promised) }
    }

    /// The number of records is in bytes 4–7, the header's length in 8–9, a record's in 10–11, little-endian.
    private static func checkTable(
        _ file: String, _ path: SourcePath
    ) throws(NativeError) -> (languageDriver: UInt8, rows: Int64) {
        let header = VirtualFile.bytes(of: file, count: 32)
        guard header.count == 32 else {
            throw NativeError(
                .truncated, "The .dbf of \(path.named) ends inside its header; ask for the files again.",
                path: path.named)
        }
        let records = Int64(littleEndian(header, at: 4, count: 4))
        let promised =
            Int64(littleEndian(header, at: 8, count: 2))
            + records * Int64(littleEndian(header, at: 10, count: 2))
        let actual = VirtualFile.size(of: file) ?? 0
        guard actual >= promised else {
            throw truncated("The .dbf of \(path.named)", actual: actual, promised: promised)
        }
        return (header[29], records)
    }

    private static func truncated(_ what: String, actual: Int64, promised: Int64) -> NativeError {
        NativeError(
            .truncated,
            "\(what) is cut off: it has \(actual) bytes of the \(promised) that its header promises; "
                + "copy or download the files again.", path: what)
    }

    private static func bigEndian(_ bytes: [UInt8], at offset: Int) -> Int {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> Int {
        bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
