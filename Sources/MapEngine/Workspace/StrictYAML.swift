import Yams

/// Reads YAML text into nodes that know their lines; a syntax error becomes an issue like any other.
enum StrictYAML {
    /// The root node of the only document in the text; `nil` for an empty text or one whose fault is in the log.
    static func root(of text: String, log: IssueLog) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            record(error, in: log)
        } catch {
            log.add("the file cannot be read as YAML: \(error)", at: nil)
        }
        return nil
    }

    private static func record(_ error: YamlError, in log: IssueLog) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            log.add("this is not YAML (\(problem)); check quotes, colons and indentation here", at: Place(mark))
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.map { "'\($0)'" }.joined(separator: ", ")
            log.add("\(names) is given more than once; keep one of them", at: Place(context.mark))
        case .reader(let problem, let offset, _, let text):
            log.add("this is not UTF-8 text (\(problem)); save the file as UTF-8", at: place(at: offset, in: text))
        default:
            log.add("the file cannot be read as YAML: \(error)", at: nil)
        }
    }

    private static func place(at offset: Int?, in text: String) -> Place? {
        guard let offset else { return nil }
        let before = text.prefix(offset)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return Place(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }
}

extension Place {
    init(_ mark: Mark) {
        self.init(line: mark.line, column: mark.column)
    }
}

extension Node {
    /// Where the node begins.
    var place: Place? { mark.map(Place.init) }

    /// What the node is, in words for a message.
    var kindName: String {
        switch self {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .alias: "an alias"
        case .scalar: scalarKindName
        }
    }

    /// The text of a scalar that YAML takes for text.
    var plainText: String? {
        guard case .scalar(let scalar) = self, resolvedTag == .str else { return nil }
        return scalar.string
    }

    /// The type that YAML sees in the node. A plain word of more than five letters is text without asking the resolver's
    /// regular expressions, which otherwise take most of the time of reading: `false` is the longest word it knows.
    var resolvedTag: Tag.Name {
        if case .scalar(let scalar) = self, scalar.string.utf8.count > 5, scalar.string.first?.isLetter == true {
            return .str
        }
        return Resolver.default.resolveTag(of: self)
    }

    private var scalarKindName: String {
        switch resolvedTag {
        case .int, .float: "a number"
        case .bool: "true or false"
        case .null: "nothing"
        case .timestamp: "a date"
        default: "text"
        }
    }
}
