import GeoCore

/// The names of seas, archipelagos and islands, at rounded public positions.
enum Islands {
    private static let hoangSa = "Đặc khu Hoàng Sa, thành phố Đà Nẵng"
    private static let truongSa = "Đặc khu Trường Sa, tỉnh Khánh Hòa"

    /// Code, name, what it belongs to, kind, rank (1 is shown first), longitude, latitude.
    private static let rows: [(String, String, String, String, Int, Double, Double)] = [
        ("BD", "Biển Đông", "", "Biển, vịnh", 1, 113.2, 13.6), ("VBB", "Vịnh Bắc Bộ", "", "Biển, vịnh", 2, 107.6, 19.6),
        ("VTL", "Vịnh Thái Lan", "", "Biển, vịnh", 2, 102.9, 9.2),
        ("HS", "Quần đảo Hoàng Sa", hoangSa, "Quần đảo", 1, 112.0, 16.5),
        ("TS", "Quần đảo Trường Sa", truongSa, "Quần đảo", 1, 114.0, 9.9),
        ("HS-01", "Đảo Hoàng Sa", hoangSa, "Đảo", 4, 111.61, 16.53),
        ("HS-02", "Đảo Phú Lâm", hoangSa, "Đảo", 4, 112.34, 16.84),
        ("HS-03", "Đảo Tri Tôn", hoangSa, "Đảo", 4, 111.20, 15.78),
        ("HS-04", "Đảo Linh Côn", hoangSa, "Đảo", 4, 112.73, 16.67),
        ("HS-05", "Đảo Hữu Nhật", hoangSa, "Đảo", 5, 111.59, 16.50),
        ("HS-06", "Đảo Quang Ảnh", hoangSa, "Đảo", 5, 111.51, 16.45),
        ("HS-07", "Đảo Quang Hòa", hoangSa, "Đảo", 5, 111.71, 16.45),
        ("HS-08", "Đảo Duy Mộng", hoangSa, "Đảo", 5, 111.75, 16.47),
        ("HS-09", "Đảo Cây", hoangSa, "Đảo", 5, 112.27, 16.98),
        ("HS-10", "Đá Bắc", hoangSa, "Đá, bãi", 5, 111.50, 17.10),
        ("HS-11", "Đá Bông Bay", hoangSa, "Đá, bãi", 5, 112.53, 16.04),
        ("TS-01", "Đảo Trường Sa", truongSa, "Đảo", 4, 111.92, 8.64),
        ("TS-02", "Đảo Song Tử Tây", truongSa, "Đảo", 4, 114.33, 11.43),
        ("TS-03", "Đảo Nam Yết", truongSa, "Đảo", 4, 114.37, 10.18),
        ("TS-04", "Đảo Sinh Tồn", truongSa, "Đảo", 4, 114.33, 9.89),
        ("TS-05", "Đảo Sơn Ca", truongSa, "Đảo", 5, 114.48, 10.37),
        ("TS-06", "Đảo Phan Vinh", truongSa, "Đảo", 5, 113.69, 8.97),
        ("TS-07", "Đảo An Bang", truongSa, "Đảo", 4, 112.92, 7.89),
        ("TS-08", "Đảo Sinh Tồn Đông", truongSa, "Đảo", 5, 114.58, 9.91),
        ("TS-09", "Đảo Trường Sa Đông", truongSa, "Đảo", 5, 112.35, 8.93),
        ("TS-10", "Đảo Ba Bình", truongSa, "Đảo", 4, 114.37, 10.38),
        ("TS-11", "Đảo Thị Tứ", truongSa, "Đảo", 4, 114.29, 11.05),
        ("TS-12", "Đảo Song Tử Đông", truongSa, "Đảo", 5, 114.36, 11.46),
        ("TS-13", "Đảo Loại Ta", truongSa, "Đảo", 5, 114.42, 10.67),
        ("TS-14", "Đá Chữ Thập", truongSa, "Đá, bãi", 5, 112.90, 9.55),
        ("TS-15", "Đá Châu Viên", truongSa, "Đá, bãi", 5, 112.84, 8.86),
        ("TS-16", "Đá Vành Khăn", truongSa, "Đá, bãi", 5, 115.53, 9.90),
        ("TS-17", "Đá Xu Bi", truongSa, "Đá, bãi", 5, 114.08, 10.92),
        ("TS-18", "Đá Gạc Ma", truongSa, "Đá, bãi", 5, 114.28, 9.72),
        ("TS-19", "Đá Cô Lin", truongSa, "Đá, bãi", 5, 114.25, 9.77),
        ("TS-20", "Đá Len Đao", truongSa, "Đá, bãi", 5, 114.37, 9.78),
        ("TS-21", "Đá Tây", truongSa, "Đá, bãi", 5, 112.23, 8.86),
        ("PQ", "Đảo Phú Quốc", "Đặc khu Phú Quốc, tỉnh An Giang", "Đảo", 3, 103.98, 10.22),
        ("TC", "Quần đảo Thổ Châu", "Đặc khu Thổ Châu, tỉnh An Giang", "Quần đảo", 4, 103.48, 9.30),
        ("CD", "Côn Đảo", "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh", "Quần đảo", 3, 106.61, 8.69),
        ("PQY", "Đảo Phú Quý", "Đặc khu Phú Quý, tỉnh Lâm Đồng", "Đảo", 3, 108.94, 10.53),
        ("LS", "Đảo Lý Sơn", "Đặc khu Lý Sơn, tỉnh Quảng Ngãi", "Đảo", 3, 109.12, 15.38),
        ("CC", "Đảo Cồn Cỏ", "Đặc khu Cồn Cỏ, tỉnh Quảng Trị", "Đảo", 4, 107.34, 17.16),
        ("BLV", "Đảo Bạch Long Vĩ", "Đặc khu Bạch Long Vĩ, thành phố Hải Phòng", "Đảo", 3, 107.73, 20.13),
        ("CH", "Đảo Cát Bà", "Đặc khu Cát Hải, thành phố Hải Phòng", "Đảo", 4, 107.02, 20.78),
        ("NC", "Cù Lao Xanh", "Xã Nhơn Châu, tỉnh Gia Lai", "Đảo", 5, 109.35, 13.62),
    ]

    static var table: SampleTable {
        var table = SampleTable(columns: ["code", "ten_dao", "don_vi", "loai_dao", "cap_hien_thi"])
        for row in rows {
            table.append(
                .point(Coordinate(x: row.5, y: row.6)), .text(row.0), .text(row.1),
                row.2.isEmpty ? .null : .text(row.2),
                .text(row.3), .integer(Int64(row.4)))
        }
        return table
    }
}
