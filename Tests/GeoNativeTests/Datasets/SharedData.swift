import Foundation

/// The folder of real files beside the repository, where it exists.
enum SharedData {
    static let folder: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/data")

    static let exists = FileManager.default.fileExists(atPath: folder.path)

    static func path(_ relative: String) -> String {
        folder.appendingPathComponent(relative).path
    }

    /// Every regular file under a folder, in the order of their paths.
    static func files(under relative: String) -> [String] {
        let root = folder.appendingPathComponent(relative)
        let found = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return found.map { root.appendingPathComponent($0).path }.sorted()
    }
}
