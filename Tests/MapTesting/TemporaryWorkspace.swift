package import Foundation
import Logging
package import MapEngine

/// A workspace in a temporary folder with the standard layers and styles; gone with its last reference.
package final class TemporaryWorkspace: Sendable {
    package let workspace: Workspace

    package init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "bando-test-\(UUID().uuidString)", directoryHint: .isDirectory)
        workspace = try Workspace.initialise(at: folder, from: ShareFolder(root: Self.repository))
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: workspace.root)
        } catch {
            FileHandle.standardError.write(Data("the folder \(workspace.root.path) could not be removed\n".utf8))
        }
    }

    /// The folder's path.
    package var path: String { workspace.root.path }

    /// The root of the repository that this file is in.
    package static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The committed sample files.
    package static var datasets: URL { repository.appending(path: "datasets", directoryHint: .isDirectory) }

    /// An engine on this workspace whose clock stands still.
    package func engine(at time: Date = Date(timeIntervalSince1970: 1_795_244_400)) async throws -> Engine {
        try await Engine(
            workspace: workspace, share: ShareFolder(root: Self.repository), logger: Logger(label: "bando.test"),
            now: { time })
    }

    /// Writes a source file into the workspace's folder.
    package func write(_ text: String, to name: String) throws -> URL {
        let file = workspace.root.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file
    }
}
