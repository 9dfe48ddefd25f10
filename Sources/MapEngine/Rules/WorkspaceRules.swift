import Foundation
package import GeoCore
package import LiveMap

/// The rules of a workspace, as the files of `rules/` have them.
package struct WorkspaceRules: Hashable, Sendable {
    package var book: RuleBook
    package var groups: GroupRuleBook
    /// What the rules are called, by their identifiers.
    package var titles: [String: LocalizedText]
    /// Where the versions of the rules are written, by what violations refer to.
    package var sources: [RuleReference: LegalSource]

    package init(
        book: RuleBook, groups: GroupRuleBook, titles: [String: LocalizedText] = [:],
        sources: [RuleReference: LegalSource] = [:]
    ) {
        self.book = book
        self.groups = groups
        self.titles = titles
        self.sources = sources
    }
}

extension Workspace {
    /// Reads every file of `rules/`.
    ///
    /// - Throws: `ConfigurationError` with all that is wrong in all of the files, and with the rules on vessels that have none.
    package func readRules() throws(ConfigurationError) -> WorkspaceRules {
        var reader = RuleBookReader()
        var issues: [ConfigurationIssue] = []
        for file in try ruleFiles() {
            let name = relativePath(of: file)
            do {
                try reader.read(try WorkspaceFile.text(of: file, named: name), file: name)
            } catch {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ConfigurationError(issues) }
        return try reader.rules()
    }

    private func ruleFiles() throws(ConfigurationError) -> [URL] {
        do {
            return try files(in: rulesFolder, ending: "yaml")
        } catch {
            let message = "the folder cannot be read; \(error.description)"
            throw ConfigurationError([
                ConfigurationIssue(file: relativePath(of: rulesFolder), line: 1, column: 1, message: message)
            ])
        }
    }
}
