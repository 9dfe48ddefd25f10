import GeoCore
import LiveMap
import Yams

extension WorkspaceConfiguration.Reports {
    static let keys = [
        "anonymous", "perHour", "calendar", "officeHours", "workingDays", "urgentHours", "categories", "duplicates",
        "contactDays", "pictures",
    ]

    /// Reads `reports`; what is absent or wrong keeps its default.
    init(reading mapping: MappingReader) {
        self.init()
        anonymous = mapping.boolean("anonymous") ?? anonymous
        perHour = mapping.integer("perHour", in: 1...100_000) ?? perHour
        calendar = mapping.text("calendar") ?? calendar
        contactDays = mapping.integer("contactDays", in: 1...36_500) ?? contactDays
        pictures = mapping.integer("pictures", in: 0...100) ?? pictures
        if mapping.node("officeHours") != nil { officeHours = mapping.officeHours("officeHours") }
        terms.usual = mapping.terms(instead: terms.usual)
        terms.byCategory = mapping.categories("categories", usual: terms.usual)
        guard let near = mapping.mapping("duplicates", known: ["meters", "hours"]) else { return }
        duplicates.radiusMeters = near.optionalAmount("meters", in: 0...10_000) ?? duplicates.radiusMeters
        duplicates.hours = near.optionalAmount("hours", in: 0...8_760) ?? duplicates.hours
    }
}

extension MappingReader {
    fileprivate func terms(instead usual: ReportTerms.Terms) -> ReportTerms.Terms {
        ReportTerms.Terms(
            workingDays: integer("workingDays", in: 1...365) ?? usual.workingDays,
            urgentHours: optionalAmount("urgentHours", in: 0.25...8_760) ?? usual.urgentHours)
    }

    fileprivate func categories(_ key: String, usual: ReportTerms.Terms) -> [String: ReportTerms.Terms] {
        guard let node = node(key) else { return [:] }
        guard case .mapping(let entries) = node else {
            mismatch(key, expected: "a mapping of categories to terms", found: node)
            return [:]
        }
        let names: [String] = entries.keys.compactMap { $0.string }
        guard let categories = mapping(key, known: names) else { return [:] }
        return names.reduce(into: [:]) { terms, name in
            terms[name] = categories.mapping(name, known: ["workingDays", "urgentHours"])?.terms(instead: usual)
        }
    }

    /// Stretches such as `07:30-11:30`; a wrong one is an issue.
    fileprivate func officeHours(_ key: String) -> [OfficeHours] {
        texts(key).compactMap { text in
            let hours = OfficeHours(text.value)
            if hours == nil {
                log.add(
                    "'\(name(of: key))' cannot be '\(text.value)'; write a stretch such as \"07:30-11:30\"",
                    at: text.place)
            }
            return hours
        }
    }
}
