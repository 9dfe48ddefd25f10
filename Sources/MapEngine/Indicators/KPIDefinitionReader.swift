import GeoCore
package import LiveMap
import Yams

/// The keys of `kpis/*.yaml`, in the order in which they are written; `kpi.schema.json` documents the same.
package enum KPIKeys {
    package static let indicator = [
        "id", "title", "summary", "code", "measure", "decimals", "period", "cumulative", "level", "breakdowns",
        "direction", "thresholds", "target", "source", "owner", "aggregation", "from", "suppressBelow", "access",
    ]
    package static let breakdown = ["name", "title", "codes"]
    package static let thresholds = ["green", "yellow", "basis"]
    package static let aggregation = ["mean", "ratio", "to", "factor"]
    package static let from = ["layer", "sum", "time", "unit", "unitCode", "breakdowns", "where", "notAfter"]
    package static let access = ["read", "edit", "exact"]
}

/// Reads one indicator strictly: anything that is not in the format is an issue with its line.
package enum KPIDefinitionReader {
    /// Reads a definition.
    ///
    /// - Parameter file: The path for messages; the id must be its name without folder and ending.
    /// - Throws: `ConfigurationError` with everything that is wrong in the file.
    package static func definition(from text: String, file: String) throws(ConfigurationError) -> KPIDefinition {
        let log = IssueLog(file: file)
        return try log.result(read(text, log: log), empty: "the file is empty; write an indicator or remove it")
    }

    private static func read(_ text: String, log: IssueLog) -> KPIDefinition? {
        guard let root = StrictYAML.root(of: text, log: log),
            let mapping = MappingReader(root, path: "", known: KPIKeys.indicator, log: log)
        else { return nil }
        for key in ["id", "title", "measure", "period", "direction", "source", "owner", "aggregation"] {
            mapping.require(key)
        }
        guard var definition = required(of: mapping) else { return nil }
        definition.summary = mapping.localizedText("summary")
        definition.code = mapping.text("code")
        definition.decimals = mapping.integer("decimals", in: 0...6) ?? 0
        definition.isCumulative = mapping.boolean("cumulative") ?? false
        definition.level = mapping.choice("level", of: UnitLevel.self) ?? .commune
        definition.breakdowns = breakdowns(of: mapping)
        definition.thresholds = thresholds(of: mapping, definition.direction)
        definition.target = mapping.number("target")
        definition.tally = mapping.mapping("from", known: KPIKeys.from).flatMap(KPITally.init(reading:))
        definition.suppressBelow = mapping.integer("suppressBelow", in: 2...1_000)
        definition.access =
            mapping.mapping("access", known: KPIKeys.access).map(KPIAccess.init(reading:)) ?? KPIAccess()
        check(definition, in: mapping)
        return definition
    }

    private static func required(of mapping: MappingReader) -> KPIDefinition? {
        let id = id(of: mapping)
        let title = mapping.localizedText("title")
        let measure = mapping.text("measure")
        let period = mapping.choice("period", of: PeriodKind.self)
        let direction = mapping.choice("direction", of: KPIDirection.self)
        let source = mapping.text("source")
        let owner = mapping.text("owner")
        let aggregation = aggregation(of: mapping)
        guard let id, let title, let measure, let period, let direction, let source, let owner, let aggregation else {
            return nil
        }
        return KPIDefinition(
            id: id, title: title, measure: measure, period: period, direction: direction, source: source, owner: owner,
            aggregation: aggregation)
    }

    private static func id(of mapping: MappingReader) -> KPIID? {
        guard let name = mapping.text("id") else { return nil }
        guard let id = KPIID(name) else {
            mapping.reject("id", "is '\(name)'; write lower-case letters and digits joined by single hyphens")
            return nil
        }
        let expected = LayerDefinitionReader.stem(of: mapping.log.file)
        if name != expected {
            mapping.reject("id", "is '\(name)', but the file is named '\(expected)'; make them the same")
        }
        return id
    }

    private static func breakdowns(of mapping: MappingReader) -> [KPIBreakdown] {
        mapping.list("breakdowns").enumerated().compactMap { index, item in
            let path = "breakdowns[\(index)]"
            guard let reader = MappingReader(item, path: path, known: KPIKeys.breakdown, log: mapping.log) else {
                return nil
            }
            for key in KPIKeys.breakdown { reader.require(key) }
            let codes = CodeListReader.codes(of: reader)
            guard let name = reader.text("name"), let title = reader.localizedText("title") else { return nil }
            if name.contains(":") { reader.reject("name", "is '\(name)'; a colon is not allowed in it") }
            return KPIBreakdown(name: name, title: title, codes: codes)
        }
    }

    private static func thresholds(of mapping: MappingReader, _ direction: KPIDirection) -> KPIThresholds? {
        guard let reader = mapping.mapping("thresholds", known: KPIKeys.thresholds) else { return nil }
        reader.require("green")
        reader.require("yellow")
        let basis = reader.choice("basis", of: KPIThresholds.Basis.self) ?? .value
        guard let green = reader.number("green"), let yellow = reader.number("yellow") else { return nil }
        switch direction {
        case .up where green < yellow: reader.reject("green", "is below 'yellow', but more is better; exchange them")
        case .down where green > yellow: reader.reject("green", "is above 'yellow', but less is better; exchange them")
        case .neutral: mapping.reject("thresholds", "need a direction of up or down; remove them or choose one")
        default: break
        }
        return KPIThresholds(green: green, yellow: yellow, basis: basis)
    }

    private static func aggregation(of mapping: MappingReader) -> KPIAggregation? {
        guard let node = mapping.node("aggregation") else { return nil }
        if let word = node.plainText { return aggregation(word, in: mapping) }
        guard let reader = mapping.mapping("aggregation", known: KPIKeys.aggregation) else { return nil }
        if let mean = indicator("mean", of: reader) { return .weightedMean(by: mean) }
        reader.require("ratio")
        reader.require("to")
        guard let above = indicator("ratio", of: reader), let below = indicator("to", of: reader) else { return nil }
        let factor = reader.number("factor") ?? 1
        if factor <= 0 { reader.reject("factor", "is \(factor); write a number above 0, such as 100 for percent") }
        return .ratio(of: above, to: below, factor: factor)
    }

    private static func aggregation(_ word: String, in mapping: MappingReader) -> KPIAggregation? {
        switch word {
        case "sum": return .sum
        case "none": return KPIAggregation.none
        default:
            mapping.reject(
                "aggregation",
                "cannot be '\(word)'; write sum, none, { mean: WEIGHT } or { ratio: INDICATOR, to: INDICATOR }")
            return nil
        }
    }

    private static func indicator(_ key: String, of reader: MappingReader) -> KPIID? {
        guard let name = reader.text(key) else { return nil }
        guard let id = KPIID(name) else {
            reader.reject(key, "is '\(name)', which is no id of an indicator")
            return nil
        }
        return id
    }
}

