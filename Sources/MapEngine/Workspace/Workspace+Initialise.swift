package import Foundation

extension Workspace {
    /// Makes a workspace with the standard definitions, code lists and styles: `bando init DIR`.
    ///
    /// The folder may exist, with other files in it; nothing in it is overwritten.
    ///
    /// - Throws: `WorkspaceError.notEmpty` where the folder has layers, styles or a `bando.yaml` already,
    ///   `WorkspaceError.cannotWrite` where a file cannot be copied.
    package static func initialise(at folder: URL, from share: ShareFolder) throws(WorkspaceError) -> Workspace {
        let root = folder.standardizedFileURL
        guard !holdsWorkspace(root) else { throw .notEmpty(root.path) }
        try make(root)
        for name in ["layers", "styles", "rules", "kpis", "calendars"] {
            try copy(share.root.appending(path: name), to: root.appending(path: name))
        }
        for name in ["tiles", "datasets"] { try make(root.appending(path: name)) }
        try write(WorkspaceConfiguration.template, to: root.appending(path: "bando.yaml"))
        return try Workspace(root: root)
    }

    private static func holdsWorkspace(_ root: URL) -> Bool {
        ["layers", "styles", "bando.yaml"].contains {
            FileManager.default.fileExists(atPath: root.appending(path: $0).path)
        }
    }

    private static func make(_ folder: URL) throws(WorkspaceError) {
        try writing(folder) { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    }

    private static func copy(_ source: URL, to target: URL) throws(WorkspaceError) {
        guard FileManager.default.fileExists(atPath: source.path) else { return }
        try writing(target) { try FileManager.default.copyItem(at: source, to: target) }
    }

    private static func write(_ text: String, to file: URL) throws(WorkspaceError) {
        try writing(file) { try Data(text.utf8).write(to: file) }
    }

    private static func writing(_ target: URL, _ body: () throws -> Void) throws(WorkspaceError) {
        do {
            try body()
        } catch {
            throw .cannotWrite(path: target.path, reason: error.localizedDescription)
        }
    }
}
