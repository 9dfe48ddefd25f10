import GeoCore
import GeoStorage
import LiveMap

/// The public part of a report as values of the layer's fields; a field that the definition has not is passed over.
struct ReportRow {
    private let definition: LayerDefinition
    private(set) var values: [FieldValue]

    /// A row with nothing in it, or one that is there already.
    init(_ definition: LayerDefinition, values: [FieldValue]? = nil) {
        self.definition = definition
        self.values = values ?? Array(repeating: .null, count: definition.fields.count)
    }

    subscript(field: String) -> FieldValue {
        get { definition.index(of: field).map { values[$0] } ?? .null }
        set { if let index = definition.index(of: field) { values[index] = newValue } }
    }

    static func new(
        _ record: ReportRecord, _ submission: ReportSubmission, commune: AdministrativeUnit?,
        _ definition: LayerDefinition
    ) -> ReportRow {
        var row = ReportRow(definition)
        row["code"] = .text(record.code)
        row["category"] = .text(record.category)
        row["urgency"] = .text(submission.urgency.rawValue)
        row["text"] = .text(record.text)
        row["accuracy"] = record.accuracyMeters.map(FieldValue.real) ?? .null
        row["channel"] = .text(submission.channel)
        row["state"] = .text(record.state)
        row["received"] = .text(record.received.rfc3339())
        row["due"] = .text(record.due.rfc3339())
        row["commune"] = commune.map { .text($0.code) } ?? .null
        row["commune_name"] = commune.map { .text($0.name) } ?? .null
        row["pictures"] = .integer(0)
        return row
    }

    /// Writes what a step changes.
    mutating func apply(_ transition: ReportTransition, _ workflow: ReportWorkflow) {
        self["state"] = .text(workflow.state.rawValue)
        self["done"] = workflow.done.map { .text($0.rfc3339()) } ?? .null
        self["rating"] = workflow.rating.map { .integer(Int64($0)) } ?? .null
        if let assignee = transition.assignee { self["agency"] = .text(assignee) }
        if transition.to == .done || transition.to == .rejected, !transition.note.isEmpty {
            self["result"] = .text(transition.note)
        }
        guard transition.to == .published else { return }
        for field in ["text", "result"] {
            if case .text(let text) = self[field] { self[field] = .text(PersonalData.masked(text)) }
        }
    }
}

extension ReportRecord {
    /// The record as a state machine; `nil` for a state that this program does not know.
    var workflow: ReportWorkflow? {
        ReportState(rawValue: state).map {
            ReportWorkflow(state: $0, received: received, deadline: due, done: done, rating: rating)
        }
    }

    var sighting: ReportSighting {
        ReportSighting(
            id: fid, place: place, accuracyMeters: accuracyMeters ?? 0, category: category, received: received)
    }
}
