import GeoCore
import LiveMap

/// Watches the indicators that are counted from features, or computed from such: nobody sends their values, so that without
/// it nobody would hear when they change or miss their target.
///
/// It compares the running period and the one before with the look before. The first look after a start knows none and tells what is
/// red, since that may have come while nothing ran.
actor IndicatorWatch {
    private let indicators: IndicatorService
    private let state: EngineState
    private var seen: [Place: Seen]?
    private var marks: Marks?

    private struct Place: Hashable {
        var indicator: KPIID
        var unit: KPIUnit
        var period: Period
    }

    private struct Seen: Hashable {
        var figure: KPIFigure
        var target: Double?
        var status: KPIStatus?
    }

    /// What counts follow from.
    private struct Marks: Hashable {
        var revisions: [LayerID: Int64]
        var today: CivilDay
        var definitions: [KPIDefinition]
    }

    init(_ indicators: IndicatorService, _ state: EngineState) {
        self.indicators = indicators
        self.state = state
    }

    /// Has the values told that are not as they were; where telling fails, the next look tells them again.
    func look(telling tell: ([ToldValue]) async throws -> Void) async throws {
        let marks = marksNow()
        guard marks != self.marks else { return }
        let lines = try await lines(of: marks.definitions)
        let now = Dictionary(
            lines.map { (Self.place($0), Self.seen($0)) }, uniquingKeysWith: { first, _ in first })
        let news = lines.filter { line in
            guard let seen else { return line.told.line.entry.status == .red }
            return seen[Self.place(line)] != now[Self.place(line)]
        }
        if !news.isEmpty { try await tell(news.map(\.told)) }
        (self.marks, seen) = (marks, now)
    }

    private struct Line {
        var indicator: KPIID
        var told: ToldValue
    }

    /// Layers whose rows change without a revision, those of what moves, are looked at anew with the others or the next day.
    private func marksNow() -> Marks {
        let catalogue = indicators.indicators
        let counted = catalogue.definitions.filter { definition in
            catalogue.closure(of: definition).contains { $0.tally != nil }
        }
        let layers =
            counted.flatMap { catalogue.closure(of: $0) }.compactMap(\.tally?.layer)
            + UnitLevel.allCases.compactMap { state.catalogue.units($0)?.id }
        let revisions = layers.map { ($0, state.status(of: $0)?.revision?.number ?? 0) }
        return Marks(
            revisions: Dictionary(revisions, uniquingKeysWith: { first, _ in first }), today: indicators.today,
            definitions: counted)
    }

    private func lines(of definitions: [KPIDefinition]) async throws -> [Line] {
        var lines: [Line] = []
        for definition in definitions {
            let running = Period(definition.period, containing: indicators.today)
            for period in [running.previous, running] {
                let answer = try await indicators.answerToTell(definition, period)
                lines += (answer.lines + answer.totals).map {
                    Line(indicator: definition.id, told: ToldValue($0, of: definition))
                }
            }
        }
        return lines
    }

    private static func place(_ line: Line) -> Place {
        let entry = line.told.line.entry
        return Place(indicator: line.indicator, unit: entry.unit, period: entry.period)
    }

    private static func seen(_ line: Line) -> Seen {
        let entry = line.told.line.entry
        return Seen(figure: entry.figure, target: entry.target, status: entry.status)
    }
}
