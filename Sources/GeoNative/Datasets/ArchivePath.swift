import CGDAL
import Foundation

/// A path to a ZIP archive, or through it to a member.
struct ArchivePath {
    let named: String
    /// The absolute path of the archive.
    private let archive: String
    /// The path inside the archive, where the user named one.
    private let inner: String?

    /// `nil` where the path names no ZIP archive.
    init?(_ path: String) throws(NativeError) {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        guard let range = absolute.range(of: ".zip", options: .caseInsensitive) else { return nil }
        let archive = String(absolute[..<range.upperBound])
        let rest = absolute[range.upperBound...]
        guard rest.isEmpty || rest.hasPrefix("/") else { return nil }
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: archive, isDirectory: &isFolder) else {
            throw NativeError(.missingFile, "There is no file \(path); check the path.", path: path)
        }
        guard !isFolder.boolValue else { return nil }
        named = path
        self.archive = archive
        inner = rest.count > 1 ? String(rest.dropFirst()) : nil
    }

    /// The one data set in the archive, or the one the user named.
    func member() throws(NativeError) -> (native: String, format: SourceFormat) {
        let candidates = try dataMembers()
        let chosen = inner.map { inner in candidates.filter { $0 == inner } } ?? candidates
        guard let first = chosen.first else { throw nothingFound }
        guard chosen.count == 1 else { throw tooMany(chosen) }
        guard let format = SourceFormat(ending: SourcePath.ending(of: first)) else { throw nothingFound }
        return ("/vsizip/{\(archive)}/\(first)", format)
    }

    private func dataMembers() throws(NativeError) -> [String] {
        let members = try VirtualFile.list(under: "/vsizip/{\(archive)}", named: named)
        let data = members.filter { isData($0) }
        let shapes = Set(
            data.filter { SourcePath.ending(of: $0) == "shp" }.map { ($0 as NSString).deletingPathExtension })
        return data.filter {
            SourcePath.ending(of: $0) != "dbf" || !shapes.contains(($0 as NSString).deletingPathExtension)
        }
    }

    private func isData(_ member: String) -> Bool {
        let inGeodatabase = member.split(separator: "/").dropLast().contains { $0.lowercased().hasSuffix(".gdb") }
        let isHidden = member.hasPrefix("__MACOSX/") || member.split(separator: "/").last?.hasPrefix(".") ?? true
        return !inGeodatabase && !isHidden && SourceFormat(ending: SourcePath.ending(of: member)) != nil
            && SourcePath.ending(of: member) != "txt"
    }

    private var nothingFound: NativeError {
        let what = inner.map { "no data file \($0)" } ?? "no data file"
        return NativeError(
            .unknownFormat, "\(named) holds \(what); it must hold one that ends in \(SourceFormat.acceptedEndings).",
            path: named)
    }

    private func tooMany(_ members: [String]) -> NativeError {
        let shown = members.prefix(5).joined(separator: ", ") + (members.count > 5 ? ", …" : "")
        return NativeError(
            .unknownName, "\(named) holds \(members.count) data files (\(shown)); name one as ARCHIVE.zip/FILE.",
            path: named)
    }
}
