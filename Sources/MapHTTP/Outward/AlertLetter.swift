import GeoCore
import MapEngine

/// Writes alerts as a letter: one in the words of its layer's definition, several of an indicator as a list of units.
struct AlertLetter: Sendable {
    private let engine: Engine
    private let links: AlertLinks

    init(engine: Engine, links: AlertLinks) {
        self.engine = engine
        self.links = links
    }

    /// - Parameter alerts: One, or several of one theme.
    func message(_ alerts: [UrgentAlert], from: String, to: [String]) -> MailMessage? {
        guard let alert = alerts.first else { return nil }
        let targets = alerts.compactMap { MissedTarget($0) }
        if let missed = targets.first {
            let definition = engine.indicators.definition(named: missed.indicator)
            return MissedTargetLetter(targets, definition).map { letter(of: alerts, $0, from: from, to: to) }
        }
        let fields = engine.catalogue[alert.layer]?.fields ?? []
        let link = links.item(alert).map { ["", $0] } ?? []
        return MailMessage(
            from: from, to: to, subject: subject(alert, fields),
            body: (fields.compactMap { line($0, alert) } + link).joined(separator: "\r\n") + "\r\n",
            date: engine.live.currentInstant, id: "bando-\(alert.id)-\(alert.code)")
    }

    private func letter(
        of alerts: [UrgentAlert], _ words: MissedTargetLetter, from: String, to: [String]
    ) -> MailMessage {
        let link = links.values(alerts).map { ["", $0] } ?? []
        let code = alerts[0].code.replacing("/", with: "-")
        return MailMessage(
            from: from, to: to, subject: Self.line(words.subject),
            body: (words.lines + link).map(Self.line).joined(separator: "\r\n") + "\r\n",
            date: engine.live.currentInstant, id: "bando-\(alerts[0].id)-\(code)")
    }

    /// What it is, how it stands, and who it is about.
    private func subject(_ alert: UrgentAlert, _ fields: [FieldDefinition]) -> String {
        func value(_ names: [String]) -> String? {
            fields.first { names.contains($0.name) }.flatMap { text($0, alert) }
        }
        let kind = value(["loai"]) ?? "Phản ánh khẩn cấp"
        let state = value(["trang_thai", "state"]) ?? alert.state.rawValue
        let subject = value(["ten"]) ?? alert.code
        return Self.line("[Bando] \(kind) – \(subject) – \(state)")
    }

    /// A text on one line.
    private static func line(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }

    /// `nil` for a field that the event did not hold, and for lists of fixes and measures, which are for programs.
    private func line(_ field: FieldDefinition, _ alert: UrgentAlert) -> String? {
        guard let value = text(field, alert), value.first != "{", value.first != "[" else { return nil }
        return "\(field.title.vi): \(value)" + (field.unit.map { " \($0)" } ?? "")
    }

    /// A value as people read it: a code by its title.
    private func text(_ field: FieldDefinition, _ alert: UrgentAlert) -> String? {
        guard let value = alert.properties[field.name]?.fieldValue, !value.isNull else { return nil }
        return field.codes.first { $0.value == value.text }?.title.vi ?? value.text
    }
}
