import GeoCore
import LiveMap

/// Sea lines and zones from published coordinates, and the names of seas and islands, in degrees.
enum Maritime {
    /// One published line: what it is, what it rests on, and its points.
    struct Line {
        var code: String
        var name: String
        var kind: String
        var status: String
        var source: String
        var validFrom: String?
        /// Which side is ours, looking along the points: `left` or `right`; `nil` for lines that are no boundary.
        var homeSide: String?
        var points: [Coordinate]
    }

    static let lines: [Line] = [
        Line(
            code: "DCS-1982", name: "Đường cơ sở ven bờ lục địa Việt Nam (A1–A11)", kind: "Đường cơ sở",
            status: "Tuyên bố",
            source: "Tuyên bố của Chính phủ ngày 12/11/1982", validFrom: "1982-11-12",
            points: minutes([
                (9, 15.0, 103, 27.0), (8, 22.8, 104, 52.4), (8, 37.8, 106, 37.5), (8, 38.9, 106, 40.3),
                (8, 39.7, 106, 42.1), (9, 58.0, 109, 5.0), (12, 39.0, 109, 28.0), (12, 53.8, 109, 27.2),
                (13, 54.0, 109, 21.0), (15, 23.1, 109, 9.0), (17, 10.0, 107, 20.6),
            ])),
        Line(
            code: "DCS-VBB-2025", name: "Đường cơ sở trong Vịnh Bắc Bộ (A11–A20)", kind: "Đường cơ sở",
            status: "Tuyên bố",
            source: "Nghị quyết 68/NQ-UBTVQH15 ngày 21/02/2025; các điểm từ A21 chưa đưa vào", validFrom: "2025-02-21",
            points: seconds([
                (17, 10, 0.0, 107, 20, 36.0), (17, 54, 48.1, 106, 40, 25.8), (18, 7, 2.5, 106, 29, 23.7),
                (18, 47, 28.2, 105, 59, 20.5), (19, 22, 36.7, 105, 56, 18.6), (20, 36, 47.9, 107, 12, 32.2),
                (20, 42, 58.6, 107, 27, 14.9), (20, 43, 21.3, 107, 27, 50.2), (20, 59, 2.3, 107, 49, 20.9),
                (21, 1, 25.9, 107, 51, 46.5),
            ])),
        Line(
            code: "PD-VBB-2000", name: "Đường phân định Vịnh Bắc Bộ (21 điểm)", kind: "Đường phân định",
            status: "Điều ước",
            source: "Hiệp định phân định Vịnh Bắc Bộ ngày 25/12/2000", validFrom: "2004-06-30", homeSide: "right",
            points: seconds([
                (21, 28, 12.5, 108, 6, 4.3), (21, 28, 1.7, 108, 6, 1.6), (21, 27, 50.1, 108, 5, 57.7),
                (21, 27, 39.5, 108, 5, 51.5), (21, 27, 28.2, 108, 5, 39.9), (21, 27, 23.1, 108, 5, 38.8),
                (21, 27, 8.2, 108, 5, 43.7), (21, 16, 32, 108, 8, 5), (21, 12, 35, 108, 12, 31),
                (20, 24, 5, 108, 22, 45), (19, 57, 33, 107, 55, 47), (19, 39, 33, 107, 31, 40),
                (19, 25, 26, 107, 21, 0), (19, 25, 26, 107, 12, 43), (19, 16, 4, 107, 11, 23),
                (19, 12, 55, 107, 9, 34), (18, 42, 52, 107, 9, 34), (18, 13, 49, 107, 34, 0), (18, 7, 8, 107, 37, 34),
                (18, 4, 13, 107, 39, 9), (17, 47, 0, 107, 58, 0),
            ])),
        Line(
            code: "TLĐ-VN-ID-2003", name: "Ranh giới thềm lục địa Việt Nam – Indonesia", kind: "Ranh giới thềm lục địa",
            status: "Điều ước", source: "Hiệp định ngày 26/6/2003", validFrom: "2007-05-29",
            homeSide: "left",
            points: seconds([
                (6, 5, 48, 105, 49, 12), (6, 15, 0, 106, 12, 0), (6, 15, 0, 106, 19, 1), (6, 20, 59.88, 106, 39, 37.67),
                (6, 50, 15, 109, 17, 13), (6, 18, 12, 109, 38, 36),
            ])),
        Line(
            code: "PD-VN-TH-1997", name: "Đường phân định Việt Nam – Thái Lan", kind: "Đường phân định",
            status: "Điều ước",
            source: "Hiệp định ngày 09/8/1997", validFrom: "1998-02-27", homeSide: "right",
            points: seconds([(7, 48, 0, 103, 2, 30), (8, 46, 54.7754, 102, 12, 11.6542)])),
        Line(
            code: "TUYEN-BO", name: "Tuyến bờ (tham khảo)", kind: "Tuyến bờ", status: "Tham khảo",
            source: "Toạ độ theo bản đồ công khai dẫn phụ lục IV-A Nghị định 26/2019/NĐ-CP; không có giá trị pháp lý",
            validFrom: "2019-04-25", points: degrees(coastalLimit)),
        Line(
            code: "TUYEN-LONG", name: "Tuyến lộng (tham khảo)", kind: "Tuyến lộng", status: "Tham khảo",
            source: "Toạ độ theo bản đồ công khai dẫn phụ lục IV-A Nghị định 26/2019/NĐ-CP; không có giá trị pháp lý",
            validFrom: "2019-04-25", points: degrees(inshoreLimit)),
    ]

