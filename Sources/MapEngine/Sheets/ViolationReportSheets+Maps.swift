import GeoCore
import LiveMap
import MapDrawing

extension ViolationReportSheets {
    /// Room that the degrees take left of a map and below it.
    private static let degreesLeft = 24.0
    private static let degreesBelow = 12.0

    // MARK: All on one map

    /// Where everything was, over the whole sea.
    func overview(_ flow: inout SheetFlow) {
        flow.breakPage()
        flow.heading("Bản đồ hành trình và vi phạm \(content.month.words)")
        var picture = content.chart.ground
        for object in content.concernedVessels {
            picture.tracks += tracks(
                of: content.tracks[object]?.fixes ?? [], color: Self.trackColor.with(opacity: 0.55))
        }
        let held = content.violations.filter { $0.state.holds }
        picture.marks = held.map { mark($0, text: "") }
        let places = held.map(\.violation.place)
        let extent = BoundingBox(enclosing: places).map(PrintedChart.country.union) ?? PrintedChart.country
        map(picture, showing: extent, height: 560, isInsetNeeded: false, &flow)
        legend(of: held, &flow)
    }

    // MARK: One vessel

    /// A page for each vessel concerned: its track and violations on a map, and the list of them.
    func vesselSheets(_ flow: inout SheetFlow) {
        let vessels = content.concernedVessels
        for object in vessels.prefix(ViolationReportContent.mostMaps) {
            flow.breakPage()
            sheet(of: object, &flow)
        }
        let rest = vessels.dropFirst(ViolationReportContent.mostMaps)
        guard !rest.isEmpty else { return }
        flow.breakPage()
        flow.heading("Tàu không có bản đồ riêng")
        flow.paragraph(
            "Báo cáo in nhiều nhất \(ViolationReportContent.mostMaps) bản đồ riêng, theo số vi phạm. "
                + "\(rest.count) tàu còn lại, có vi phạm trong danh sách và trên bản đồ chung: "
                + rest.map(content.name).joined(separator: ", ") + ".")
    }

    private func sheet(of object: ObjectID, _ flow: inout SheetFlow) {
        let track = content.tracks[object] ?? PrintedTrack()
        let violations = content.violations(of: object)
        flow.heading("Tàu \(content.name(of: object))")
        flow.paragraph(facts(of: object, track), SheetTextStyle(size: 8, color: .grey))
        var picture = content.chart.ground
        picture.tracks = tracks(of: track.fixes, color: Self.trackColor)
        let held = violations.filter { $0.violation.state.holds }
        let evidence = held.flatMap { $0.violation.violation.evidence }.filter { $0.object == object }
        picture.marks =
            evidence.map { MapMark($0.coordinate, .ring, color: MapColors.alarm, size: 4) }
            + held.map { mark($0.violation, text: "\($0.number)") }
        let places =
            track.fixes.map(\.coordinate) + held.map { $0.violation.violation.place } + evidence.map(\.coordinate)
        let extent = BoundingBox(enclosing: places)?.widened ?? PrintedChart.country
        map(picture, showing: extent, height: 470, isInsetNeeded: true, &flow)
        legend(of: held.map(\.violation), &flow)
        flow.table(table(of: violations))
    }

    private func facts(of object: ObjectID, _ track: PrintedTrack) -> String {
        let vessel = content.vessels[object]
        let length = vessel?.lengthMeters.map { "chiều dài lớn nhất \(Self.meters($0)) m" } ?? "chưa rõ chiều dài"
        let port = vessel?.port.map { "cảng \($0)" }
        let span: String? = track.first.flatMap { first in
            track.last.map {
                "\(NumberForm.grouped(Double(track.count))) vị trí từ \(PrintedTime.shortMinute(first.time)) "
                    + "đến \(PrintedTime.shortMinute($0.time))"
            }
        }
        return [length, port, span ?? "không có vị trí nào trong tháng"].compactMap { $0 }.joined(separator: " · ")
    }

