import GeoCore
import MapEngine

/// Writes an alert as a letter, in the words of its layer's definition.
struct AlertLetter: Sendable {
    private let engine: Engine
    private let links: AlertLinks

    init(engine: Engine, links: AlertLinks) {
        self.engine = engine
        self.links = links
    }

    func message(_ alert: UrgentAlert, from: String, to: [String]) -> MailMessage {
        if let missed = MissedTarget(alert) { return message(missed, alert, from: from, to: to) }
        let fields = engine.catalogue[alert.layer]?.fields ?? []
        let lines = fields.compactMap { line($0, alert) }
        let link = links.item(alert).map { ["", $0] } ?? []
        return MailMessage(
            from: from, to: to, subject: subject(alert, fields),
            body: (lines + link).joined(separator: "\r\n") + "\r\n",
            date: engine.live.currentInstant, id: "bando-\(alert.id)-\(alert.code)")
    }

    private func message(_ missed: MissedTarget, _ alert: UrgentAlert, from: String, to: [String]) -> MailMessage {
        let definition = engine.indicators.definition(named: missed.indicator)
        let link = links.item(alert).map { ["", $0] } ?? []
        let code = alert.code.replacing("/", with: "-")
        return MailMessage(
            from: from, to: to, subject: Self.line(missed.subject(definition)),
            body: (missed.lines(definition) + link).map(Self.line).joined(separator: "\r\n") + "\r\n",
            date: engine.live.currentInstant, id: "bando-\(alert.id)-\(code)")
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
