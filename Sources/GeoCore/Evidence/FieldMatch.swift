/// Which field of a source file fills which field of a layer, and why.
package struct FieldMatch: Hashable, Sendable {
    /// One field found.
    package struct Pair: Hashable, Sendable {
        /// Position among the source's fields.
        package var source: Int
        package var sourceName: String
        /// Position among the definition's fields.
        package var field: Int
        package var fieldName: String
        package var evidence: Evidence
    }

    /// Why a source field was taken, best first.
    package enum Evidence: Hashable, Sendable {
        /// It has the field's own name.
        case name
        /// It has a spelling that the definition lists under `from`.
        case spelling(String)
        /// It is the first ten bytes of a spelling, as a DBF stores it.
        case truncated(String)
        /// It has the field's title.
        case title(String)
    }

    /// In the order of the definition's fields.
    package var pairs: [Pair]
    /// Names of source fields that fill nothing.
    package var unmatchedSources: [String]
    /// Names of the definition's fields that no source field fills.
    package var unmatchedFields: [String]
    /// Source fields that could fill two fields or more, with those fields' names; they fill none.
    package var ambiguous: [String: [String]]

    /// The source field that fills a field of the definition; `nil` where none does.
    package func source(of field: String) -> Int? { pairs.first { $0.fieldName == field }?.source }

    /// Matches names without regard to case, diacritics and punctuation.
    package init(sourceNames: [String], fields: [FieldDefinition]) {
        var matcher = Matcher(sourceNames: sourceNames, fields: fields)
        matcher.run()
        let found = matcher.pairs.sorted { $0.field < $1.field }
        pairs = found
        let usedSources = Set(found.map(\.source))
        let usedFields = Set(found.map(\.field))
        ambiguous = matcher.ambiguous.filter { name, _ in
            !found.contains { $0.sourceName == name }
        }
        unmatchedSources = sourceNames.indices.filter { !usedSources.contains($0) }.map { sourceNames[$0] }
        unmatchedFields = fields.indices.filter { !usedFields.contains($0) }.map { fields[$0].name }
    }
}

extension FieldMatch {
    /// Takes the kinds of evidence in turn; each field and each source field is used once.
    private struct Matcher {
        let sourceNames: [String]
        let sourceKeys: [String]
        let fields: [FieldDefinition]
        var pairs: [Pair] = []
        var ambiguous: [String: [String]] = [:]
        private var freeSources: Set<Int>
        private var freeFields: Set<Int>

        init(sourceNames: [String], fields: [FieldDefinition]) {
            self.sourceNames = sourceNames
            self.fields = fields
            sourceKeys = sourceNames.map(FieldSpelling.key)
            freeSources = Set(sourceNames.indices)
            freeFields = Set(fields.indices)
        }

        mutating func run() {
            // A definition that lists its field's own name among the spellings gives that name the rank it has there.
            take { field, key, _ in
                guard FieldSpelling.key(field.name) == key else { return nil }
                return field.from.contains { FieldSpelling.key($0) == key } ? nil : .name
            }
            takeSpellings()
            take { field, key, name in Self.truncated(field, key, name) }
            take { field, key, _ in
                [field.title.vi, field.title.en].first { FieldSpelling.key($0) == key }.map { .title($0) }
            }
        }

        /// A spelling listed earlier wins over one listed later.
        private mutating func takeSpellings() {
            let longest = fields.map(\.from.count).max() ?? 0
            for rank in 0..<longest {
                take { field, key, _ in
                    guard rank < field.from.count, FieldSpelling.key(field.from[rank]) == key else { return nil }
                    return .spelling(field.from[rank])
                }
            }
        }

        private mutating func take(_ test: (FieldDefinition, String, String) -> Evidence?) {
            for source in sourceNames.indices where freeSources.contains(source) && !sourceKeys[source].isEmpty {
                var found: [(Int, Evidence)] = []
                for field in fields.indices where freeFields.contains(field) {
                    if let evidence = test(fields[field], sourceKeys[source], sourceNames[source]) {
                        found.append((field, evidence))
                    }
                }
                if found.count > 1 { ambiguous[sourceNames[source]] = found.map { fields[$0.0].name } }
                guard found.count == 1, let (field, evidence) = found.first else { continue }
                pairs.append(
                    Pair(
                        source: source, sourceName: sourceNames[source], field: field, fieldName: fields[field].name,
                        evidence: evidence))
                freeSources.remove(source)
                freeFields.remove(field)
            }
        }

        /// A DBF keeps ten bytes of a name; a second field with the same ten ends in `_1` instead.
        private static func truncated(_ field: FieldDefinition, _ key: String, _ name: String) -> Evidence? {
            guard (8...10).contains(name.utf8.count) else { return nil }
            let stem = numberedStem(name)
            guard name.utf8.count == 10 || stem != nil else { return nil }
            let stemKey = stem.map(FieldSpelling.key) ?? key
            guard stemKey.count >= 5 else { return nil }
            let spellings = [field.name] + field.from
            return spellings.first { spelling in
                spelling.utf8.count > 10 && FieldSpelling.key(spelling).hasPrefix(stemKey)
            }.map { .truncated($0) }
        }

        private static func numberedStem(_ name: String) -> String? {
            guard let bar = name.lastIndex(of: "_"), name.utf8.count == 10 else { return nil }
            let digits = name[name.index(after: bar)...]
            return !digits.isEmpty && digits.allSatisfy(\.isNumber) ? String(name[..<bar]) : nil
        }
    }
}
