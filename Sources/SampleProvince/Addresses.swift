import Foundation
import GeoCore

/// Houses on the lots: their footprints and their addresses.
struct Addresses {
    let plan: CityPlan
    let parcels: [SampleParcel]
    private var hash: SeededHash { plan.terrain.hash }

    private func isDwelling(_ parcel: SampleParcel) -> Bool {
        ["ODT", "ONT", "ODT+CLN", "ONT+CLN", "TMD"].contains(parcel.landUse)
    }

    private func key(_ parcel: SampleParcel) -> Int {
        (parcel.site.block.column &* 65_537 &+ parcel.site.block.row) &* 32 &+ parcel.side &* 16 &+ parcel.lot
    }

    /// A spreadsheet as an office keeps it: X is North, Y is East.
    var csv: String {
        let columns = ["ma", "so_nha", "ten_duong", "khu_pho", "phuong", "ma_xa", "loai_dia_chi", "X", "Y"]
        let rows = parcels.filter(isDwelling).enumerated().map { index, parcel in
            let door = door(parcel)
            return [
                "DC\(100_000 + index)", houseNumber(parcel), Names.street(row: parcel.site.block.row + parcel.side),
                "Khu phố \(parcel.sheet % 12 + 1)", "\(parcel.unit.type) \(parcel.unit.name)", parcel.unit.code,
                parcel.landUse == "TMD" ? "Cơ sở kinh doanh" : "Nhà ở",
                DecimalText.fixed(door.y, decimals: 3), DecimalText.fixed(door.x, decimals: 3),
            ]
        }
        return TextFiles.csv(columns, rows)
    }

    /// Odd on one side of the street, even on the other, growing along it.
    private func houseNumber(_ parcel: SampleParcel) -> String {
        let order = (parcel.site.block.column + 40) * StreetGrid.lotsAlong + parcel.lot
        let number = 2 * order + (parcel.side == 0 ? 1 : 2)
        let chance = hash.unit(91, key(parcel))
        return chance < 0.05
            ? "\(number)A" : chance < 0.1 ? "\(number)/\(1 + hash.index(below: 12, 92, key(parcel)))" : "\(number)"
    }

    /// The middle of the lot's street side, two metres in.
    private func door(_ parcel: SampleParcel) -> Coordinate { inner(parcel, share: 0.5, depth: 2) }

    /// A place in a lot: the share of its frontage and metres from the street.
    private func inner(_ parcel: SampleParcel, share: Double, depth: Double) -> Coordinate {
        let splits = plan.grid.splits(of: parcel.site.block)
        let along = splits[parcel.lot] + (splits[parcel.lot + 1] - splits[parcel.lot]) * share
        let across = parcel.side == 0 ? depth : StreetGrid.blockDepth - depth
        return plan.grid.place(
            along: StreetGrid.start(ofColumn: parcel.site.block.column) + along,
            across: StreetGrid.start(ofRow: parcel.site.block.row) + across)
    }

    /// Footprints of the houses, in zone 108°15′.
    var buildings: SampleTable {
        var table = SampleTable(columns: [
            "ma_nha", "loai_nha", "SoTang", "ChieuCao", "KetCau", "dtxd", "dia_chi", "ma_xa",
        ])
        for parcel in parcels where isDwelling(parcel) && hash.unit(93, key(parcel)) < 0.86 {
            let ring = footprint(parcel)
            let floors = 1 + hash.index(below: parcel.landUse == "TMD" ? 12 : 4, 94, key(parcel))
            table.append(
                .polygon(Polygon(rings: [ring])), .text("N\(100_000 + table.rows.count)"),
                .text(parcel.landUse == "TMD" ? "Nhà thương mại" : "Nhà ở riêng lẻ"), .integer(Int64(floors)),
                .real(3.6 * Double(floors)), .text(floors > 1 ? "Bê tông cốt thép" : "Tường gạch, mái tôn"),
                .real((abs(PlaneArea.signed(ring)) * 10).rounded() / 10),
                .text("\(houseNumber(parcel)) \(Names.street(row: parcel.site.block.row + parcel.side))"),
                .text(parcel.unit.code))
        }
        return table
    }

    private func footprint(_ parcel: SampleParcel) -> [Coordinate] {
        let depth = 10 + 12 * hash.unit(95, key(parcel))
        let setback = 1 + 4 * hash.unit(96, key(parcel))
        let corners = [
            (0.08, setback), (0.92, setback), (0.92, setback + depth), (0.08, setback + depth), (0.08, setback),
        ]
        let ring = corners.map { inner(parcel, share: $0.0, depth: $0.1) }
        return PlaneArea.signed(ring) > 0 ? ring : ring.reversed()
    }
}
