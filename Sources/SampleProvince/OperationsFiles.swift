package import GeoCore
import LiveMap

/// The register of the simulated fleet and the cameras of the sample city, as the files that offices would send.
enum OperationsFiles {
    /// The fleet of the demo, whose register this is.
    static let fleetSize = 240

    /// A CSV with the place of the home port, with numbers in the spellings that are met.
    static func register(_ vessels: [SimulatedVessel], hash: SeededHash) -> String {
        let columns = [
            "SoDangKy", "MMSI", "ChieuDai", "Nghe", "VaiTro", "MaTinh", "MaXa", "CangDangKy", "HanGiayPhep",
            "ChuTau", "DienThoai", "KinhDo", "ViDo",
        ]
        let rows = vessels.enumerated().map { row(of: $1, index: $0, hash: hash) }
        return TextFiles.csv(columns, rows)
    }

    private static func row(of vessel: SimulatedVessel, index: Int, hash: SeededHash) -> [String] {
        let berth = SimulatedSea.ports.first { $0.name == vessel.facts.port }?.berth
        let role = vessel.facts.role == .logistics ? "hau-can" : "khai-thac"
        let licence = "2027-\(two(1 + index % 12))-\(two(1 + index % 28))"
        let phone = "09\(two(index % 100)) \(three(index * 37 % 1_000)) \(three(index * 91 % 1_000))"
        var row = [vessel.registration.display, vessel.mmsi.map(String.init) ?? ""]
        row += [vessel.facts.lengthMeters.map { decimal($0) } ?? "", hash.pick(gears, 301, index, 0), role]
        row += [
            vessel.facts.homeProvince ?? "", commune(of: vessel), vessel.facts.port ?? "", licence,
            Names.person(hash, 302, index), phone,
        ]
        row += [berth.map { "\($0.x)" } ?? "", berth.map { "\($0.y)" } ?? ""]
        return row
    }

    /// One of the communes by the home port; boats that land far from home are of Quy Nhơn.
    private static func commune(of vessel: SimulatedVessel) -> String {
        let codes = communes[SimulatedSea.ports[vessel.port].code] ?? ["21583", "21592"]
        return codes[vessel.squad % codes.count]
    }

    /// The codes from 1 July 2025 of communes around the ports of the province.
    private static let communes = [
        "quy-nhon": ["21583", "21592", "21601"], "de-gi": ["21859", "21769"], "tam-quan": ["21637", "21670", "21655"],
    ]

    private static let gears = ["Câu cá ngừ đại dương", "Lưới vây", "Lưới rê", "Lưới chụp", "Câu mực"]

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func three(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
    }

    /// Cameras at corners of the city, in degrees.
    static func cameras(_ places: [(place: Coordinate, street: String)], hash: SeededHash) -> SampleTable {
        var table = SampleTable(columns: [
            "ma_camera", "ten_camera", "loai_camera", "don_vi_so_huu", "huong", "goc_nhin", "tam_nhin", "do_cao",
            "tinh_trang",
        ])
        for (index, site) in places.enumerated() {
            let kind = hash.pick(["traffic", "traffic", "security", "environment"], 311, index, 0)
            table.append(
                .point(site.place), .text("CAM-\(three(index + 1))"), .text("Camera \(site.street)"), .text(kind),
                .text(kind == "security" ? "Công an phường" : "Trung tâm điều hành thông minh"),
                .real(Double(index * 47 % 360)), .real(Double([60, 75, 90, 110][index % 4])),
                .real(Double([80, 120, 150][index % 3])), .real(Double([5, 6, 8][index % 3])),
                .text(index % 11 == 7 ? "offline" : "active"))
        }
        return table
    }
}

extension SampleProvince {
    /// The boats of the demo, as their register in the sample has them.
    package static func fleet(start: Instant) -> FleetSimulator {
        FleetSimulator(FleetOptions(seed: 2026, vessels: OperationsFiles.fleetSize, start: start, deeds: .dense))
    }
}
