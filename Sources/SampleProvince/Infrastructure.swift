import Foundation
import GeoCore

/// What stands, hangs and lies along the streets, as tables in zone 108°15′.
struct Infrastructure {
    let plan: CityPlan
    private var hash: SeededHash { plan.terrain.hash }

    /// One table for each layer id.
    var tables: [(layer: String, table: SampleTable)] {
        [
            ("roads", roads), ("street-lamps", lamps), ("power-poles", poles), ("power-lines", lines),
            ("substations", substations), ("water-pipes", pipes), ("valves", valves), ("hydrants", hydrants),
            ("manholes", manholes), ("trees", trees), ("schools", schools), ("health-stations", healthStations),
        ]
    }

    private var roads: SampleTable {
        var table = SampleTable(columns: [
            "ten_duong", "loai_duong", "cap_duong", "be_rong", "lo_gioi", "ket_cau", "dv_quan_ly", "nam_xd",
        ])
        for (index, street) in plan.wholeStreets.enumerated() {
            let isMain = street.street.isMain
            table.append(
                .lineString(street.line), .text(street.street.name), .text("Đường đô thị"),
                .text(isMain ? "Đường chính khu vực" : "Đường phân khu vực"), .real(isMain ? 21 : 9),
                .real(street.street.width), .text(isMain ? "Bê tông nhựa" : "Bê tông xi măng"),
                .text("Ban Quản lý dịch vụ công ích"), .integer(Int64(1985 + hash.index(below: 38, 61, index))))
        }
        return table
    }

    private var lamps: SampleTable {
        var table = SampleTable(columns: [
            "ma_den", "loai_den", "cong_suat", "chieu_cao", "tu_dk", "tuyen_duong", "tinh_trang", "dv_quan_ly",
            "ngay_lap_dat",
        ])
        for (index, street) in plan.streets.enumerated() {
            for (step, place) in street.places(every: street.isMain ? 30 : 38, offset: street.width / 2 - 3)
                .enumerated()
            {
                let isLED = street.isMain || hash.unit(62, index, step) < 0.6
                let month = 1 + hash.index(below: 12, 63, index)
                table.append(
                    .point(place), .text(code("Đ", table)), .text(isLED ? "LED" : "HPS"), .real(isLED ? 100 : 150),
                    .real(street.isMain ? 10 : 8), .text("TĐK-\(index / 12 + 1)"), .text(street.name),
                    .text(condition(64, index, step)), .text("Ban Quản lý dịch vụ công ích"),
                    .text("20\(15 + index % 10)-\(month < 10 ? "0" : "")\(month)-15"))
            }
        }
        return table
    }

    private var poles: SampleTable {
        var table = SampleTable(columns: [
            "ma_cot", "loai_cot", "chieu_cao", "dien_ap", "tuyen_duong", "nam_xd", "tinh_trang",
        ])
        for (index, street) in plan.streets.enumerated() where street.isAlong {
            for (step, place) in street.places(every: 40, offset: 2 - street.width / 2).enumerated() {
                table.append(
                    .point(place), .text(code("C", table)), .text("Bê tông ly tâm"), .real(street.isMain ? 14 : 8.5),
                    .real(street.isMain ? 22 : 0.4), .text(street.name),
                    .integer(Int64(1995 + hash.index(below: 28, 65, index, step))), .text(condition(66, index, step)))
            }
        }
        return table
    }

    private var lines: SampleTable {
        var table = SampleTable(columns: ["ma_dz", "ten_dz", "dien_ap", "loai_day", "hanh_lang", "nam_xd"])
        for street in plan.streets where street.isAlong {
            let isMiddle = street.isMain
            table.append(
                .lineString(street.shifted(by: 2 - street.width / 2)), .text(code("DZ", table)),
                .text("Lộ \(isMiddle ? "trung" : "hạ") thế \(street.name)"), .real(isMiddle ? 22 : 0.4),
                .text(isMiddle ? "AC-120" : "ABC 4x95"), .real(isMiddle ? 2 : 1),
                .integer(Int64(1998 + abs(street.index) % 25)))
        }
        return table
    }

