import Foundation
import GeoCore

/// Plans over the city, as tables in zone 108°15′.
struct Planning {
    let plan: CityPlan
    private var hash: SeededHash { plan.terrain.hash }

    /// The blocks of the detailed plan: the nearest third to the centre.
    private var detailed: [CityPlan.Site] {
        let ordered = plan.sites.sorted { distance($0) < distance($1) }
        return ordered.prefix(max(1, plan.sites.count / 3)).sorted {
            ($0.block.row, $0.block.column) < ($1.block.row, $1.block.column)
        }
    }

    private func distance(_ site: CityPlan.Site) -> Double {
        hypot(site.center.x - Terrain.cityCenter.x, site.center.y - Terrain.cityCenter.y)
    }

    /// What the blocks are meant for until 2030.
    var landUsePlan: SampleTable {
        var table = SampleTable(columns: ["MaDat", "TenCongTrinh", "DienTich", "NamQH", "SoQD", "MaXa"])
        for (index, site) in plan.sites.enumerated() {
            let ring = plan.grid.outline(of: site.block)
            let (code, name) = purpose(site, index)
            table.append(
                .polygon(Polygon(rings: [ring])), .text(code), .text(name),
                .real((PlaneArea.signed(ring) * 10).rounded() / 10), .integer(2030), .text("1234/QĐ-UBND"),
                .text(site.unit.code))
        }
        return table
    }

    private func purpose(_ site: CityPlan.Site, _ index: Int) -> (String, String) {
        let public_ = [
            ("DGD", "Đất cơ sở giáo dục"), ("DYT", "Đất cơ sở y tế"), ("DKV", "Công viên cây xanh"),
            ("TMD", "Khu thương mại dịch vụ"), ("DVH", "Nhà văn hoá"), ("TSC", "Trụ sở cơ quan"),
        ]
        if hash.unit(81, index) < 0.16 { return hash.pick(public_, 82, index) }
        return site.unit.type == "Phường"
            ? ("ODT", "Khu dân cư đô thị \(index % 12 + 1)") : ("ONT", "Khu dân cư nông thôn \(index % 9 + 1)")
    }

    /// Lots of the detailed plan with their limits; ranges are text, as in the drawings.
    var constructionPlan: SampleTable {
        var table = SampleTable(columns: [
            "MaDoAn", "KiHieuLoDat", "LoaiDat", "ChucNang", "DienTich", "MatDoXD", "MatDoMax", "TangCao", "TangMin",
            "TangMax", "HSSDD", "KhoangLui", "MaXa", "tu_ngay",
        ])
        for (index, site) in detailed.enumerated() {
            let ring = plan.grid.outline(of: site.block, inset: 1)
            let density = [40, 60, 70, 80][hash.index(below: 4, 83, index)]
            let floors = [(1, 3), (2, 5), (3, 7), (5, 12)][hash.index(below: 4, 84, index)]
            let code = hash.unit(85, index) < 0.8 ? "ODT" : hash.pick(["DKV", "TMD", "DGD", "TSC"], 86, index)
            table.append(
                .polygon(Polygon(rings: [ring])), .text("QHCT-01"), .text("\(code)-\(twoDigits(index + 1))"),
                .text(code),
                .text(Self.functions[code] ?? "Đất khác"), .real((PlaneArea.signed(ring) * 10).rounded() / 10),
                .text("\(density) %"), .real(Double(density)), .text("\(floors.0)-\(floors.1)"),
                .integer(Int64(floors.0)), .integer(Int64(floors.1)), .real(Double(density * floors.1) / 100),
                .real(index % 3 == 0 ? 3 : 0), .text(site.unit.code), .text("2024-05-20"))
        }
        return table
    }

    private static let functions = [
        "ODT": "Đất ở hiện trạng cải tạo", "DKV": "Đất cây xanh công viên", "TMD": "Đất thương mại dịch vụ",
        "DGD": "Đất giáo dục", "TSC": "Đất cơ quan",
    ]

    private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    /// The extents of a general, a zoning and a detailed plan; a part of the ground lies in all three.
    var extents: SampleTable {
        var table = SampleTable(columns: [
            "MaDoAn", "TenDoAn", "LoaiQH", "CapPheDuyet", "SoQD", "NgayQD", "CoQuan", "TyLe", "TrangThai", "DienTichHa",
            "tu_ngay",
        ])
        let plans:
            [(code: String, name: String, kind: String, number: String, date: String, scale: String, growth: Double)] =
                [
                    (
                        "QHC-01", "Quy hoạch chung đô thị Quy Nhơn và vùng phụ cận", "QHC", "495/QĐ-TTg", "2015-04-14",
                        "1/25.000", 3
                    ),
                    (
                        "QHPK-02", "Quy hoạch phân khu khu trung tâm", "QHPK", "2210/QĐ-UBND", "2021-06-02", "1/2.000",
                        1.2
                    ),
                    (
                        "QHCT-01", "Quy hoạch chi tiết chỉnh trang khu dân cư trung tâm", "QHCT", "1650/QĐ-UBND",
                        "2024-05-20", "1/500", 1
                    ),
                ]
        for item in plans {
            let ring = extent(of: item.kind == "QHCT" ? detailed : plan.sites, growth: item.growth)
            table.append(
                .polygon(Polygon(rings: [ring])), .text(item.code), .text(item.name), .text(item.kind),
                .text(item.kind == "QHC" ? "Thủ tướng Chính phủ" : "Uỷ ban nhân dân tỉnh"), .text(item.number),
                .text(item.date), .text("Sở Xây dựng"), .text(item.scale), .text("Đã phê duyệt"),
                .real((PlaneArea.signed(ring) / 1000).rounded() / 10), .text(item.date))
        }
        return table
    }

    /// An eight-sided outline around sites in the plan's axes.
    private func extent(of sites: [CityPlan.Site], growth: Double) -> [Coordinate] {
        let columns = sites.map(\.block.column)
        let rows = sites.map(\.block.row)
        let west = StreetGrid.start(ofColumn: columns.min() ?? 0) - 25
        let east = StreetGrid.start(ofColumn: (columns.max() ?? 0) + 1) + 5
        let south = StreetGrid.start(ofRow: rows.min() ?? 0) - 25
        let north = StreetGrid.start(ofRow: (rows.max() ?? 0) + 1) + 5
        let (middleX, middleY) = ((west + east) / 2, (south + north) / 2)
        let (halfX, halfY) = ((east - west) / 2 * growth, (north - south) / 2 * growth)
        let corners = [
            (-1.0, -0.7), (-0.7, -1.0), (0.7, -1.0), (1.0, -0.7), (1.0, 0.7), (0.7, 1.0), (-0.7, 1.0), (-1.0, 0.7),
            (-1.0, -0.7),
        ]
        return corners.map { plan.grid.place(along: middleX + $0.0 * halfX, across: middleY + $0.1 * halfY) }
    }

    /// Street lines and building lines of the main streets, by drawing layer.
    var redLines: [(layer: String, line: [Coordinate])] {
        var lines: [(layer: String, line: [Coordinate])] = []
        for street in plan.streets where street.isMain {
            for side in [street.width / 2, -street.width / 2] {
                let setback: Double = side > 0 ? 3 : -3
                lines.append((layer: "Chỉ giới đường đỏ", line: street.shifted(by: side)))
                lines.append((layer: "Chỉ giới xây dựng", line: street.shifted(by: side + setback)))
            }
        }
        return lines
    }
}
