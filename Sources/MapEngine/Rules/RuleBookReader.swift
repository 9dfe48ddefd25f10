import GeoCore
import LiveMap
import Yams

/// Reads the files of `rules/` strictly, one after the other, and makes the book of them.
struct RuleBookReader {
    private var series: [RuleKind: [AnyRuleSeries]] = [:]
    private var titles: [String: LocalizedText] = [:]
    private var sources: [RuleReference: LegalSource] = [:]

    /// Reads one file.
    ///
    /// - Parameter file: The path for messages; the id must be its name without folder and ending.
    /// - Throws: `ConfigurationError` with everything that is wrong in the file.
    mutating func read(_ text: String, file: String) throws(ConfigurationError) {
        let log = IssueLog(file: file)
        let rule = try log.result(
            RuleFileReader(log: log).rule(text), empty: "the file is empty; write a rule or remove it")
        if !rule.kind.isRepeatable, series[rule.kind] != nil {
            log.add("there is another file with 'rule: \(rule.kind.rawValue)'; keep one of them", at: nil)
        }
        let title = try log.result(rule.title, empty: "the title is missing")
        series[rule.kind, default: []].append(rule.series)
        titles[rule.series.id] = title
        sources.merge(rule.series.sources) { $1 }
    }

    /// The rules of all files that were read.
    ///
    /// - Throws: `ConfigurationError` naming the kinds of rule that no file has.
    func rules() throws(ConfigurationError) -> WorkspaceRules {
        let missing = RuleKind.allCases.filter { !$0.isOptional && series[$0] == nil }
        guard missing.isEmpty, let book = book() else {
            let names = missing.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError([
                ConfigurationIssue(
                    file: "rules", line: 1, column: 1,
                    message: "there is no file with 'rule:' \(names); 'bando init' writes the standard ones")
            ])
        }
        return WorkspaceRules(book: book, groups: groups, titles: titles, sources: sources)
    }

    private func book() -> RuleBook? {
        guard let track: RuleSeries<TrackRule> = one(.track),
            let fishingZones: RuleSeries<FishingZoneRule> = one(.fishingZones),
            let approach: RuleSeries<BoundaryApproachRule> = one(.boundaryApproach),
            let crossing: RuleSeries<BoundaryCrossingRule> = one(.boundaryCrossing),
            let signal: RuleSeries<SignalRule> = one(.signal), let noReturn: RuleSeries<ReturnRule> = one(.noReturn),
            let outage: RuleSeries<OutageRule> = one(.outage),
            let escalation: RuleSeries<EscalationRule> = one(.escalation)
        else { return nil }
        return RuleBook(
            track: track, fishingZones: fishingZones,
            closedZones: (series[.closedZones] ?? []).compactMap { $0.value as? RuleSeries<ClosedZoneRule> },
            approach: approach, crossing: crossing, signal: signal, noReturn: noReturn, outage: outage,
            escalation: escalation)
    }

    private var groups: GroupRuleBook {
        GroupRuleBook(
            gathering: one(.gathering), encounter: one(.encounter), loitering: one(.loitering),
            carriedDevice: one(.carriedDevice))
    }

    private func one<Parameters>(_ kind: RuleKind) -> RuleSeries<Parameters>? {
        series[kind]?.first?.value as? RuleSeries<Parameters>
    }
}

/// A series of parameters of any type, with what all of them have.
struct AnyRuleSeries: Sendable {
    let id: String
    let value: any Sendable
    let sources: [RuleReference: LegalSource]

    init<Parameters>(_ series: RuleSeries<Parameters>) {
        id = series.id
        value = series
        sources = Dictionary(series.versions.map { (series.reference($0), $0.source) }) { $1 }
    }
}