    private var substations: SampleTable {
        var table = SampleTable(columns: ["ma_tram", "ten_tram", "dung_luong", "cap_dien_ap", "nam_xd", "tinh_trang"])
        for (index, site) in plan.sites.enumerated() where index % 7 == 3 {
            let power = [160, 250, 400, 560][hash.index(below: 4, 67, index)]
            table.append(
                .point(plan.grid.outline(of: site.block, inset: 3)[0]), .text(code("TBA", table)),
                .text("TBA \(Names.street(row: site.block.row)) \(index / 7 + 1)"), .real(Double(power)),
                .text("22/0,4"), .integer(Int64(1996 + index % 27)), .text(condition(68, index, 0)))
        }
        return table
    }

    private var pipes: SampleTable {
        var table = SampleTable(columns: [
            "ma_ong", "DN", "vat_lieu", "cap_ong", "chieu_sau", "tuyen_duong", "nam_lap_dat", "tinh_trang",
        ])
        for (index, street) in plan.streets.enumerated() {
            table.append(
                .lineString(street.shifted(by: street.width / 2 - 4.5)), .text(code("ON", table)),
                .real(street.isMain ? 300 : 110), .text(street.isMain ? "Gang dẻo" : "HDPE"),
                .text(street.isMain ? "Ống truyền tải" : "Ống phân phối"), .real(street.isMain ? 1.2 : 0.8),
                .text(street.name), .integer(Int64(1992 + hash.index(below: 32, 69, index))),
                .text(condition(70, index, 1)))
        }
        return table
    }

    private var valves: SampleTable {
        var table = SampleTable(columns: ["ma_van", "loai_van", "DN", "dong_mo", "tuyen_duong", "tinh_trang"])
        for (index, street) in plan.streets.enumerated() where index % 3 == 0 {
            table.append(
                .point(street.point(at: 1, offset: street.width / 2 - 4.5)), .text(code("V", table)), .text("Van cổng"),
                .real(street.isMain ? 300 : 110), .text(hash.unit(71, index) < 0.94 ? "Đang mở" : "Đang đóng"),
                .text(street.name), .text(condition(72, index, 0)))
        }
        return table
    }

    private var hydrants: SampleTable {
        var table = SampleTable(columns: ["ma_tru", "loai_tru", "DN", "ap_luc", "tuyen_duong", "tinh_trang", "ngay_kt"])
        for (index, street) in plan.streets.enumerated() where street.isMain || index % 5 == 0 {
            table.append(
                .point(street.point(at: 20, offset: street.width / 2 - 2)), .text(code("TCC", table)), .text("Trụ nổi"),
                .real(100), .real((15 + Double(hash.index(below: 20, 73, index))) / 10), .text(street.name),
                .text(condition(74, index, 0)), .text("2025-0\(1 + index % 9)-1\(index % 10)"))
        }
        return table
    }

    private var manholes: SampleTable {
        var table = SampleTable(columns: ["ma_hg", "loai_ho_ga", "cd_nap", "cd_day", "tuyen_duong", "tinh_trang"])
        for (index, street) in plan.streets.enumerated() {
            for (step, place) in street.places(every: 33, offset: 4 - street.width / 2).enumerated() {
                let lid = (plan.terrain.height(place) * 100).rounded() / 100
                table.append(
                    .point(place), .text(code("HG", table)), .text(step % 3 == 0 ? "Hố thăm" : "Hố thu"), .real(lid),
                    .real(((lid - 1.6) * 100).rounded() / 100), .text(street.name), .text(condition(75, index, step)))
            }
        }
        return table
    }

