import Crypto
import Foundation
import GeoCore

/// Keeps a receiver's place in a small file beside the live history.
struct AlertFile: Sendable {
    private let file: URL

    /// - Parameters:
    ///   - folder: `data/live` of the workspace.
    ///   - receiver: What tells receivers apart; only its digest is in the file's name.
    init(folder: URL, receiver: String) {
        let digest = SHA256.hash(data: Data(receiver.utf8)).prefix(8)
        file = folder.appending(path: "alerts-\(digest.hexadecimal).json")
    }

    /// `nil` where nothing was kept yet.
    ///
    /// - Throws: Where the file is there but cannot be read, so that no alert is told again for want of it.
    func load() throws -> AlertMemory? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try JSONDecoder().decode(AlertMemory.self, from: Data(contentsOf: file))
    }

    /// Takes the place of what was kept, all or nothing.
    func save(_ memory: AlertMemory) throws {
        try JSONEncoder().encode(memory).write(to: file, options: .atomic)
    }
}
