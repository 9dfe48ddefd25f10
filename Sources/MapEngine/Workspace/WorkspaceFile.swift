import Foundation

/// Reading the small text files of a workspace.
enum WorkspaceFile {
    /// The text of a UTF-8 file.
    ///
    /// - Throws: `ConfigurationError` naming the file where it cannot be read or is not UTF-8.
    static func text(of file: URL, named name: String) throws(ConfigurationError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw unreadable(name, "the file cannot be read (\(error.localizedDescription)); check its permissions")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw unreadable(name, "the file is not UTF-8; save it as UTF-8")
        }
        return text
    }

    private static func unreadable(_ name: String, _ message: String) -> ConfigurationError {
        ConfigurationError([ConfigurationIssue(file: name, line: 1, column: 1, message: message)])
    }
}