    private static func meters(_ length: Double) -> String {
        let tenths = Int((length * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10),\(tenths % 10)"
    }

    private func table(of violations: [(number: Int, violation: ReportedViolation)]) -> SheetTable {
        SheetTable(
            columns: [
                .init("Số", share: 0.7, .trailing), .init("Quy tắc", share: 3), .init("Bắt đầu (+07:00)", share: 2),
                .init("Kết thúc (+07:00)", share: 2), .init("Nơi bắt đầu", share: 2.8), .init("Trạng thái", share: 1.7),
            ],
            rows: violations.map { number, reported in
                let violation = reported.violation
                return .init(
                    [
                        "\(number)", reported.ruleTitle, PrintedTime.minute(violation.opened),
                        violation.closed.map(PrintedTime.minute) ?? "chưa kết thúc",
                        Self.position(violation.place), reported.state.title,
                    ], reported.state.holds ? .plain : .faint)
            }, textSize: 7)
    }

    /// `13°45,6′B 109°20,1′Đ`, as charts have it.
    private static func position(_ place: Coordinate) -> String {
        func angle(_ value: Double, _ positive: String, _ negative: String) -> String {
            let tenths = Int((abs(value) * 600).rounded())
            let minutes = tenths % 600
            let pad = minutes < 100 ? "0" : ""
            return "\(tenths / 600)°\(pad)\(minutes / 10),\(minutes % 10)′\(value < 0 ? negative : positive)"
        }
        return "\(angle(place.latitude, "B", "N")) \(angle(place.longitude, "Đ", "T"))"
    }

    // MARK: Maps

    private static let trackColor = SheetColor(0x1F5FA8)

    /// A map over the whole width, with what is to be said of it below, and the country in a corner where the map itself does not show
    /// both archipelagos.
    private func map(
        _ picture: MapPicture, showing extent: BoundingBox, height: Double, isInsetNeeded: Bool,
        _ flow: inout SheetFlow
    ) {
        flow.figure(height: height + Self.degreesBelow) { box in
            let frame = MapFrame(
                showing: extent,
                in: SheetBox(
                    x: box.x + Self.degreesLeft, y: box.y, width: box.width - Self.degreesLeft, height: height))
            guard isInsetNeeded, !frame.showsSovereignNames else {
                return picture.elements(in: frame, .full, ruler)
            }
            let corner = corner(of: frame, beside: picture)
            var reserved = picture
            reserved.reserved = [corner]
            return reserved.elements(in: frame, .full, ruler) + inset(in: corner, of: frame)
        }
        flow.paragraph(
            "Lưới chiếu Mercator (EPSG:3857), kinh vĩ độ WGS 84; tỷ lệ đúng ở vĩ độ giữa bản đồ; lập ngày "
                + "\(PrintedTime.day(content.created.day())). Đất liền, vùng, đường và tên đảo vẽ từ kho dữ liệu.",
            SheetTextStyle(size: 6.8, color: .grey))
        if content.chart.hasUnchecked {
            flow.paragraph(
                "Ranh giới ghi “tham khảo” chưa đối chiếu với văn bản gốc, không có giá trị pháp lý.",
                SheetTextStyle(.bold, size: 7.5, color: MapColors.alarm))
        }
    }

    private func inset(in corner: SheetBox, of frame: MapFrame) -> [SheetElement] {
        var country = content.chart.inset
        country.outlines = [frame.extent]
        return [.fill([corner.inset(-2).corners], .white)]
            + country.elements(in: MapFrame(showing: PrintedChart.country, in: corner), .inset, ruler)
    }

    /// The corner that covers the fewest fixes, of those that neither scale nor arrow have.
    private func corner(of frame: MapFrame, beside picture: MapPicture) -> SheetBox {
        let (width, height) = (132.0, 146.0)
        let corners = [
            SheetBox(x: frame.box.right - width, y: frame.box.bottom - height, width: width, height: height),
            SheetBox(x: frame.box.x, y: frame.box.y, width: width, height: height),
        ]
        let places = (picture.tracks.flatMap(\.places) + picture.marks.map(\.place)).map(frame.point)
        func covered(_ box: SheetBox) -> Int { places.count { box.contains($0) } }
        return covered(corners[1]) < covered(corners[0]) ? corners[1] : corners[0]
    }

    private func tracks(of fixes: [Fix], color: SheetColor) -> [MapTrack] {
        guard !fixes.isEmpty else { return [] }
        let silence = content.lostHours.map { $0 * 3_600 } ?? .infinity
        let gaps = zip(fixes, fixes.dropFirst()).enumerated()
            .filter { $0.element.1.time.seconds(since: $0.element.0.time) > silence }.map(\.offset)
        return [MapTrack(fixes.map(\.coordinate), color: color, gaps: Set(gaps))]
    }

    private func mark(_ reported: ReportedViolation, text: String) -> MapMark {
        let look = reported.violation.kind.look
        return MapMark(reported.violation.place, look.shape, color: look.color, size: 6, text: text)
    }

    private func legend(of violations: [ReportedViolation], _ flow: inout SheetFlow) {
        var entries = [
            MapLegend.Entry(.area(MapColors.land, SheetPen(MapColors.shore, width: 0.4)), "Đất liền, đảo"),
            .init(.line(SheetPen(Self.trackColor, width: 0.9)), "Hành trình"),
        ]
        if let hours = content.lostHours {
            entries.append(
                .init(
                    .line(SheetPen(Self.trackColor.with(opacity: 0.6), width: 0.6, dashes: [1.5, 2])),
                    "Không có vị trí quá \(Int(hours)) giờ"))
        }
        for kind in Set(violations.map(\.violation.kind)).sorted(by: { $0.name < $1.name }) {
            entries.append(.init(.mark(kind.look.shape, kind.look.color), kind.title))
        }
        entries.append(.init(.mark(.ring, MapColors.alarm), "Vị trí làm bằng chứng"))
        let legend = MapLegend(entries + content.chart.legend)
        flow.figure(height: legend.height(width: SheetFlow.room.width, ruler)) { legend.elements(in: $0, ruler) }
        flow.space(4)
    }
}

extension MapFrame {
    fileprivate var showsSovereignNames: Bool {
        PrintedChart.sovereignNames.allSatisfy { extent.contains($0.place) }
    }
}

extension BoundingBox {
    /// With a tenth of its size more on every side.
    fileprivate var widened: BoundingBox {
        let (width, height) = ((east - west) * 0.1, (north - south) * 0.1)
        return BoundingBox(west: west - width, south: south - height, east: east + width, north: north + height)
    }
}

extension ViolationKind {
    /// The sign of a kind on maps.
    fileprivate var look: (shape: MapMark.Shape, color: SheetColor) {
        switch self {
        case .zone: (.diamond, MapColors.alarm)
        case .boundary: (.triangle, SheetColor(0x8E24AA))
        case .signal: (.square, SheetColor(0x455A64))
        case .gathering, .encounter: (.dot, SheetColor(0xD9822B))
        case .loitering, .carriedDevice: (.dot, SheetColor(0x00796B))
        default: (.square, .grey)
        }
    }
}
