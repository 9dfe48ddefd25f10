import Yams

/// Reads the keys of one YAML mapping strictly: every unknown key, wrong type and missing key goes to the log.
///
/// A method that finds a fault records it and answers as if the key were absent, so that reading goes on and one
/// run reports everything.
struct MappingReader {
    let log: IssueLog
    let place: Place?
    /// The path of the mapping for messages, such as `tiles`; empty for the root.
    let path: String
    private let entries: [String: Node]

    /// Records an issue for a node that is no mapping, and for every key that is not `known`.
    init?(_ node: Node, path: String, known: [String], log: IssueLog) {
        guard case .mapping(let mapping) = node else {
            let subject = path.isEmpty ? "the file" : "'\(path)'"
            log.add("\(subject) must be a mapping of keys, but it is \(node.kindName)", at: node.place)
            return nil
        }
        self.log = log
        self.place = node.place
        self.path = path
        self.entries = Self.entries(of: mapping, path: path, known: known, log: log)
    }

    private static func entries(
        of mapping: Node.Mapping, path: String, known: [String], log: IssueLog
    ) -> [String: Node] {
        var entries: [String: Node] = [:]
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                log.add("a key must be text", at: key.place)
                continue
            }
            guard known.contains(scalar.string) else {
                log.add(unknownKey(scalar.string, path: path, known: known), at: key.place)
                continue
            }
            entries[scalar.string] = value
        }
        return entries
    }

    private static func unknownKey(_ key: String, path: String, known: [String]) -> String {
        let place = path.isEmpty ? "" : " in '\(path)'"
        guard let near = known.nearest(to: key) else {
            return "unknown key '\(key)'\(place); the keys are \(known.joined(separator: ", "))"
        }
        return "unknown key '\(key)'\(place); did you mean '\(near)'?"
    }

    /// The key with the path before it, as messages name it.
    func name(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The node of a key; an empty value counts as absent.
    func node(_ key: String) -> Node? {
        guard let node = entries[key], node.resolvedTag != .null else { return nil }
        return node
    }

    /// Records that a key is missing.
    func require(_ key: String) {
        guard node(key) == nil else { return }
        log.add("the key '\(name(of: key))' is missing; add it", at: entries[key]?.place ?? place)
    }

    /// Records a wrong value of a key.
    func reject(_ key: String, _ message: String) {
        log.add("'\(name(of: key))' \(message)", at: entries[key]?.place ?? place)
    }

    func mismatch(_ key: String, expected: String, found node: Node) {
        let hint = expected == "text" && node.scalar != nil ? "; put it in quotes" : ""
        log.add("'\(name(of: key))' must be \(expected), but it is \(node.kindName)\(hint)", at: node.place)
    }
}

extension MappingReader {
    func text(_ key: String) -> String? {
        located(key)?.value
    }

    /// A text that is not empty, with its place.
    func located(_ key: String) -> Located<String>? {
        guard let node = node(key) else { return nil }
        guard let text = node.plainText else {
            mismatch(key, expected: "text", found: node)
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            reject(key, "is empty; write a text or remove the key")
            return nil
        }
        return Located(value: text, place: node.place)
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        guard node.resolvedTag == .int, let number = node.int else {
            mismatch(key, expected: "a whole number", found: node)
            return nil
        }
        guard range.contains(number) else {
            reject(key, "is \(number), but it must lie between \(range.lowerBound) and \(range.upperBound)")
            return nil
        }
        return number
    }

    func number(_ key: String) -> Double? {
        guard let node = node(key) else { return nil }
        guard [.int, .float].contains(node.resolvedTag), let number = node.float, number.isFinite else {
            mismatch(key, expected: "a number", found: node)
            return nil
        }
        return number
    }

    func boolean(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        guard node.resolvedTag == .bool, let value = node.bool else {
            mismatch(key, expected: "true or false", found: node)
            return nil
        }
        return value
    }

    /// One of the names of a closed set.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let name = located(key) else { return nil }
        return choice(name, key: key, of: type)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: Located<String>, key: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let value = Choice(rawValue: name.value) { return value }
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        log.add("'\(self.name(of: key))' cannot be '\(name.value)'; write one of \(names)", at: name.place)
        return nil
    }
}

extension MappingReader {
    /// A mapping below a key.
    func mapping(_ key: String, known: [String]) -> MappingReader? {
        guard let node = node(key) else { return nil }
        return MappingReader(node, path: name(of: key), known: known, log: log)
    }

    /// The items of a list below a key; empty where the key is absent.
    func list(_ key: String) -> [Node] {
        guard let node = node(key) else { return [] }
        guard case .sequence(let items) = node else {
            mismatch(key, expected: "a list", found: node)
            return []
        }
        return Array(items)
    }

    /// A list of texts with their places; a text given twice is an issue.
    func texts(_ key: String) -> [Located<String>] {
        var seen: Set<String> = []
        return list(key).compactMap { item in
            guard let text = item.plainText, !text.isEmpty else {
                mismatch(key, expected: "text", found: item)
                return nil
            }
            if !seen.insert(text).inserted {
                log.add("'\(name(of: key))' names '\(text)' twice; keep one", at: item.place)
            }
            return Located(value: text, place: item.place)
        }
    }
}
