/// The classes of length that fishing is told by, as the layer of violations writes them.
enum LengthClass: String, CaseIterable {
    case below6 = "<6"
    case from6 = "6-12"
    case from12 = "12-15"
    case from15 = "15-24"
    case from24 = ">=24"

    /// The class of a greatest length in metres.
    init(meters: Double) {
        switch meters {
        case ..<6: self = .below6
        case ..<12: self = .from6
        case ..<15: self = .from12
        case ..<24: self = .from15
        default: self = .from24
        }
    }

    /// 0 for the shortest.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// In the words of reports.
    var title: String {
        switch self {
        case .below6: "Dưới 6 m"
        case .from6: "6 – dưới 12 m"
        case .from12: "12 – dưới 15 m"
        case .from15: "15 – dưới 24 m"
        case .from24: "Từ 24 m"
        }
    }
}