    /// From the north to the south-west.
    static let coastalLimit: [(Double, Double)] = [
        (108.2086, 21.2097), (107.4561, 20.7189), (107.2069, 20.6144), (105.9339, 19.3475), (105.9964, 18.7928),
        (106.6725, 17.9139), (107.3431, 17.1608), (109.1397, 15.3778), (109.5694, 12.655), (109.1572, 11.1497),
        (106.9789, 10.0106), (106.6719, 9.3575), (105.7481, 8.9742), (105.2403, 8.4181), (104.5369, 8.4089),
        (104.5367, 10.0), (104.005, 10.0), (103.8075, 10.3794),
    ]

    /// From the south-west to the north.
    static let inshoreLimit: [(Double, Double)] = [
        (103.4244, 9.9933), (103.6944, 9.5), (104.0306, 9.4992), (104.0331, 7.8989), (105.4661, 7.9183),
        (106.0464, 8.5533), (107.0469, 8.9686), (107.3517, 9.6036), (109.5761, 10.7767), (110.0897, 12.6144),
        (109.6244, 15.6211), (107.5786, 17.3939), (107.0319, 18.0), (106.885, 18.3161), (106.6214, 18.6667),
        (106.6214, 19.5519), (107.1281, 20.0), (108.2944, 20.8033),
    ]

    static var lineTable: SampleTable {
        var table = SampleTable(
            columns: ["ma_duong", "ten_duong", "loai_duong", "tinh_chat", "can_cu", "tu_ngay", "phia_ta"])
        for line in lines {
            table.append(
                .lineString(line.points), .text(line.code), .text(line.name), .text(line.kind), .text(line.status),
                .text(line.source), line.validFrom.map { .text($0) } ?? .null,
                line.homeSide.map { .text($0) } ?? .null)
        }
        return table
    }

    /// The zones that fishing is judged by, from the shore outward, and the waters of ports.
    static var zoneTable: SampleTable {
        var table = SampleTable(
            columns: ["ma_vung", "ten_vung", "loai_vung", "ma_tinh", "tinh_chat", "can_cu", "tu_ngay"])
        for zone in SimulatedSea.zones() {
            let isPort = zone.kind == .port
            table.append(
                .polygon(zone.kind == .coastal ? cutToShore(zone.polygons[0]) : zone.polygons[0]),
                .text(zone.reference.id.uppercased()), .text("\(zone.name) (\(isPort ? "minh hoạ" : "tham khảo"))"),
                .text(kindNames[zone.kind] ?? ""), zone.province.map { .text($0) } ?? .null, .text("Tham khảo"),
                .text(
                    isPort
                        ? "Dữ liệu minh hoạ: vòng tròn quanh bến"
                        : "Dựng từ tuyến bờ, tuyến lộng tham khảo; không có giá trị pháp lý"),
                .text("2019-04-25"))
        }
        return table
    }

    /// A belt of the simulation, which begins far inland, from the line of the capes on.
    private static func cutToShore(_ belt: Polygon) -> Polygon {
        guard let box = BoundingBox(enclosing: belt.exterior), case .lineString(let shore)? = SimulatedSea.shore.first
        else { return belt }
        let (south, north) = (box.south, box.north)
        func onShore(_ latitude: Double) -> [Coordinate] {
            zip(shore, shore.dropFirst()).compactMap { upper, lower in
                guard (lower.y..<upper.y).contains(latitude) else { return nil }
                let share = (latitude - lower.y) / (upper.y - lower.y)
                return Coordinate(x: lower.x + (upper.x - lower.x) * share, y: latitude)
            }
        }
        let between = shore.filter { (south...north).contains($0.y) }
        let sea = belt.exterior.dropLast().filter { $0.x > 108.7 }.sorted { $0.y < $1.y }
        let ring = sea + onShore(north) + between + onShore(south)
        return Polygon(rings: [ring + ring.prefix(1)])
    }

    /// The kinds in the words of the layer.
    private static let kindNames: [ZoneKind: String] = [
        .coastal: "Vùng ven bờ", .inshore: "Vùng lộng", .offshore: "Vùng khơi", .port: "Vùng nước cảng biển",
    ]

    private static func degrees(_ pairs: [(Double, Double)]) -> [Coordinate] {
        pairs.map { Coordinate(x: $0.0, y: $0.1) }
    }

    /// Degrees and minutes of latitude, then of longitude.
    private static func minutes(_ rows: [(Double, Double, Double, Double)]) -> [Coordinate] {
        rows.map { Coordinate(x: $0.2 + $0.3 / 60, y: $0.0 + $0.1 / 60) }
    }

    /// Degrees, minutes and seconds of latitude, then of longitude.
    private static func seconds(_ rows: [(Double, Double, Double, Double, Double, Double)]) -> [Coordinate] {
        rows.map { Coordinate(x: $0.3 + $0.4 / 60 + $0.5 / 3600, y: $0.0 + $0.1 / 60 + $0.2 / 3600) }
    }
}
