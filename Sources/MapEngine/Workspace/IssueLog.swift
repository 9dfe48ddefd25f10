/// Collects the issues of one file while its parts are read, so that one run names all of them.
final class IssueLog {
    let file: String
    private(set) var issues: [ConfigurationIssue] = []

    init(file: String) {
        self.file = file
    }

    /// Records an issue once, however often it is met; without a place it is at the beginning of the file.
    func add(_ message: String, at place: Place?) {
        let issue = ConfigurationIssue(
            file: file, line: place?.line ?? 1, column: place?.column ?? 1, message: message)
        if !issues.contains(issue) { issues.append(issue) }
    }

    /// The value that was read, unless anything was wrong.
    ///
    /// - Parameter empty: What to say where there is neither a value nor an issue, since the file says nothing.
    func result<Value>(_ value: Value?, empty: String) throws(ConfigurationError) -> Value {
        if value == nil, issues.isEmpty { add(empty, at: nil) }
        guard let value, issues.isEmpty else { throw ConfigurationError(issues) }
        return value
    }
}

/// A place in a file: its line and column, both from 1.
struct Place: Hashable, Sendable {
    var line: Int
    var column: Int
}

/// A value with its place in the file, for checks that come after reading.
struct Located<Value> {
    var value: Value
    var place: Place?
}

extension Located: Sendable where Value: Sendable {}
