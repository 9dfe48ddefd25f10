import Foundation
import GeoCore
package import LiveMap

/// All indicators of a workspace at one moment: an immutable snapshot.
package struct KPICatalogue: Sendable {
    /// Ordered by id.
    package let definitions: [KPIDefinition]

    /// - Precondition: No two definitions have the same id.
    package init(_ definitions: [KPIDefinition] = []) {
        self.definitions = definitions.sorted { $0.id < $1.id }
    }

    package subscript(id: KPIID) -> KPIDefinition? { definitions.first { $0.id == id } }

    /// The indicators that one is computed with, itself first; each once.
    func closure(of definition: KPIDefinition) -> [KPIDefinition] {
        var found = [definition]
        var next = 0
        while next < found.count {
            for part in found[next].aggregation.parts.compactMap({ self[$0] }) where !found.contains(part) {
                found.append(part)
            }
            next += 1
        }
        return found
    }

    /// Whether a caller sees small counts of an indicator: of it and of all that it is computed with.
    func allowsSmallCounts(of definition: KPIDefinition, for caller: Caller) -> Bool {
        closure(of: definition).allSatisfy { $0.suppressBelow == nil || $0.access.allowsSmallCounts(for: caller) }
    }
}

extension Workspace {
    /// Reads every indicator in `kpis/`; without the folder there is none.
    ///
    /// - Parameter layers: The layers that indicators may count features of.
    /// - Throws: `ConfigurationError` with all that is wrong in all of the files.
    package func readIndicators(layers: Catalogue) throws(ConfigurationError) -> KPICatalogue {
        var issues: [ConfigurationIssue] = []
        var definitions: [KPIDefinition] = []
        let files: [URL]
        do {
            files = try self.files(in: indicatorsFolder, ending: "yaml")
        } catch {
            throw ConfigurationError([
                ConfigurationIssue(file: "kpis", line: 1, column: 1, message: "cannot be read; \(error.description)")
            ])
        }
        for file in files {
            let name = relativePath(of: file)
            do {
                let text = try WorkspaceFile.text(of: file, named: name)
                definitions.append(try KPIDefinitionReader.definition(from: text, file: name))
            } catch {
                issues += error.issues
            }
        }
        let catalogue = KPICatalogue(definitions)
        issues += KPICatalogueChecks(catalogue: catalogue, layers: layers).issues()
        guard issues.isEmpty else { throw ConfigurationError(issues) }
        return catalogue
    }
}

/// Checks what indicators say of each other and of layers.
struct KPICatalogueChecks {
    let catalogue: KPICatalogue
    let layers: Catalogue

    func issues() -> [ConfigurationIssue] {
        catalogue.definitions.flatMap { definition in
            (partFaults(definition) + tallyFaults(definition)).map { message in
                ConfigurationIssue(file: "kpis/\(definition.id).yaml", line: 1, column: 1, message: message)
            }
        }
    }

    private func partFaults(_ definition: KPIDefinition) -> [String] {
        definition.aggregation.parts.flatMap { id -> [String] in
            guard let part = catalogue[id] else {
                return ["'aggregation' names the indicator '\(id)', which is not in kpis/; add it or name another"]
            }
            var faults: [String] = []
            if part.aggregation != .sum {
                faults.append("'aggregation' names '\(id)', which does not add up; only sums can be parts")
            }
            if (part.period, part.isCumulative, part.level)
                != (definition.period, definition.isCumulative, definition.level)
            {
                faults.append("'\(id)' has another period, cumulation or level; make them the same")
            }
            return faults
        } + revealed(definition)
    }

    /// Whoever reads a quotient and one of its parts can compute the other.
    private func revealed(_ definition: KPIDefinition) -> [String] {
        guard case .ratio = definition.aggregation else { return [] }
        let parts = definition.aggregation.parts.compactMap { catalogue[$0] }
        guard parts.count == 2 else { return [] }
        let callers = [Caller.anonymous] + Role.allCases.map { Caller(role: $0, name: $0.rawValue) }
        let knowing = callers.first { caller in
            definition.access.allowsReading(by: caller)
                && parts[0].access.allowsReading(by: caller) != parts[1].access.allowsReading(by: caller)
        }
        guard let knowing else { return [] }
        let whom = knowing.role.map { "the role '\($0.rawValue)'" } ?? "the public"
        let (open, closed) = parts[0].access.allowsReading(by: knowing) ? (parts[0], parts[1]) : (parts[1], parts[0])
        return [
            "\(whom) reads this quotient and '\(open.id)', and so could compute '\(closed.id)', which is kept from it; "
                + "give both parts the same 'access.read', or keep the quotient from it too"
        ]
    }

    private func tallyFaults(_ definition: KPIDefinition) -> [String] {
        guard let tally = definition.tally else { return [] }
        guard let layer = layers[tally.layer] else {
            return ["'from.layer' names '\(tally.layer)', which is no layer of this workspace; add its definition"]
        }
        var faults = tally.fields.filter { layer.index(of: $0) == nil }.map { field in
            "'from' names '\(field)', which is no field of the layer '\(tally.layer)'; correct it"
        }
        if let time = layer.index(of: tally.time), ![.date, .datetime].contains(layer.fields[time].type) {
            faults.append("'from.time' names '\(tally.time)', which is neither a date nor a time")
        }
        for name in tally.notAfter.flatMap({ [$0.key, $0.value] }) {
            guard let index = layer.index(of: name), ![.date, .datetime].contains(layer.fields[index].type) else {
                continue
            }
            faults.append("'from.notAfter' names '\(name)', which is neither a date nor a time")
        }
        if let sum = tally.sum.flatMap(layer.index), ![.integer, .real].contains(layer.fields[sum].type) {
            faults.append("'from.sum' names '\(layer.fields[sum].name)', which is no number")
        }
        return faults
    }
}

extension KPITally {
    /// Every field of the layer that counting reads.
    var fields: [String] {
        ([sum, time, unit].compactMap { $0 } + breakdowns.values.sorted() + conditions.map(\.field)
            + notAfter.flatMap { [$0.key, $0.value] }.sorted())
            .reduce(into: []) { fields, name in if !fields.contains(name) { fields.append(name) } }
    }
}
