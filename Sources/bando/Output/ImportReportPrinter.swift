import Foundation
import GeoCore
import MapEngine
import MapHTTP

/// Shows an import's report: to a person in sentences, to a program as JSON.
struct ImportReportPrinter {
    private let report: ImportReport
    private static let shownIssues = 20

    init(_ report: ImportReport) {
        self.report = report
    }

    func print(json: Bool, file: String?) throws {
        if let file {
            do {
                try Data(document.bytes).write(to: URL(filePath: file))
            } catch {
                throw EngineError(.failed, "The report cannot be written to \(file): check its folder and free space.")
            }
        }
        Console.write(json ? String(decoding: document.bytes, as: UTF8.self) : text)
    }

    private var text: String {
        var lines = report.sources.flatMap(Self.lines)
        lines += report.issues.prefix(Self.shownIssues).map(Self.line)
        let further = report.issues.count - min(report.issues.count, Self.shownIssues) + report.furtherIssues
        if further > 0 { lines.append("… \(further) more; --report FILE writes them all.") }
        lines.append(summary)
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        let counts =
            "read \(report.read) = added \(report.added) + changed \(report.changed) "
            + "+ unchanged \(report.unchanged) + refused \(report.refused)"
        let extra = [
            report.repaired > 0 ? "repaired \(report.repaired)" : nil,
            report.removed > 0 ? "removed \(report.removed)" : nil,
        ].compactMap { $0 }
        let tail = extra.isEmpty ? "" : "; " + extra.joined(separator: ", ")
        let time = String(format: "%.1f s", report.seconds)
        switch (report.isDryRun, report.revision) {
        case (true, _): return "\(report.layer): \(counts)\(tail). Dry run: nothing was written. (\(time))"
        case (false, let revision?): return "\(report.layer): \(counts)\(tail). Revision \(revision). (\(time))"
        case (false, nil): return "\(report.layer): \(counts)\(tail). Nothing changed. (\(time))"
        }
    }

    private static func lines(_ source: SourceDecision) -> [String] {
        var lines = ["\(source.file) [\(source.sourceLayer)], \(source.driver)"]
        let axes = source.areAxesSwapped ? ", X = North, Y = East" : ""
        lines.append("  CRS \(source.crs.name)\(axes): \(source.crsEvidence.first ?? "")")
        let named = source.encodings.filter { $0.encoding != "utf-8" && $0.encoding != "ascii" }
        for (encoding, fields) in Dictionary(grouping: named, by: \.encoding).sorted(by: { $0.key < $1.key }) {
            lines.append("  text \(encoding): \(fields.map(\.field).joined(separator: ", "))")
        }
        let pairs = source.fields.map { $0.field == $0.source ? $0.field : "\($0.field) ← \($0.source)" }
        lines.append("  fields \(pairs.joined(separator: ", "))")
        if !source.unusedFields.isEmpty { lines.append("  not used \(source.unusedFields.joined(separator: ", "))") }
        return lines
    }

    private static func line(_ issue: ImportIssue) -> String {
        let field = issue.field.map { ", field \($0)" } ?? ""
        return "  \(issue.outcome.rawValue) \(issue.file) record \(issue.record)\(field): \(issue.message)"
    }

    private var document: JSONDocument {
        .object([
            "layer": .string(report.layer.name),
            "revision": report.revision.map { .integer($0) } ?? .null,
            "read": .count(report.read),
            "added": .count(report.added),
            "changed": .count(report.changed),
            "unchanged": .count(report.unchanged),
            "refused": .count(report.refused),
            "repaired": .count(report.repaired),
            "removed": .count(report.removed),
            "dryRun": .boolean(report.isDryRun),
            "seconds": .number(report.seconds),
            "sources": .array(report.sources.map(Self.source)),
            "issues": .array(report.issues.map(Self.issue)),
            "furtherIssues": .count(report.furtherIssues),
        ])
    }

    private static func source(_ source: SourceDecision) -> JSONDocument {
        .object([
            "file": .string(source.file),
            "sourceLayer": .string(source.sourceLayer),
            "driver": .string(source.driver),
            "crs": .string(source.crs.name),
            "axes": .string(source.areAxesSwapped ? "ne" : "en"),
            "crsEvidence": .array(source.crsEvidence.map { .string($0) }),
            "encodings": .array(
                source.encodings.map { field in
                    .object([
                        "field": .string(field.field), "encoding": .string(field.encoding),
                        "evidence": .string(field.evidence),
                    ])
                }),
            "fields": .array(
                source.fields.map { .object(["field": .string($0.field), "source": .string($0.source)]) }),
            "unusedFields": .array(source.unusedFields.map { .string($0) }),
        ])
    }

    private static func issue(_ issue: ImportIssue) -> JSONDocument {
        .object([
            "code": .string(issue.code.rawValue),
            "outcome": .string(issue.outcome.rawValue),
            "file": .string(issue.file),
            "sourceLayer": .string(issue.sourceLayer),
            "record": .integer(issue.record),
            "field": .text(issue.field),
            "message": .string(issue.message),
        ])
    }
}
