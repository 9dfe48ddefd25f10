import Foundation
package import GeoCore
import GeoNative
import GeoStorage
import LiveMap
import MapDrawing

/// What happened at sea in a month: counts, and a report on paper with maps.
///
/// Reads what the layers and the live history hold and keeps nothing.
package struct ViolationReportService: Sendable {
    let engine: Engine

    private static let readers: Set<Role> = [.administrator, .steward, .fisheries]

    /// Counts of the violations that were opened in a month, by some of their properties.
    ///
    /// - Throws: `unauthenticated` or `forbidden` for who may not see the handling of violations.
    package func statistics(
        of month: ReportedMonth, by groupings: [ViolationGrouping], for caller: Caller
    ) async throws -> ViolationStatistics {
        try require(caller)
        let violations = try await ViolationReader(engine: engine, month: month).violations()
        return ViolationStatistics(of: violations.filter { month.span.contains($0.violation.opened) }, by: groupings)
    }

    /// The report of a month as a PDF file. Violations of sensors are no matter of fishing and left out.
    ///
    /// - Throws: As `statistics`; `busy` while the live history is not open, or where all workers are drawing.
    package func report(of month: ReportedMonth, for caller: Caller) async throws -> [UInt8] {
        try require(caller)
        let content = try await content(of: month, by: caller)
        let fonts = engine.drawing.fonts
        return try await EngineError.translating {
            try await engine.units.workers.run { _ in
                try ViolationReportSheets(content, fonts: fonts).pdf()
            }
        }
    }

    /// Everything that the report says, at one moment.
    func content(of month: ReportedMonth, by caller: Caller) async throws -> ViolationReportContent {
        let works = try engine.live.works()
        let reader = ViolationReader(engine: engine, month: month)
        let violations = try await reader.violations().filter { $0.violation.kind != .reading }
        let vessels = try await reader.vessels()
        var content = ViolationReportContent(
            month: month, created: engine.live.currentInstant, caller: caller.name, violations: violations,
            province: engine.configuration.province.name)
        content.chart = try await PrintedChartReader(engine: engine, day: month.lastDay).chart()
        content.sources = try await reader.sources(chart: content.chart, of: violations)
        for object in content.concernedVessels.prefix(ViolationReportContent.mostMaps) {
            content.tracks[object] = try await track(of: object, during: month.span, works.history)
        }
        content.vessels = vessels
        content.lostHours = try engine.workspace.readRules().book.signal.version(on: month.lastDay)?.parameters
            .lostHours
        return content
    }

    private func track(
        of object: ObjectID, during span: Range<Instant>, _ history: LiveArchive
    ) async throws -> PrintedTrack {
        var track = PrintedTrack()
        var next: Instant? = span.lowerBound
        while let start = next {
            let page = try await EngineError.translating {
                try await history.fixes(of: object, during: start..<span.upperBound, limit: 50_000)
            }
            for fix in page.fixes where fix.quality != .suspect { track.add(fix.fix) }
            next = page.next
        }
        return track
    }

    private func require(_ caller: Caller) throws {
        guard let role = caller.role else {
            throw EngineError(.unauthenticated, "Statistics and reports on violations need a token.")
        }
        guard Self.readers.contains(role) else {
            throw EngineError(.forbidden, "Your role may not see statistics and reports on violations.")
        }
    }
}

extension Engine {
    /// Statistics and monthly reports on violations.
    package var violationReports: ViolationReportService { ViolationReportService(engine: self) }
}
