package import GeoCore

/// One rule through time: its versions with the legal source beside each; which one holds follows from the event's day.
///
/// Every rule of `RuleBook` is a series of parameters of one type; a rule on other behaviour is written the same way.
package struct RuleSeries<Parameters: Hashable & Sendable>: Hashable, Sendable {
    /// Kebab-case; the file in `rules/` has this name.
    package let id: String
    /// In order of `from`, never two of one day.
    package let versions: [RuleVersion<Parameters>]

    /// Sorts the versions; of two from one day the later in the list is kept.
    package init(id: String, versions: [RuleVersion<Parameters>]) {
        self.id = id
        var byDay: [CivilDay: RuleVersion<Parameters>] = [:]
        for version in versions { byDay[version.validity.from] = version }
        self.versions = byDay.values.sorted { $0.validity.from < $1.validity.from }
    }

    /// The version in force on a day; `nil` before the first and after one that ended without a successor.
    package func version(on day: CivilDay) -> RuleVersion<Parameters>? {
        guard let last = versions.last(where: { $0.validity.from <= day }) else { return nil }
        return last.validity.contains(day) ? last : nil
    }

    /// The version in force at a moment, by the day in Việt Nam.
    package func version(at time: Instant) -> RuleVersion<Parameters>? { version(on: time.day()) }

    /// How a violation names the version.
    package func reference(_ version: RuleVersion<Parameters>) -> RuleReference {
        RuleReference(id: id, version: version.validity.from)
    }
}

/// The parameters of a rule for some days, and where they are written.
package struct RuleVersion<Parameters: Hashable & Sendable>: Hashable, Sendable {
    package var validity: RuleValidity
    package var source: LegalSource
    package var parameters: Parameters
    /// Where single parameters rest on something else than the rule, by their names in the file.
    package var parameterSources: [String: LegalSource]

    package init(
        from: CivilDay, to: CivilDay? = nil, source: LegalSource, parameters: Parameters,
        parameterSources: [String: LegalSource] = [:]
    ) {
        validity = RuleValidity(from: from, to: to)
        self.source = source
        self.parameters = parameters
        self.parameterSources = parameterSources
    }
}

/// The days of a rule: `from` ≤ day < `to`; a rule always says from when.
package struct RuleValidity: Hashable, Sendable {
    package var from: CivilDay
    package var to: CivilDay?

    package func contains(_ day: CivilDay) -> Bool { DayRange(from: from, to: to).contains(day) }
}

/// Where a rule is written and how far that was checked.
package struct LegalSource: Hashable, Sendable {
    /// The decree, article or procedure, as one would cite it.
    package var citation: String
    package var standing: LegalStanding
    /// What is not known, or why a value was chosen.
    package var note: String?

    package init(citation: String, standing: LegalStanding, note: String? = nil) {
        self.citation = citation
        self.standing = standing
        self.note = note
    }
}

/// How far a source was checked.
package enum LegalStanding: String, Hashable, Sendable, CaseIterable {
    /// Read in a copy or a report of the text.
    case verified
    /// Looked for and not found, or carried over from a text that was replaced: “UNVERIFIED”.
    case unverified
    /// Third party or practice, not law: “tham khảo”.
    case reference = "tham-khao"
}
