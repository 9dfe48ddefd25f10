package import Foundation

/// A workspace: a folder with `bando.yaml`, definitions, styles, sources and state, by the names of the contract.
package struct Workspace: Hashable, Sendable {
    /// The folder, as an absolute file URL.
    package let root: URL

    /// Takes a folder that exists.
    ///
    /// - Throws: `WorkspaceError` where there is no folder.
    package init(root: URL) throws(WorkspaceError) {
        let folder = root.standardizedFileURL
        guard folder.isFolder else { throw WorkspaceError.noFolder(folder.path) }
        self.root = folder
    }

    package var configurationFile: URL { root.appending(path: "bando.yaml") }
    package var layersFolder: URL { folder("layers") }
    package var codeListsFolder: URL { layersFolder.appending(path: "codes", directoryHint: .isDirectory) }
    package var stylesFolder: URL { folder("styles") }
    package var rulesFolder: URL { folder("rules") }
    package var calendarsFolder: URL { folder("calendars") }
    package var indicatorsFolder: URL { folder("kpis") }
    package var tilesFolder: URL { folder("tiles") }
    package var datasetsFolder: URL { folder("datasets") }
    /// The state: database, live history, attachments, backups. Not made by `init`, since state begins with an import.
    package var dataFolder: URL { folder("data") }
    package var databaseFile: URL { dataFolder.appending(path: "bando.sqlite") }
    package var liveFolder: URL { dataFolder.appending(path: "live", directoryHint: .isDirectory) }

    /// Where the definition of a layer is, or would be.
    package func definitionFile(named id: String) -> URL { layersFolder.appending(path: "\(id).yaml") }

    private func folder(_ name: String) -> URL { root.appending(path: name, directoryHint: .isDirectory) }
}

extension Workspace {
    /// The files of a folder with an ending, ordered by name; empty where the folder is absent. Not below subfolders.
    ///
    /// - Throws: `WorkspaceError.cannotRead` where the folder is there but cannot be listed.
    package func files(in folder: URL, ending: String) throws(WorkspaceError) -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw .cannotRead(path: folder.path, reason: error.localizedDescription)
        }
        return names.filter { $0.hasSuffix(".\(ending)") && !$0.hasPrefix(".") }.sorted()
            .map { folder.appending(path: $0) }
    }

    /// A file's path below the workspace, as messages name it; the whole path for a file elsewhere.
    package func relativePath(of file: URL) -> String {
        let path = file.standardizedFileURL.path
        let prefix = root.path.hasSuffix("/") ? root.path : root.path + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}

/// Why a folder is no workspace, or cannot become one.
package enum WorkspaceError: Error, Hashable, Sendable, CustomStringConvertible {
    case noFolder(String)
    case notEmpty(String)
    case noShareFolder
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    package var description: String {
        switch self {
        case .noFolder(let path):
            "there is no folder '\(path)'; name one with --workspace, or make one with 'bando init \(path)'"
        case .notEmpty(let path):
            "'\(path)' already holds a workspace; choose another folder, or remove its layers/ first"
        case .noShareFolder:
            "the standard layers were not found beside the program; set BANDO_SHARE to the folder that holds "
                + "layers/layer.schema.json"
        case .cannotRead(let path, let reason):
            "'\(path)' cannot be read (\(reason)); check its permissions"
        case .cannotWrite(let path, let reason):
            "'\(path)' cannot be written (\(reason)); check its permissions and the free space"
        }
    }
}

extension URL {
    /// Whether there is a folder at this path; a path that cannot be looked at is none.
    var isFolder: Bool {
        (try? resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
    }
}
