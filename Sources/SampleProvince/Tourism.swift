import GeoCore

/// Places for visitors: real sights at rounded positions, made-up hotels and producers.
struct Tourism {
    let hash: SeededHash

    /// Sights that everybody knows, in degrees.
    static let places:
        [(name: String, kind: String, rank: String, text: String, address: String, place: (Double, Double))] = [
            (
                "Tháp Đôi", "Di tích", "Di tích quốc gia", "Hai tháp Chăm cuối thế kỷ XII",
                "Đường Trần Hưng Đạo, phường Quy Nhơn", (109.2098, 13.7867)
            ),
            (
                "Ghềnh Ráng – Tiên Sa", "Danh thắng", "Di tích quốc gia", "Bãi Trứng, mộ Hàn Mặc Tử",
                "Phường Quy Nhơn Nam", (109.2107, 13.7456)
            ),
            (
                "Bãi biển Quy Nhơn", "Bãi biển", "", "Bãi cát cong ôm thành phố", "Đường Xuân Diệu, phường Quy Nhơn",
                (109.2250, 13.7640)
            ),
            (
                "Eo Gió", "Danh thắng", "", "Eo biển lộng gió giữa vách đá", "Nhơn Lý, phường Quy Nhơn Đông",
                (109.2927, 13.8890)
            ),
            (
                "Kỳ Co", "Bãi biển", "", "Bãi tắm nước trong dưới chân núi", "Nhơn Lý, phường Quy Nhơn Đông",
                (109.2968, 13.8640)
            ),
            (
                "Hòn Khô", "Khu du lịch", "", "Đảo nhỏ, rạn san hô", "Nhơn Hải, phường Quy Nhơn Đông",
                (109.2955, 13.7690)
            ),
            ("Cù Lao Xanh", "Khu du lịch", "", "Ngọn hải đăng trên đảo Nhơn Châu", "Xã Nhơn Châu", (109.3500, 13.6180)),
            (
                "Tháp Bánh Ít", "Di tích", "Di tích quốc gia", "Bốn tháp Chăm trên đồi", "Xã Tuy Phước",
                (109.1315, 13.8683)
            ),
            (
                "Tháp Dương Long", "Di tích", "Di tích quốc gia đặc biệt", "Ba tháp gạch cao nhất", "Xã Bình An",
                (108.9920, 13.9120)
            ),
            (
                "Thành Hoàng Đế", "Di tích", "Di tích quốc gia", "Kinh đô nhà Tây Sơn trên nền thành Đồ Bàn",
                "Phường An Nhơn Bắc", (109.0720, 13.9290)
            ),
            (
                "Bảo tàng Quang Trung", "Bảo tàng", "Di tích quốc gia đặc biệt", "Võ cổ truyền và trống trận Tây Sơn",
                "Xã Tây Sơn", (108.9130, 13.9230)
            ),
            (
                "Chùa Thập Tháp", "Di tích", "Di tích quốc gia", "Chùa dựng năm 1683", "Phường An Nhơn",
                (109.0790, 13.9210)
            ),
            ("Làng nón ngựa Phú Gia", "Làng nghề", "", "Nón ngựa thêu tay", "Xã Xuân An", (109.1350, 13.9880)),
            (
                "Làng rượu Bàu Đá", "Làng nghề", "", "Rượu gạo chưng cất thủ công", "Phường An Nhơn Bắc",
                (109.0500, 13.9560)
            ),
            ("Lễ hội Đống Đa – Tây Sơn", "Lễ hội", "", "Mồng 5 tháng Giêng", "Xã Tây Sơn", (108.9140, 13.9220)),
            (
                "Biển Hồ Tơ Nưng", "Danh thắng", "Di tích quốc gia", "Hồ nước trên miệng núi lửa", "Xã Biển Hồ",
                (108.0000, 14.0500)
            ),
            ("Núi lửa Chư Đăng Ya", "Danh thắng", "", "Mùa hoa dã quỳ tháng 11", "Xã Biển Hồ", (108.0500, 14.1000)),
            ("Thác Phú Cường", "Danh thắng", "", "Thác nước trên nền đá ba-dan", "Xã Chư Sê", (108.1100, 13.7300)),
        ]

