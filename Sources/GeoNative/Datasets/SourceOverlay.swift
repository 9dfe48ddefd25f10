import Foundation

/// A temporary folder that stands in for the folder of a source file, so that a file beside it can be replaced
/// (a MapInfo header) or made (a `.shx`) without touching the user's own.
///
/// Files are linked, not copied; members of archives are unpacked. The folder goes with its owner, hence a class.
final class SourceOverlay {
    private let folder: String

    /// The most that is unpacked from an archive, in bytes.
    private static let unpackLimit: Int64 = 8 << 30

    init() throws(NativeError) {
        let parent = FileManager.default.temporaryDirectory
        folder = parent.appendingPathComponent("bando-source-\(UUID().uuidString)").path
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Self.notWritten(folder, error)
        }
    }

    deinit {
        // Nobody is left to be told, and the system clears its temporary folder itself.
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes a file of the overlay stand for another.
    func link(_ name: String, to source: String) throws(NativeError) {
        guard !source.hasPrefix("/vsi") else {
            try VirtualFile.copy(source, to: path(name), limit: Self.unpackLimit)
            return
        }
        do {
            try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: source)
        } catch {
            throw Self.notWritten(path(name), error)
        }
    }

    func write(_ bytes: [UInt8], to name: String) throws(NativeError) {
        guard FileManager.default.createFile(atPath: path(name), contents: Data(bytes)) else {
            throw Self.notWritten(path(name), nil)
        }
    }

    func path(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    private static func notWritten(_ path: String, _ error: (any Error)?) -> NativeError {
        let cause = error.map { " (\($0.localizedDescription))" } ?? ""
        return NativeError(
            .notWritten, "The temporary file \(path) could not be made\(cause); make room or set TMPDIR.", path: path)
    }
}
