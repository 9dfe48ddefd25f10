import GeoCore
import GeoNative

/// Decides which source field feeds each field of the definition.
struct FieldPlanner {
    let definition: LayerDefinition
    let options: ImportOptions
    let file: String

    /// The plan of each field, and what to tell of it.
    struct Match {
        var columns: [ColumnPlan]
        var sources: [SourceDecision.FieldSource]
        var usedSources: Set<Int>
        var definition: LayerDefinition
        var encodings: [TextEncoding]
    }

    /// - Throws: `EngineError` for a field or column named by hand that does not exist, and where nothing matches
    ///   though the layer has required fields.
    func match(
        names: [String], layer: SourceLayer, sample: [SourceRecord], encodings: [TextEncoding]
    ) throws -> Match {
        try checkNamedFields(names)
        let found = FieldMatch(sourceNames: names, fields: definition.fields)
        var match = Match(columns: [], sources: [], usedSources: [], definition: definition, encodings: encodings)
        for field in definition.fields {
            let source = options.fieldSources[field.name].flatMap(names.firstIndex) ?? found.source(of: field.name)
            match.columns.append(try column(field, source: source, sample: sample, encodings: encodings))
            guard options.constants[field.name] == nil, let source else { continue }
            match.usedSources.insert(source)
            match.sources.append(.init(field: field.name, source: names[source]))
        }
        try requireFields(match)
        return match
    }

    private func column(
        _ field: FieldDefinition, source: Int?, sample: [SourceRecord], encodings: [TextEncoding]
    ) throws -> ColumnPlan {
        if let text = options.constants[field.name] {
            guard let value = ValueReader(field).value(of: text) else {
                throw EngineError(
                    .invalidParameter, "“\(text)” is no \(field.type.rawValue) for the field \(field.name).",
                    parameter: "set")
            }
            return .constant(value)
        }
        guard let source else { return .absent }
        guard field.type == .real || field.type == .integer else { return .source(source, mark: nil) }
        let texts = sample.lazy.compactMap { record -> String? in
            guard case .bytes = record.values[source] else { return nil }
            return record.values[source].decoded(encodings[source])
        }
        return .source(source, mark: NumberText.decimalMark(of: texts))
    }

    private func checkNamedFields(_ names: [String]) throws {
        for name in Array(options.constants.keys) + Array(options.fieldSources.keys)
        where definition.index(of: name) == nil {
            throw EngineError(
                .invalidParameter, "The layer \(definition.id) has no field “\(name)”.", parameter: "field")
        }
        for (field, column) in options.fieldSources where !names.contains(column) {
            throw EngineError(
                .invalidParameter,
                "\(file) has no column “\(column)” for \(field); it has \(names.joined(separator: ", ")).",
                parameter: "field")
        }
    }

    /// A required field that no column feeds would refuse every record: better said once, before reading.
    private func requireFields(_ match: Match) throws {
        for (field, column) in zip(definition.fields, match.columns) where field.required && column == .absent {
            let spellings = ([field.name] + field.from).prefix(8).joined(separator: ", ")
            throw EngineError(
                .unreadable,
                "\(file) has no column for the required field \(field.name) (“\(field.title.vi)”; known as "
                    + "\(spellings)). Name its column with --field \(field.name)=COLUMN, give one value with "
                    + "--set \(field.name)=VALUE, or import it as a layer of its own with --create.", parameter: "field"
            )
        }
    }
}

extension FieldPlanner.Match {
    /// Source fields that feed nothing.
    func unused(_ coordinates: CoordinateColumns?, names: [String]) -> [String] {
        names.indices.filter { index in
            !usedSources.contains(index) && index != coordinates?.first && index != coordinates?.second
        }.map { names[$0] }
    }

    /// The codes of communes that the sampled records name, as they stand in the file.
    func namedUnits(_ sample: [SourceRecord]) -> Set<String> {
        var codes: Set<String> = []
        for (field, column) in zip(definition.fields, columns) where field.name.hasPrefix("ma_xa") {
            switch column {
            case .source(let index, _):
                codes.formUnion(sample.compactMap { $0.values[index].decoded(encodings[index]) })
            case .constant(let value): codes.insert(value.text)
            case .absent: break
            }
        }
        return codes
    }
}
