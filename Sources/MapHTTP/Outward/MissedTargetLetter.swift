import GeoCore
import LiveMap

/// The words of a letter about the values of one indicator and period: those that are red, or those that are red no more.
struct MissedTargetLetter {
    /// The worst first.
    private let targets: [MissedTarget]
    private let first: MissedTarget
    private let definition: KPIDefinition?

    /// So many units are listed; of more their number is told.
    private static let listed = 500

    /// `nil` without a target.
    ///
    /// - Parameters:
    ///   - targets: Of one indicator and period, all missed or none.
    ///   - definition: `nil` where the indicator is not there any more.
    init?(_ targets: [MissedTarget], _ definition: KPIDefinition?) {
        let isLess = definition?.direction == .down
        self.targets = targets.sorted { left, right in
            guard left.value != right.value else { return left.unit < right.unit }
            return isLess ? left.value > right.value : left.value < right.value
        }
        guard let first = self.targets.first else { return nil }
        self.first = first
        self.definition = definition
    }

    var subject: String {
        let whom = targets.count == 1 ? first.name : "\(targets.count) đơn vị · units"
        return "[Bando] \(state) – \(definition?.title.vi ?? first.indicator) – \(whom) – \(first.period)"
    }

    /// The lines, without a link.
    var lines: [String] {
        let head = [
            "Trạng thái · State: \(state)",
            "Chỉ tiêu · Indicator: \(definition.map { "\($0.title.vi) · \($0.title.en)" } ?? first.indicator)",
        ]
        let source = definition.map { ["Nguồn · Source: \($0.source); \($0.owner)"] } ?? []
        return head + (targets.count == 1 ? single : several) + source
    }

    private var state: String {
        first.isMissed ? "Không đạt chỉ tiêu · Target missed" : "Đã ra khỏi mức đỏ · No longer red"
    }

    private var measure: String { definition.map { " \($0.measure)" } ?? "" }

    private var single: [String] {
        var lines = [
            "Đơn vị · Unit: \(first.name) (\(first.unit))", "Kỳ · Period: \(first.period)",
            "Giá trị · Value: \(Self.decimal(first.value))\(measure)",
        ]
        if let target = first.target { lines.append("Mục tiêu · Target: \(Self.decimal(target))\(measure)") }
        if let reported = first.reported {
            lines.append("Đã báo cáo · Reported: \(reported.count)/\(reported.expected)")
        }
        return lines
    }

    private var several: [String] {
        var lines = ["Kỳ · Period: \(first.period)", "Số đơn vị · Units: \(targets.count)", ""]
        lines += targets.prefix(Self.listed).map(item)
        if targets.count > Self.listed { lines.append("… +\(targets.count - Self.listed)") }
        return lines + [""]
    }

    private func item(_ target: MissedTarget) -> String {
        var line = "- \(target.name) (\(target.unit)): \(Self.decimal(target.value))\(measure)"
        if let wanted = target.target { line += "; mục tiêu · target \(Self.decimal(wanted))\(measure)" }
        if let reported = target.reported {
            line += "; đã báo cáo · reported \(reported.count)/\(reported.expected)"
        }
        return line
    }

    /// With a decimal comma, as numbers are written in Vietnam.
    private static func decimal(_ number: Double) -> String {
        let text = number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
        return text.replacing(".", with: ",")
    }
}
