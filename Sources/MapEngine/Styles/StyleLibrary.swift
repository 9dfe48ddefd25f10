package import Foundation
import GeoCore
import Synchronization

/// The style documents of a workspace, read when first asked for.
package final class StyleLibrary: Sendable {
    private let folder: URL
    private let styles = Mutex<[String: Style]>([:])

    private struct Style: Sendable {
        var document: String
        var title: String?
    }

    package init(folder: URL) {
        self.folder = folder
    }

    /// A style by its id and the name that it carries.
    package struct Entry: Sendable {
        package var id: String
        package var title: String
    }

    /// Every style, ordered by id.
    package func all() throws -> [Entry] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        return try names.sorted().map { name in
            let id = String(name.dropLast(5))
            return Entry(id: id, title: try style(id).title ?? id)
        }
    }

    /// The MapLibre style document of an id, as its file holds it.
    ///
    /// - Throws: `notFound` where the workspace has no such style.
    package func document(_ id: String) throws -> String { try style(id).document }

    private func style(_ id: String) throws -> Style {
        if let known = styles.withLock({ $0[id] }) { return known }
        guard LayerID(id) != nil else { throw missing(id) }
        guard let data = FileManager.default.contents(atPath: folder.appending(path: "\(id).json").path) else {
            throw missing(id)
        }
        let style = Style(document: String(decoding: data, as: UTF8.self), title: Self.name(in: data))
        styles.withLock { $0[id] = style }
        return style
    }

    /// Reads the files anew when next asked.
    package func forget() { styles.withLock { $0.removeAll() } }

    private func missing(_ id: String) -> EngineError {
        EngineError(.notFound, "There is no style “\(id)”; /styles lists those there are.")
    }

    private struct Named: Decodable { var name: String? }

    /// A file that is no JSON has no name; what is wrong with it says the map that loads it, and the others are listed.
    private static func name(in document: Data) -> String? {
        try? JSONDecoder().decode(Named.self, from: document).name
    }
}
