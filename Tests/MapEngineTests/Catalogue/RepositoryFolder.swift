import Foundation

@testable import MapEngine

/// The root of the repository, found from the place of this file.
enum RepositoryFolder {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The standard layers, read once for all tests.
    static let catalogue = Result { try Workspace(root: root).readCatalogue() }
}
