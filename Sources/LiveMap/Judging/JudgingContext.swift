/// All that judging looks at besides the fixes of one vessel; immutable, swapped whole when rules or layers change.
package struct JudgingContext: Sendable {
    package var rules: RuleBook
    package var zones: ZoneIndex
    package var boundaries: [BoundaryLine]
    /// What `OutageDetector` found from the same fixes: silence in an outage is not the boat's.
    package var outages: [Outage]

    package init(rules: RuleBook, zones: ZoneIndex, boundaries: [BoundaryLine] = [], outages: [Outage] = []) {
        self.rules = rules
        self.zones = zones
        self.boundaries = boundaries
        self.outages = outages
    }
}
