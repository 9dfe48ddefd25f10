import GeoCore
import LiveMap
import Yams

/// What one file of `rules/` says.
struct RuleFile {
    var kind: RuleKind
    var title: LocalizedText?
    var series: AnyRuleSeries
}

/// Reads one file of `rules/`: its versions with their days, sources and parameters.
struct RuleFileReader {
    let log: IssueLog

    func rule(_ text: String) -> RuleFile? {
        guard let root = StrictYAML.root(of: text, log: log),
            let mapping = MappingReader(root, path: "", known: RuleKeys.file, log: log)
        else { return nil }
        for key in RuleKeys.file { mapping.require(key) }
        let id = id(of: mapping)
        let title = mapping.localizedText("title")
        guard let id, let kind = mapping.choice("rule", of: RuleKind.self),
            let series = series(kind, id, mapping)
        else { return nil }
        return RuleFile(kind: kind, title: title, series: series)
    }

    private func id(of mapping: MappingReader) -> String? {
        guard let name = mapping.text("id") else { return nil }
        guard LayerID(name) != nil else {
            mapping.reject("id", "is '\(name)'; write lower-case letters and digits joined by single hyphens")
            return nil
        }
        let expected = LayerDefinitionReader.stem(of: log.file)
        if name != expected {
            mapping.reject("id", "is '\(name)', but the file is named '\(expected)'; make them the same")
        }
        return name
    }

    private func series(_ kind: RuleKind, _ id: String, _ mapping: MappingReader) -> AnyRuleSeries? {
        switch kind {
        case .track: versions(kind, id, mapping, TrackRule.init(reading:))
        case .fishingZones: versions(kind, id, mapping, FishingZoneRule.init(reading:))
        case .closedZones: versions(kind, id, mapping, ClosedZoneRule.init(reading:))
        case .boundaryApproach: versions(kind, id, mapping, BoundaryApproachRule.init(reading:))
        case .boundaryCrossing: versions(kind, id, mapping, BoundaryCrossingRule.init(reading:))
        case .signal: versions(kind, id, mapping, SignalRule.init(reading:))
        case .noReturn: versions(kind, id, mapping, ReturnRule.init(reading:))
        case .outage: versions(kind, id, mapping, OutageRule.init(reading:))
        case .escalation: versions(kind, id, mapping, EscalationRule.init(reading:))
        case .gathering: versions(kind, id, mapping, GatheringRule.init(reading:))
        case .encounter: versions(kind, id, mapping, EncounterRule.init(reading:))
        case .loitering: versions(kind, id, mapping, LoiteringRule.init(reading:))
        case .carriedDevice: versions(kind, id, mapping, CarriedDeviceRule.init(reading:))
        }
    }

    private func versions<Parameters: Hashable & Sendable>(
        _ kind: RuleKind, _ id: String, _ mapping: MappingReader, _ read: (MappingReader) -> Parameters?
    ) -> AnyRuleSeries? {
        var versions: [RuleVersion<Parameters>] = []
        for (index, node) in mapping.list("versions").enumerated() {
            let path = "versions[\(index)]"
            guard let entry = MappingReader(node, path: path, known: RuleKeys.version, log: log),
                let version = version(kind, entry, read)
            else { continue }
            if let before = versions.last { check(version.validity, after: before.validity, in: entry) }
            versions.append(version)
        }
        if versions.isEmpty { mapping.reject("versions", "has no version that can be read; write at least one") }
        return versions.isEmpty ? nil : AnyRuleSeries(RuleSeries(id: id, versions: versions))
    }

    private func version<Parameters>(
        _ kind: RuleKind, _ entry: MappingReader, _ read: (MappingReader) -> Parameters?
    ) -> RuleVersion<Parameters>? {
        for key in ["from", "source", "parameters"] { entry.require(key) }
        let (from, to) = (entry.ruleDay("from"), entry.ruleDay("to"))
        if let from, let to, to <= from {
            entry.reject("to", "is not after 'from'; it is the first day without the rule")
        }
        let source = entry.mapping("source", known: RuleKeys.source).flatMap(LegalSource.init(reading:))
        let parameters = entry.mapping("parameters", known: kind.keys).flatMap(read)
        let others = entry.mapping("sources", known: kind.keys)
        guard let from, let source, let parameters else { return nil }
        var parameterSources: [String: LegalSource] = [:]
        for key in kind.keys {
            let reader = others?.mapping(key, known: RuleKeys.source)
            if let found = reader.flatMap(LegalSource.init(reading:)) { parameterSources[key] = found }
        }
        return RuleVersion(
            from: from, to: to, source: source, parameters: parameters, parameterSources: parameterSources)
    }

    private func check(_ validity: RuleValidity, after before: RuleValidity, in entry: MappingReader) {
        if validity.from < before.to ?? before.from.adding(days: 1) {
            entry.reject("from", "is not after the version before; write the versions in order of their days")
        }
    }
}

extension LegalSource {
    fileprivate init?(reading mapping: MappingReader) {
        mapping.require("citation")
        mapping.require("standing")
        guard let citation = mapping.text("citation"),
            let standing = mapping.choice("standing", of: LegalStanding.self)
        else { return nil }
        self.init(citation: citation, standing: standing, note: mapping.text("note"))
    }
}

extension MappingReader {
    /// A day, which YAML may take for a type of its own.
    fileprivate func ruleDay(_ key: String) -> CivilDay? {
        guard let node = node(key) else { return nil }
        guard let day = node.scalar.flatMap({ CivilDay($0.string) }) else {
            reject(key, "must be a day such as 2026-01-25")
            return nil
        }
        return day
    }
}
