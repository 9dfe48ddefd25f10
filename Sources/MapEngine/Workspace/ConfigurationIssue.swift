/// A fault in a file that people write, with its place and one sentence that says what to do.
package struct ConfigurationIssue: Hashable, Sendable, CustomStringConvertible {
    /// The file as the user would name it, such as `layers/parcels.yaml`.
    package var file: String
    /// 1 for the first line.
    package var line: Int
    /// 1 for the first character of a line.
    package var column: Int
    package var message: String

    package init(file: String, line: Int, column: Int, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    /// `layers/parcels.yaml:12:5: unknown key 'tile'; did you mean 'tiles'?`
    package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// Everything that is wrong with the files of a workspace, found in one pass; wrong usage, exit code 2.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty; ordered by file, then line.
    package let issues: [ConfigurationIssue]

    package init(_ issues: [ConfigurationIssue]) {
        precondition(!issues.isEmpty, "an error names at least one issue")
        self.issues = issues.sorted { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    }

    /// One line for each issue.
    package var description: String { issues.map(\.description).joined(separator: "\n") }
}
