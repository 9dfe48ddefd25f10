/// What an area at sea is for; grows with the layers.
package struct ZoneKind: Hashable, Comparable, Sendable {
    /// Kebab-case, as `rules/` and the violations write it.
    package let name: String

    package init(name: String) {
        self.name = name
    }

    /// Vùng ven bờ: from the mean tide line to the coastal line, and the belts of the islands.
    package static let coastal = ZoneKind(name: "ven-bo")
    /// Vùng lộng: from the coastal line to the inshore line.
    package static let inshore = ZoneKind(name: "long")
    /// Vùng khơi: from the inshore line to the outer limit of the exclusive economic zone.
    package static let offshore = ZoneKind(name: "khoi")
    package static let port = ZoneKind(name: "port")
    package static let anchorage = ZoneKind(name: "anchorage")
    package static let lane = ZoneKind(name: "lane")
    package static let stormShelter = ZoneKind(name: "storm-shelter")
    package static let prohibited = ZoneKind(name: "prohibited")
    package static let caution = ZoneKind(name: "caution")

    /// The kinds that have a name here.
    package static let known: [ZoneKind] = [
        .coastal, .inshore, .offshore, .port, .anchorage, .lane, .stormShelter, .prohibited, .caution,
    ]

    package static func < (left: ZoneKind, right: ZoneKind) -> Bool { left.name < right.name }

    /// Inside these a boat is to its own good: its harbours and the way to them.
    static let protective: Set<ZoneKind> = [.port, .anchorage, .lane, .stormShelter]

    /// The three zones in which fishing is allowed by length, nearest the shore first; where they overlap, as the belt of an
    /// island does with the open sea, the first decides. `nil` for every other kind.
    package var fishingRank: Int? {
        switch self {
        case .coastal: 0
        case .inshore: 1
        case .offshore: 2
        default: nil
        }
    }
}
