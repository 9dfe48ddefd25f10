package import GeoCore
package import LiveMap

/// A rule as people are told of it: its name, and since when and on what it rests.
package struct RuleSummary: Hashable, Sendable {
    /// One state of the rule.
    package struct Version: Hashable, Sendable {
        package var from: CivilDay
        /// As one would cite it; `nil` where nothing is written down.
        package var citation: String?
        /// How far the text was checked; `nil` where a layer's definition only names it.
        package var standing: LegalStanding?
        package var note: String?
    }

    /// Kebab-case, as violations name it.
    package var id: String
    package var title: LocalizedText
    /// In order of `from`.
    package var versions: [Version]
}

extension Engine {
    /// The rules of `rules/`, and those of the devices whose layers a caller may read, by identifier.
    ///
    /// - Throws: `ConfigurationError` for a file with a fault.
    package func ruleSummaries(for caller: Caller) throws -> [RuleSummary] {
        let devices = catalogue.definitions(readableBy: caller).flatMap { definition in
            catalogue.deviceKinds[definition.id].map { DeviceRuleTitles(definition, $0).summaries } ?? []
        }
        let all = try workspace.readRules().summaries + devices
        return Dictionary(all.map { ($0.id, $0) }) { first, _ in first }.values.sorted { $0.id < $1.id }
    }
}

extension WorkspaceRules {
    fileprivate var summaries: [RuleSummary] {
        let versions = Dictionary(grouping: sources, by: \.key.id)
        return titles.map { id, title in
            let known = (versions[id] ?? []).sorted { $0.key.version < $1.key.version }
            return RuleSummary(
                id: id, title: title,
                versions: known.map { rule, law in
                    RuleSummary.Version(
                        from: rule.version, citation: law.citation, standing: law.standing, note: law.note)
                })
        }
    }
}

/// What the rules of a layer's devices are called: after the layer, and after what is measured or the state of the silent.
private struct DeviceRuleTitles {
    private let definition: LayerDefinition
    private let kind: DeviceKind

    init(_ definition: LayerDefinition, _ kind: DeviceKind) {
        self.definition = definition
        self.kind = kind
    }

    var summaries: [RuleSummary] {
        let readings = kind.readings.compactMap { reading in
            reading.violation.map { summary($0.rule, title(of: reading.field), citation: reading.source) }
        }
        let silence = kind.silence?.rule.map { summary($0, lostTitle, citation: nil) }
        return readings + [silence].compactMap { $0 }
    }

    private func summary(_ id: String, _ part: LocalizedText?, citation: String?) -> RuleSummary {
        let whole = definition.title
        let title = part.map { LocalizedText(vi: "\(whole.vi): \($0.vi)", en: "\(whole.en): \($0.en)") } ?? whole
        return RuleSummary(id: id, title: title, versions: [.init(from: kind.version, citation: citation)])
    }

    private func title(of field: String) -> LocalizedText? {
        definition.index(of: field).map { definition.fields[$0].title }
    }

    private var lostTitle: LocalizedText? {
        definition.index(of: kind.stateField).flatMap { index in
            definition.fields[index].codes.first { $0.value == DeviceStatus.lost }?.title
        }
    }
}
