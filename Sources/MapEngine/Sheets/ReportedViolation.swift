import Crypto
import Foundation
import GeoCore
import LiveMap

/// A violation as a report tells it: with the words for its rule, its vessel and its unit.
struct ReportedViolation: Hashable, Sendable {
    var violation: Violation
    var handling: ViolationCase
    /// The canonical record as the layer keeps it, base64.
    var record: String
    /// What people call those who are concerned.
    var name: String
    var ruleTitle: String
    /// In the words of the layer; `nil` where the length is not known.
    var lengthClass: String?
    /// Code and name; empty where the register does not say where the vessel is at home.
    var unit: ViolationGroupKey

    var id: String { violation.id }
    var state: CaseState { handling.state }
    var isLasting: Bool { violation.closed == nil }

    func key(_ grouping: ViolationGrouping) -> ViolationGroupKey {
        switch grouping {
        case .rule: ViolationGroupKey(key: violation.rule.id, title: ruleTitle)
        case .unit: unit
        case .length: ViolationGroupKey(key: lengthClass ?? "", title: lengthTitle)
        case .state: ViolationGroupKey(key: state.rawValue, title: state.title)
        case .kind: ViolationGroupKey(key: violation.kind.name, title: violation.kind.title)
        }
    }

    var lengthTitle: String { lengthClass.map { LengthClass(rawValue: $0)?.title ?? $0 } ?? "Chưa rõ chiều dài" }

    /// The beginning of the digest of the record: enough to find it among those of a month.
    var shortDigest: String { String(EvidenceDigest.hexadecimal(of: [record]).prefix(12)) }
}

/// What a report vouches for its evidence with.
enum EvidenceDigest {
    /// SHA-256 over the canonical records of the violations that are not withdrawn, in order of their codes, each in base64 on a line
    /// that ends in a line feed: what `SELECT ban_ghi … ORDER BY ma` prints, so that anybody with the store can check it.
    static func hexadecimal(of violations: [ReportedViolation]) -> String {
        let held = violations.filter { $0.state != .withdrawn }.sorted { $0.id < $1.id }
        return hexadecimal(of: held.map { $0.record + "\n" })
    }

    static func hexadecimal(of lines: [String]) -> String {
        var hash = SHA256()
        for line in lines { hash.update(data: Data(line.utf8)) }
        return hash.finalize().hexadecimal
    }
}

extension ViolationKind {
    /// In the words of the layer.
    var title: String { Self.titles[name] ?? name }

    private static let titles = [
        "zone": "Hoạt động sai vùng", "boundary": "Gần hoặc vượt ranh giới", "signal": "Mất kết nối",
        "outage": "Sự cố mạng", "gathering": "Tụ tập", "encounter": "Gặp nhau trên biển", "loitering": "Lảng vảng",
        "carried-device": "Nghi gửi thiết bị", "reading": "Số đo vượt ngưỡng",
    ]
}