    var sights: SampleTable {
        var table = SampleTable(columns: ["ten", "loai_hinh", "cap_xep_hang", "mo_ta", "dia_chi"])
        for item in Self.places {
            table.append(
                .point(Coordinate(x: item.place.0, y: item.place.1)), .text(item.name), .text(item.kind),
                item.rank.isEmpty ? .null : .text(item.rank), .text(item.text), .text(item.address))
        }
        return table
    }

    /// Made-up hotels in a few streets; `place` gives a position in degrees for each.
    func lodging(_ places: [(place: Coordinate, street: String)]) -> SampleTable {
        let first = [
            "Biển Xanh", "Sao Mai", "Hải Âu", "Sóng Vỗ", "Nắng Ấm", "Cát Vàng", "Hoa Dừa", "Gió Nồm", "Trăng Quê",
        ]
        var table = SampleTable(columns: ["ten_co_so", "loai_hinh", "so_sao", "so_phong", "dia_chi"])
        for (index, item) in places.enumerated() {
            let kind = ["Khách sạn", "Nhà nghỉ", "Homestay"][hash.index(below: 3, 101, index)]
            let stars = kind == "Khách sạn" ? 1 + hash.index(below: 5, 102, index) : 0
            table.append(
                .point(item.place), .text("\(kind) \(first[index % first.count]) \(index / first.count + 1)"),
                .text(kind),
                .integer(Int64(stars)), .integer(Int64(8 + stars * 25)), .text("\(11 + 6 * index) \(item.street)"))
        }
        return table
    }

    /// Kinds of products of the region by made-up producers.
    var products: SampleTable {
        let kinds = [
            ("Nem chợ Huyện", "Thực phẩm", 109.16, 13.83), ("Rượu Bàu Đá", "Đồ uống", 109.05, 13.95),
            ("Bún Song Thằn", "Thực phẩm", 109.02, 13.90), ("Bánh ít lá gai", "Thực phẩm", 109.21, 13.78),
            ("Nước mắm cá cơm", "Thực phẩm", 109.28, 13.88), ("Nón ngựa Phú Gia", "Thủ công mỹ nghệ", 109.14, 13.99),
            ("Chả cá Quy Nhơn", "Thực phẩm", 109.22, 13.77), ("Tré rơm", "Thực phẩm", 109.04, 13.89),
            ("Trà dung", "Đồ uống", 108.72, 14.34), ("Mật ong rừng", "Thực phẩm", 108.56, 14.41),
            ("Cà phê bột", "Đồ uống", 108.03, 14.00), ("Hồ tiêu Chư Sê", "Thực phẩm", 108.07, 13.71),
            ("Cao sâm dây", "Dược liệu", 108.41, 14.42), ("Mai vàng An Nhơn", "Sinh vật cảnh", 109.12, 13.91),
            ("Du lịch cộng đồng Nhơn Hải", "Dịch vụ du lịch", 109.285, 13.775),
            ("Thổ cẩm Hà Ri", "Thủ công mỹ nghệ", 108.80, 14.14),
        ]
        var table = SampleTable(columns: [
            "ten_san_pham", "ten_chu_the", "nhom_san_pham", "so_sao", "diem_danh_gia", "ngay_cong_nhan", "ngay_het_han",
        ])
        for (index, kind) in kinds.enumerated() {
            let score = 52 + hash.index(below: 46, 103, index)
            let year = 2023 + index % 3
            table.append(
                .point(Coordinate(x: kind.2, y: kind.3)), .text(kind.0), .text("Hợp tác xã mẫu số \(index + 1)"),
                .text(kind.1), .integer(score >= 90 ? 5 : score >= 70 ? 4 : 3), .real(Double(score)),
                .text("\(year)-12-0\(1 + index % 9)"), .text("\(year + 3)-12-0\(1 + index % 9)"))
        }
        return table
    }
}