    private var trees: SampleTable {
        let species = [
            ("Bàng", "Terminalia catappa"), ("Phượng vĩ", "Delonix regia"), ("Sao đen", "Hopea odorata"),
            ("Bằng lăng", "Lagerstroemia speciosa"), ("Dừa", "Cocos nucifera"), ("Lộc vừng", "Barringtonia acutangula"),
        ]
        var table = SampleTable(columns: [
            "ma_cay", "ten_cay", "latin_name", "d13", "chieu_cao", "tuyen_duong", "suc_khoe", "bao_ton",
        ])
        for (index, street) in plan.streets.enumerated() {
            let kind = hash.pick(species, 76, street.index, street.isAlong ? 1 : 0)
            for (step, place) in street.places(every: 22, offset: street.width / 2 - 1.5).enumerated() {
                let girth = 8 + hash.index(below: 50, 77, index, step)
                table.append(
                    .point(place), .text(code("CX", table)), .text(kind.0), .text(kind.1), .real(Double(girth)),
                    .real(3 + Double(girth / 4)), .text(street.name),
                    .text(
                        ["Sinh trưởng tốt", "Sinh trưởng tốt", "Sinh trưởng tốt", "Sâu bệnh", "Nghiêng"][
                            hash.index(below: 5, 78, index, step)]), .boolean(girth > 52))
            }
        }
        return table
    }
}

extension Infrastructure {
    /// `HG-00012`: the next number of a table.
    private func code(_ prefix: String, _ table: SampleTable) -> String {
        let digits = String(table.rows.count + 1)
        return prefix + "-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    private func condition(_ channel: Int, _ a: Int, _ b: Int) -> String {
        let chance = hash.unit(channel, a, b)
        return chance < 0.88 ? "Tốt" : chance < 0.95 ? "Hỏng" : chance < 0.98 ? "Đang sửa chữa" : "Ngừng sử dụng"
    }

    private var schools: SampleTable {
        let levels = [("Mầm non", 280), ("Tiểu học", 640), ("THCS", 780), ("THPT", 1_150)]
        var table = SampleTable(columns: [
            "ma_truong", "ten_truong", "cap_hoc", "loai_hinh", "so_hs", "so_lop", "dat_chuan", "dia_chi", "ma_xa",
        ])
        for (index, site) in plan.sites.enumerated() where index % 11 == 5 {
            let (level, pupils) = levels[(index / 11) % levels.count]
            let count = pupils + hash.index(below: 200, 79, index)
            let street = Names.street(row: site.block.row)
            table.append(
                .point(site.center), .text(code("TH", table)), .text("Trường \(level) \(namesake(index, street))"),
                .text(level), .text("Công lập"), .integer(Int64(count)), .integer(Int64(count / 34)),
                .text(hash.unit(80, index) < 0.7 ? "Mức độ 1" : "Chưa đạt"), .text("\(2 * (index % 60) + 1) \(street)"),
                .text(site.unit.code))
        }
        return table
    }

    private func namesake(_ index: Int, _ street: String) -> String {
        street.hasPrefix("Đường") ? "số \(index)" : street
    }

    private var healthStations: SampleTable {
        var table = SampleTable(columns: [
            "ma_co_so", "ten_co_so", "loai_co_so", "so_giuong", "so_bac_si", "cap_cuu_24h", "dia_chi", "ma_xa",
        ])
        let kinds = [("Trạm y tế", 6), ("Phòng khám", 0), ("Trung tâm y tế", 120), ("Bệnh viện", 350)]
        for (index, site) in plan.sites.enumerated() where index % 23 == 9 {
            let (kind, beds) = kinds[(index / 23) % kinds.count]
            let street = Names.street(row: site.block.row)
            table.append(
                .point(site.center), .text(code("YT", table)), .text("\(kind) \(namesake(index, street))"), .text(kind),
                .integer(Int64(beds)), .integer(Int64(1 + beds / 8)), .boolean(beds > 100),
                .text("\(2 * (index % 50)) \(street)"), .text(site.unit.code))
        }
        return table
    }
}
