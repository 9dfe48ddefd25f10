package import GeoCore
import GeoStorage
package import LiveMap

/// Which reports are counted.
package struct ReportSelection: Sendable {
    package var from: Instant
    /// Exclusive.
    package var to: Instant
    package var category: String?
    /// The code of a commune.
    package var unit: String?

    package init(from: Instant, to: Instant, category: String? = nil, unit: String? = nil) {
        self.from = from
        self.to = to
        self.category = category
        self.unit = unit
    }
}

/// A place where many reports lie.
package struct ReportHotSpot: Sendable {
    /// The place of one of the reports.
    package var center: Coordinate
    package var radiusMeters: Double
    /// The identifiers of the reports.
    package var reports: [Int64]
}

extension ReportService {
    /// Reports of the same thing as one, that the caller may see, the nearest first.
    package func duplicates(of name: String, for caller: Caller) async throws -> [String] {
        let definition = try definition()
        let record = try await report(name, for: ReportActor(caller: caller, address: ""))
        return try await likely(record).filter { isVisible($0, to: caller, definition) }.map(\.code)
    }

    /// Counts of reports as of now; a commune's token counts its own.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for those who do not handle reports.
    package func statistics(
        by groupings: [ReportGrouping], of selection: ReportSelection, for caller: Caller
    ) async throws -> ReportStatistics {
        var statistics = ReportStatistics(by: groupings, at: now)
        for record in try await records(selection, for: caller) {
            guard let workflow = record.workflow else { continue }
            statistics.add(CountedReport(unit: record.commune, category: record.category, workflow: workflow))
        }
        return statistics
    }

    /// Where reports lie thick, the largest first; rejected ones are left out.
    ///
    /// - Throws: As `statistics`; `tooLarge` for more reports than are compared at once.
    package func hotSpots(
        of selection: ReportSelection, _ hotSpots: HotSpots = HotSpots(), for caller: Caller
    ) async throws -> [ReportHotSpot] {
        let records = try await records(selection, for: caller).filter { $0.state != ReportState.rejected.rawValue }
        guard records.count <= Self.hotSpotLimit else {
            throw EngineError(.tooLarge, "These are \(records.count) reports; choose a shorter time or one category.")
        }
        return hotSpots.spots(of: records.map(\.place)).map { spot in
            ReportHotSpot(
                center: records[spot.center].place, radiusMeters: spot.radiusMeters,
                reports: spot.members.map { records[$0].fid })
        }
    }

    private static let hotSpotLimit = 20_000

    private func records(_ selection: ReportSelection, for caller: Caller) async throws -> [ReportRecord] {
        var commune = selection.unit
        switch caller.role {
        case .administrator, .steward, .operator: break
        case .commune where caller.unit != nil && (commune ?? caller.unit) == caller.unit: commune = caller.unit
        case nil: throw EngineError(.unauthenticated, "Counts of reports need a token.")
        default: throw EngineError(.forbidden, "Your role may not count these reports.")
        }
        let unit = commune
        return try await EngineError.translating {
            try await self.store.reports(
                from: selection.from, to: selection.to.adding(seconds: -0.001), category: selection.category,
                commune: unit)
        }
    }
}
