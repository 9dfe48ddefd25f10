import Foundation
import GeoCore
package import LiveMap
import Yams

extension Workspace {
    /// Reads the calendar whose files in `calendars/` begin with a prefix: `vn` for `vn-2024.yaml`, `vn-2025.yaml` and so on.
    ///
    /// Without files every year is unknown, and deadlines say so.
    ///
    /// - Throws: `ConfigurationError` with all that is wrong in all of the files.
    package func readCalendar(_ prefix: String, hours: [OfficeHours]) throws -> WorkingCalendar {
        var years: Set<Int> = []
        var days: [CalendarDay] = []
        var issues: [ConfigurationIssue] = []
        for file in try files(in: calendarsFolder, ending: "yaml")
        where file.lastPathComponent.hasPrefix("\(prefix)-") {
            do throws(ConfigurationError) {
                let name = relativePath(of: file)
                let text = try WorkspaceFile.text(of: file, named: name)
                let year = try WorkingCalendarReader.year(from: text, file: name)
                years.insert(year.number)
                days += year.days
            } catch {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ConfigurationError(issues) }
        return WorkingCalendar(years: years, days: days, hours: hours)
    }
}

/// Reads one year of a working calendar strictly: every unknown key and every wrong day is an issue with its line.
package enum WorkingCalendarReader {
    /// What one file says.
    package struct Year: Hashable, Sendable {
        package var number: Int
        package var days: [CalendarDay]
    }

    /// - Parameter file: The path for messages.
    /// - Throws: `ConfigurationError` with everything that is wrong in the text.
    package static func year(from text: String, file: String) throws(ConfigurationError) -> Year {
        let log = IssueLog(file: file)
        var year: Year?
        if let root = StrictYAML.root(of: text, log: log),
            let mapping = MappingReader(
                root, path: "", known: ["id", "year", "title", "holidays", "swapped"], log: log)
        {
            year = read(mapping)
        }
        return try log.result(year, empty: "the file is empty; write the holidays of a year or remove it")
    }

    private static func read(_ mapping: MappingReader) -> Year? {
        mapping.require("id")
        mapping.require("year")
        guard let number = mapping.integer("year", in: 1900...2199) else { return nil }
        let holidays = entries(mapping, "holidays", known: ["day", "from", "to", "name", "source", "verified"])
        let swapped = entries(mapping, "swapped", known: ["off", "work", "source", "verified"])
        let days = holidays.flatMap(holiday) + swapped.flatMap(swap)
        for day in days where day.day.parts.year != number {
            mapping.reject("year", "is \(number), but the file names \(day.day); write it in the file of its year")
        }
        return Year(number: number, days: days)
    }

    private static func entries(_ mapping: MappingReader, _ key: String, known: [String]) -> [MappingReader] {
        mapping.list(key).enumerated().compactMap { index, node in
            let reader = MappingReader(node, path: "\(key)[\(index)]", known: known, log: mapping.log)
            reader?.require("source")
            return reader
        }
    }

    private static func holiday(_ entry: MappingReader) -> [CalendarDay] {
        entry.require("name")
        let isSpan = entry.node("day") == nil
        for key in isSpan ? ["from", "to"] : [] { entry.require(key) }
        guard let name = entry.localizedText("name"), let first = entry.day(isSpan ? "from" : "day"),
            let last = isSpan ? entry.day("to") : first
        else { return [] }
        guard first <= last, last.number - first.number < 31 else {
            entry.reject("to", "is \(last), which is not within a month after 'from'; correct one of them")
            return []
        }
        return (first.number...last.number).map { number in
            day(CivilDay(number: number), .off, name, entry)
        }
    }

    private static func swap(_ entry: MappingReader) -> [CalendarDay] {
        entry.require("off")
        entry.require("work")
        guard let off = entry.day("off"), let work = entry.day("work") else { return [] }
        return [
            day(off, .off, LocalizedText(vi: "Nghỉ hoán đổi", en: "Swapped day off"), entry),
            day(work, .working, LocalizedText(vi: "Làm bù", en: "Worked in exchange"), entry),
        ]
    }

    private static func day(
        _ day: CivilDay, _ kind: CalendarDay.Kind, _ name: LocalizedText, _ entry: MappingReader
    ) -> CalendarDay {
        CalendarDay(
            day: day, kind: kind, name: name, source: entry.text("source") ?? "",
            isVerified: entry.boolean("verified") ?? true)
    }
}

extension MappingReader {
    /// A date, which YAML may take for a type of its own.
    fileprivate func day(_ key: String) -> CivilDay? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let scalar) = node, let day = CivilDay(scalar.string) else {
            reject(key, "must be a date such as 2026-02-16")
            return nil
        }
        return day
    }
}