extension KPIDefinitionReader {
    /// What keys say about each other.
    private static func check(_ definition: KPIDefinition, in mapping: MappingReader) {
        if definition.tally != nil, definition.aggregation != .sum {
            mapping.reject("from", "counts features, which add up; write 'aggregation: sum' or remove 'from'")
        }
        if case .ratio = definition.aggregation, definition.suppressBelow != nil {
            mapping.reject("suppressBelow", "of a ratio follows from its two indicators; give it to those")
        }
        let names = definition.breakdowns.map(\.name)
        for name in definition.tally?.breakdowns.keys.sorted() ?? [] where !names.contains(name) {
            mapping.reject("from", "splits by '\(name)', which is no breakdown of this indicator; add it or remove it")
        }
        if definition.tally == nil, definition.access.edit.isEmpty, definition.takesValues {
            mapping.reject("access", "names nobody in 'edit' who sends the values in; add a role, or 'from'")
        }
    }
}

extension KPIAccess {
    init(reading mapping: MappingReader) {
        self.init()
        if mapping.node("read") != nil { read = mapping.roles("read") }
        edit = mapping.roles("edit")
        exact = mapping.roles("exact")
    }
}

extension KPITally {
    init?(reading mapping: MappingReader) {
        mapping.require("layer")
        mapping.require("time")
        guard let layer = mapping.text("layer"), let time = mapping.text("time") else { return nil }
        guard let id = LayerID(layer) else {
            mapping.reject("layer", "is '\(layer)', which is no id of a layer")
            return nil
        }
        self.init(
            layer: id, sum: mapping.text("sum"), time: time, unit: mapping.text("unit"),
            unitCode: mapping.text("unitCode"),
            breakdowns: Self.names("breakdowns", of: mapping), conditions: Self.conditions(of: mapping))
        notAfter = Self.names("notAfter", of: mapping)
    }

    /// A mapping of names to names of fields.
    private static func names(_ key: String, of mapping: MappingReader) -> [String: String] {
        guard let reader = anyMapping(key, in: mapping) else { return [:] }
        return reader.keys.reduce(into: [:]) { fields, name in fields[name] = reader.mapping.text(name) }
    }

    private static func conditions(of mapping: MappingReader) -> [Condition] {
        guard let reader = anyMapping("where", in: mapping) else { return [] }
        return reader.keys.sorted().compactMap { field in
            guard let node = reader.mapping.node(field) else { return nil }
            let items: [Node] = if case .sequence(let list) = node { Array(list) } else { [node] }
            let values = items.compactMap(\.fieldValue)
            if values.count < items.count || values.isEmpty {
                reader.mapping.reject(field, "must be a text, a number, true or false, or a list of them")
            }
            return Condition(field: field, values: values)
        }
    }

    /// A mapping whose keys are names that the file chooses.
    private static func anyMapping(
        _ key: String, in mapping: MappingReader
    ) -> (mapping: MappingReader, keys: [String])? {
        guard let node = mapping.node(key) else { return nil }
        guard case .mapping(let pairs) = node else {
            mapping.mismatch(key, expected: "a mapping", found: node)
            return nil
        }
        let keys: [String] = pairs.keys.compactMap { $0.string }
        return mapping.mapping(key, known: keys).map { ($0, keys) }
    }
}

extension Node {
    /// A scalar as a field's value; `nil` for lists, mappings and nothing.
    fileprivate var fieldValue: FieldValue? {
        if let text = plainText { return .text(text) }
        switch resolvedTag {
        case .int: return int.map { .integer(Int64($0)) }
        case .float: return float.map(FieldValue.real)
        case .bool: return bool.map(FieldValue.boolean)
        default: return nil
        }
    }
}
