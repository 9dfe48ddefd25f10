import Foundation
import GeoCore

/// One parcel as a cadastral program knows it.
struct SampleParcel: Sendable {
    var ring: [Coordinate]
    var unit: UnitAtom
    var sheet: Int
    var number: Int
    var landUse: String
    var measuredArea: Double
    var legalArea: Double
    var owner: String
    var address: String
    var residentialArea: Double?
    var site: CityPlan.Site
    var side: Int
    var lot: Int
}

/// Makes the parcels of a plan one after the other.
struct ParcelSequence: Sequence, IteratorProtocol {
    private let plan: CityPlan
    private let hash: SeededHash
    private let limit: Int
    private var made = 0
    private var siteIndex = 0
    private var slot = 0
    private var splits: [Double] = []
    private var numbers: [String: Int] = [:]

    init(_ plan: CityPlan, limit: Int) {
        self.plan = plan
        self.limit = limit
        hash = plan.terrain.hash
    }

    mutating func next() -> SampleParcel? {
        guard made < limit, siteIndex < plan.sites.count else { return nil }
        let site = plan.sites[siteIndex]
        if slot == 0 { splits = plan.grid.splits(of: site.block) }
        let (side, lot) = (slot / StreetGrid.lotsAlong, slot % StreetGrid.lotsAlong)
        let parcel = parcel(site, side: side, lot: lot)
        made += 1
        slot += 1
        if slot == 2 * StreetGrid.lotsAlong { (slot, siteIndex) = (0, siteIndex + 1) }
        return parcel
    }

    private mutating func parcel(_ site: CityPlan.Site, side: Int, lot: Int) -> SampleParcel {
        let ring = plan.grid.ring(of: site.block, side: side, lot: lot, splits: splits)
        let sheet = "\(site.register)/\(site.sheet)"
        let number = (numbers[sheet] ?? 0) + 1
        numbers[sheet] = number
        let area = (abs(PlaneArea.signed(ring)) * 10).rounded() / 10
        let code = LandUse.code(at: site, side: side, lot: lot, hash: hash)
        let key = site.block.column &* 65_537 &+ site.block.row
        let legal = legalArea(area, key, side * 16 + lot)
        return SampleParcel(
            ring: ring, unit: site.unit, sheet: site.sheet, number: number, landUse: code, measuredArea: area,
            legalArea: legal, owner: owner(code, site, key, side * 16 + lot), address: address(site, side: side),
            residentialArea: code.contains("+") ? Swift.min(legal, 200) : nil, site: site, side: side, lot: lot)
    }

    /// A third of the certificates carry the measured area, the others an older survey's.
    private func legalArea(_ area: Double, _ a: Int, _ b: Int) -> Double {
        guard hash.unit(41, a, b) > 0.33 else { return area }
        return (area * (1 + 0.012 * hash.signed(42, a, b)) * 10).rounded() / 10
    }

    private func owner(_ code: String, _ site: CityPlan.Site, _ a: Int, _ b: Int) -> String {
        switch code {
        case "TSC": "Ủy ban nhân dân \(site.unit.type.lowercased()) \(site.unit.name)"
        case "DGD": "Trường học \(site.unit.name)"
        case "DYT": "Trạm y tế \(site.unit.name)"
        case "DKV": "Ủy ban nhân dân \(site.unit.type.lowercased()) \(site.unit.name)"
        default: Names.person(hash, a, b)
        }
    }

    /// A street in the city, a hamlet in the hills.
    private func address(_ site: CityPlan.Site, side: Int) -> String {
        let type = (site.unit.old?.type ?? site.unit.type).lowercased()
        let commune = "\(type) \(site.unit.old?.name ?? site.unit.name)"
        guard !plan.isRemote else { return "thôn \(site.sheet % 4 + 1), \(commune)" }
        return "\(Names.withType(Names.street(row: site.block.row + side))), \(commune)"
    }
}

/// What land is used for, in patches.
enum LandUse {
    static func code(at site: CityPlan.Site, side: Int, lot: Int, hash: SeededHash) -> String {
        let key = site.block.column &* 65_537 &+ site.block.row
        if let special = special(key, side: side, hash) { return special }
        let fromCenter = hypot(site.center.x - Terrain.cityCenter.x, site.center.y - Terrain.cityCenter.y)
        let isWard = site.unit.type == "Phường"
        let patch = hash.noise(site.center.x / 650, site.center.y / 650, 51)
        let chance = hash.unit(52, key, side * 16 + lot)
        if isWard, fromCenter < 2_500 || patch > -0.35 { return urban(chance) }
        if patch > 0.15 { return chance < 0.9 ? "LUC" : "LUK" }
        if patch < -0.3 { return chance < 0.5 ? "HNK" : chance < 0.85 ? "CLN" : "RSX" }
        return chance < 0.45 ? "ONT+CLN" : chance < 0.8 ? "ONT" : chance < 0.9 ? "BHK" : "NTS"
    }

    /// A side of one block in forty belongs to the public.
    private static func special(_ key: Int, side: Int, _ hash: SeededHash) -> String? {
        guard hash.unit(53, key) < 0.05, side == 0 else { return nil }
        return hash.pick(["DGD", "TSC", "DYT", "DKV", "TMD", "SKC", "TON", "DVH"], 54, key)
    }

    private static func urban(_ chance: Double) -> String {
        chance < 0.86 ? "ODT" : chance < 0.93 ? "ODT+CLN" : chance < 0.97 ? "TMD" : "SKC"
    }
}

/// Writes parcels as FAMIS leaves them.
enum ParcelFile {
    static let fields: [ShapefileWriter.Field] = [
        .init(name: "xaid", kind: .text, width: 5), .init(name: "xaidcu", kind: .text, width: 5),
        .init(name: "shbando", kind: .number(decimals: 0), width: 5),
        .init(name: "shthua", kind: .number(decimals: 0), width: 6), .init(name: "maloaidat", kind: .text, width: 12),
        .init(name: "dientich", kind: .number(decimals: 1), width: 12),
        .init(name: "dientichpl", kind: .number(decimals: 1), width: 12), .init(name: "tenchu", kind: .text, width: 40),
        .init(name: "diachi", kind: .text, width: 60), .init(name: "dtthocu", kind: .number(decimals: 1), width: 10),
    ]

    /// The six attributes of the large load.
    static let benchmarkFields = ["xaid", "shbando", "shthua", "maloaidat", "dientichpl", "diachi"]

    static func values(_ parcel: SampleParcel) -> [String: ShapefileWriter.Value] {
        [
            "xaid": .text(Array(parcel.unit.code.utf8)),
            "xaidcu": parcel.unit.old.map { .text(Array($0.code.utf8)) } ?? .null,
            "shbando": .number(Double(parcel.sheet)), "shthua": .number(Double(parcel.number)),
            "maloaidat": .text(Array(parcel.landUse.utf8)), "dientich": .number(parcel.measuredArea),
            "dientichpl": .number(parcel.legalArea), "tenchu": .text(tcvn3(parcel.owner)),
            "diachi": .text(tcvn3(parcel.address)), "dtthocu": parcel.residentialArea.map { .number($0) } ?? .null,
        ]
    }

    private static func tcvn3(_ text: String) -> [UInt8] {
        guard let bytes = TextEncoding.tcvn3.encode(text) else {
            preconditionFailure("TCVN3 has every letter of \(text)")
        }
        return bytes
    }
}
