import Foundation
import GeoCore
import GeoStorage

extension Workspace {
    /// How many definitions there are.
    package struct DefinitionCount: Hashable, Sendable {
        package var layers: Int
        package var indicators: Int
    }

    /// Reads every definition, indicator and rule, and looks whether the store's layers can follow theirs.
    ///
    /// - Throws: `ConfigurationError` with all that is wrong, `EngineError` where the store cannot be read.
    package func checkDefinitions() async throws -> DefinitionCount {
        let catalogue = try readCatalogue()
        let indicators = try readIndicators(layers: catalogue)
        _ = try readRules()
        let issues = try await obstacles(to: catalogue)
        guard issues.isEmpty else { throw ConfigurationError(issues) }
        return DefinitionCount(layers: catalogue.definitions.count, indicators: indicators.definitions.count)
    }

    private func obstacles(to catalogue: Catalogue) async throws -> [ConfigurationIssue] {
        guard FileManager.default.fileExists(atPath: databaseFile.path) else { return [] }
        return try await EngineError.translating {
            let store = try SpatiaLiteStore(url: self.databaseFile)
            var issues: [ConfigurationIssue] = []
            for definition in catalogue.definitions {
                guard let message = try await store.obstacle(to: definition) else { continue }
                issues.append(
                    ConfigurationIssue(
                        file: "layers/\(definition.id).yaml", line: 1, column: 1, message: message))
            }
            return issues
        }
    }
}
