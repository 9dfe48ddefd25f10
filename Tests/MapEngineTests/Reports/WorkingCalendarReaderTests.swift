import Foundation
import GeoCore
import LiveMap
import MapTesting
import Testing

@testable import MapEngine

@Suite("Calendars")
struct WorkingCalendarReaderTests {
    @Test(
        "the calendars that come with the program count as published pages did",
        arguments: [
            ("2024-11-07", 7, "2024-11-18"), ("2022-01-28", 7, "2022-02-15"), ("2024-04-26", 3, "2024-05-04"),
            ("2025-01-24", 1, "2025-02-03"), ("2025-04-25", 1, "2025-04-26"), ("2026-02-13", 1, "2026-02-23"),
            ("2026-08-21", 2, "2026-08-24"),
        ])
    func counts(first: String, days: Int, last: String) throws {
        let workspace = try Workspace(root: TemporaryWorkspace.repository)
        let calendar = try workspace.readCalendar("vn", hours: [])
        let due = try calendar.day(after: #require(CivilDay(first)), workingDays: days)
        #expect(due.day.description == last)
        #expect(due.doubts.isEmpty)
        #expect(calendar.years == Set(2022...2027))
        #expect(calendar.days.allSatisfy { !$0.source.isEmpty })
        #expect(calendar.days.allSatisfy { $0.kind == .off || $0.day.weekday > 5 })
    }

    @Test("every fault of a calendar is named with its line")
    func refuses() throws {
        let text = """
            id: vn-2026
            year: 2026
            holidays:
              - { day: 2025-01-01, name: { vi: A, en: B }, source: luật }
              - { from: 2026-02-16, name: { vi: A, en: B } }
              - { day: mai, name: { vi: A, en: B }, source: luật, sure: true }
            """
        let error = try #require(throws: ConfigurationError.self) {
            try WorkingCalendarReader.year(from: text, file: "calendars/vn-2026.yaml")
        }
        let messages = error.issues.map(\.description).joined(separator: "\n")
        for part in [
            "2025-01-01", "'holidays[1].to' is missing", "'holidays[1].source' is missing", "'sure'", "a date",
        ] {
            #expect(messages.contains(part), "\(part)")
        }
    }

    @Test("deadlines, hours and retention are read from bando.yaml, and wrong ones named")
    func configures() throws {
        func read(_ text: String) throws(ConfigurationError) -> WorkspaceConfiguration.Reports {
            try WorkspaceConfigurationReader.configuration(from: text, file: "bando.yaml").reports
        }
        let reports = try read(
            """
            reports:
              officeHours: ["07:00-11:00"]
              workingDays: 5
              categories: { rac: { urgentHours: 2 } }
              duplicates: { meters: 30 }
              contactDays: 90
            """)
        #expect(reports.terms.term(category: "rac", urgency: .urgent) == .hours(2))
        #expect(reports.terms.term(category: "rac", urgency: .normal) == .workingDays(5))
        #expect(reports.duplicates == DuplicateCriteria(radiusMeters: 30, hours: 72))
        #expect(reports.officeHours == [OfficeHours("07:00-11:00")] && reports.contactDays == 90)
        for text in ["officeHours: [\"7-11\"]", "workingDays: 0", "categories: { rac: { days: 1 } }"] {
            #expect(throws: ConfigurationError.self) { try read("reports: { \(text) }") }
        }
    }

    @Test("a rule about rows is read and written, and must name fields that tiles carry")
    func readsRowRules() throws {
        let text = try String(
            contentsOf: TemporaryWorkspace.repository.appending(path: "layers/reports.yaml"), encoding: .utf8)
        let definition = try LayerDefinitionReader().definition(from: text, file: "layers/reports.yaml")
        let rule = RowRule(field: "state", open: ["published", "rated"], roles: [.operator], unit: "commune")
        #expect(definition.access.rows == rule)
        let written = try LayerDefinitionWriter.yaml(definition)
        #expect(try LayerDefinitionReader().definition(from: written, file: "layers/reports.yaml") == definition)
        let unshipped = text.replacingOccurrences(of: "commune, rating]", with: "rating]")
        let error = #expect(throws: ConfigurationError.self) {
            try LayerDefinitionReader().definition(from: unshipped, file: "layers/reports.yaml")
        }
        #expect(error?.description.contains("'access.rows.unit' names 'commune'") == true)
    }
}
