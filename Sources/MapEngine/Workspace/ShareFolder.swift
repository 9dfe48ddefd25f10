package import Foundation

/// The folder with the standard files that come with the program: layers, styles, and the pages of the map.
package struct ShareFolder: Hashable, Sendable {
    package let root: URL

    package init(root: URL) {
        self.root = root
    }

    /// Finds the folder: `BANDO_SHARE`, else walking up from the executable, in each step the folder itself and its
    /// `share/bando`, to the first with `layers/layer.schema.json`.
    ///
    /// - Throws: `WorkspaceError.noShareFolder` where there is none, also where `BANDO_SHARE` names another folder.
    package static func locate(
        environment: [String: String] = ProcessInfo.processInfo.environment, executable: URL = Self.executable
    ) throws(WorkspaceError) -> ShareFolder {
        if let path = environment["BANDO_SHARE"], !path.isEmpty {
            let root = URL(filePath: path, directoryHint: .isDirectory)
            guard isShare(root) else { throw .noShareFolder }
            return ShareFolder(root: root)
        }
        var folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
        while true {
            let candidates = [folder, folder.appending(path: "share/bando", directoryHint: .isDirectory)]
            if let found = candidates.first(where: isShare) { return ShareFolder(root: found) }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path, folder.path != "/" else { throw .noShareFolder }
            folder = parent
        }
    }

    /// The running program.
    package static var executable: URL {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    }

    private static func isShare(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "layers/layer.schema.json").path)
    }
}
