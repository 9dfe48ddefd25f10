/// All that judging looks at besides the fixes of one vessel; immutable, swapped whole when rules or layers change.
package struct JudgingContext: Sendable {
    package var rules: RuleBook
    package var zones: ZoneIndex
    /// In any order; those of one identifier are the parts of one line.
    package var boundaries: [BoundaryLine] {
        didSet { lines = Self.lines(of: boundaries) }
    }
    /// What `OutageDetector` found from the same fixes: silence in an outage is not the boat's.
    package var outages: [Outage]
    /// The boundary lines, each with all of its parts, in order of identifier.
    private(set) var lines: [[BoundaryLine]]

    package init(rules: RuleBook, zones: ZoneIndex, boundaries: [BoundaryLine] = [], outages: [Outage] = []) {
        self.rules = rules
        self.zones = zones
        self.boundaries = boundaries
        self.outages = outages
        lines = Self.lines(of: boundaries)
    }

    private static func lines(of boundaries: [BoundaryLine]) -> [[BoundaryLine]] {
        Dictionary(grouping: boundaries) { $0.reference.id }.sorted { $0.key < $1.key }.map(\.value)
    }
}
