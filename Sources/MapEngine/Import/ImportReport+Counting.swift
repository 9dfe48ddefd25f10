import GeoStorage

extension ImportReport {
    /// Counts a batch that was read.
    mutating func take(_ batch: ConvertedBatch, limit: Int) {
        read += batch.read
        refused += batch.refused
        repaired += batch.repaired
        for issue in batch.issues {
            if issue.outcome == .refused || issues.count < limit { issues.append(issue) } else { furtherIssues += 1 }
        }
    }

    /// Counts what the store would do with what was staged.
    mutating func take(_ outcome: ImportOutcome) {
        added = outcome.added
        changed = outcome.changed
        unchanged = outcome.unchanged
        removed = outcome.removed
        refused += outcome.refused
        let source = sources.first
        issues += outcome.refusals.map { refusal in
            ImportIssue(
                refusal.code, .refused, file: source?.file ?? "", sourceLayer: source?.sourceLayer ?? "",
                record: refusal.record, message: refusal.description)
        }
    }
}

extension RecordRefusal {
    fileprivate var code: ImportIssue.Code {
        switch reason {
        case .duplicateKey: .repeatedKey
        case .value, .valueCount: .badValue
        case .geometry: .brokenGeometry
        }
    }
}

extension ImportMode {
    init(_ mode: ImportOptions.Mode) {
        switch mode {
        case .replace: self = .replace
        case .upsert: self = .upsert
        case .append: self = .append
        }
    }
}
