/// Names for made-up people and for streets; people do not exist, streets are called after those of Quy Nhơn.
enum Names {
    static let families = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Đinh", "Phan",
        "Trương",
    ]
    static let middles = ["Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Xuân", "Quốc", "Kim", "Thị Mỹ", "Công"]
    static let givens = [
        "An", "Bình", "Châu", "Dũng", "Đạt", "Giang", "Hà", "Hạnh", "Hùng", "Huệ", "Khánh", "Lan", "Linh", "Long",
        "Mai",
        "Nga", "Nghĩa", "Nhung", "Phúc", "Phượng", "Quỳnh", "Sơn", "Tâm", "Thắng", "Thảo", "Thuỷ", "Trâm", "Tuấn",
        "Vân",
        "Yến", "Ước", "Ý",
    ]

    static func person(_ hash: SeededHash, _ a: Int, _ b: Int) -> String {
        let family = hash.pick(families, 201, a, b)
        return "\(family) \(hash.pick(middles, 202, a, b)) \(hash.pick(givens, 203, a, b))"
    }

    static let mainStreets = [
        "Nguyễn Tất Thành", "An Dương Vương", "Tây Sơn", "Hùng Vương", "Võ Nguyên Giáp", "Trần Hưng Đạo", "Lê Duẩn",
        "Hoàng Văn Thụ", "Nguyễn Thái Học", "Đống Đa", "Hoa Lư", "Điện Biên Phủ", "Xuân Diệu",
    ]
    static let streets = [
        "Nguyễn Huệ", "Lê Hồng Phong", "Phan Bội Châu", "Lê Lợi", "Trần Phú", "Lý Thường Kiệt", "Tăng Bạt Hổ",
        "Mai Xuân Thưởng", "Bùi Thị Xuân", "Diên Hồng", "Ngô Mây", "Hàn Mặc Tử", "Phạm Hùng", "Nguyễn Thị Định",
        "Chương Dương", "Hàm Nghi", "Vũ Bảo", "Trần Cao Vân", "Phan Đình Phùng", "Nguyễn Du", "Ngô Quyền",
        "Hai Bà Trưng", "Bạch Đằng", "Đô Đốc Bảo", "Ỷ Lan", "Huỳnh Thúc Kháng", "Nguyễn Trãi", "Đào Duy Từ",
        "Biên Cương", "Ngọc Hân Công Chúa", "Cần Vương", "Thanh Niên", "Lê Thánh Tôn", "Nguyễn Lữ", "Nguyễn Nhạc",
        "Cao Bá Quát", "Chu Văn An", "Đoàn Thị Điểm", "Hồ Xuân Hương", "Nguyễn Bỉnh Khiêm", "Kim Đồng", "Lê Văn Hưu",
        "Mạc Đĩnh Chi", "Nguyễn Khuyến", "Phạm Ngũ Lão", "Tô Hiến Thành", "Trương Định", "Yết Kiêu", "Ngô Thì Nhậm",
        "Phan Chu Trinh", "Nguyễn Công Trứ", "Lê Quý Đôn", "Trần Bình Trọng", "Đặng Trần Côn",
    ]

    /// The street before a row or column of blocks; streets further out are numbered.
    static func street(row: Int) -> String { name(StreetGrid.isMain(row), row, offset: 0) }

    static func street(column: Int) -> String { name(StreetGrid.isMain(column), column, offset: 27) }

    private static func name(_ isMain: Bool, _ index: Int, offset: Int) -> String {
        if isMain {
            let order = index / 5 + (offset == 0 ? 3 : 9)
            return mainStreets.indices.contains(order) ? mainStreets[order] : "Đường ĐT.\(600 + abs(index) + offset)"
        }
        let order = index + (offset == 0 ? 13 : 40)
        let range = offset == 0 ? 0..<27 : 27..<streets.count
        return range.contains(order) ? streets[order] : "Đường số \(abs(index) * 2 + (index < 0 ? 1 : 0) + offset * 10)"
    }

    /// A street's name with the word before it: `đường Nguyễn Huệ`.
    static func withType(_ street: String) -> String {
        street.hasPrefix("Đường") ? "đường" + street.dropFirst(5) : "đường " + street
    }
}
