import GeoCore
import LiveMap
import MapDrawing

/// Sets a monthly report on pages: what it rests on, counts, a map of all, the list, and a map for each vessel concerned.
struct ViolationReportSheets {
    let content: ViolationReportContent
    let ruler: TextRuler

    /// - Throws: `DrawingError` where a font is missing.
    init(_ content: ViolationReportContent, fonts: FontLibrary) throws(DrawingError) {
        self.content = content
        ruler = try TextRuler(fonts)
    }

    /// The report as a PDF file.
    func pdf() throws(DrawingError) -> [UInt8] { try document.pdf(ruler) }

    /// What each page says, in drawing order.
    var words: [[String]] { document.pages.map(\.words) }

    private var document: SheetDocument {
        var flow = SheetFlow(ruler)
        front(&flow)
        counts(&flow)
        overview(&flow)
        list(&flow)
        vesselSheets(&flow)
        let title = "Báo cáo \(content.month.words) về cảnh báo và vi phạm của tàu cá"
        let place = content.province.map { " · \($0)" } ?? ""
        return SheetDocument(
            title: title, author: content.province ?? "Bando", subject: "SHA-256 \(content.digest)",
            created: content.created,
            pages: flow.pages(
                foot: "\(title)\(place) · lập lúc \(PrintedTime.minute(content.created)) (+07:00) · "
                    + "SHA-256 \(content.digest.prefix(16))…"))
    }

    // MARK: The front

    private func front(_ flow: inout SheetFlow) {
        if let province = content.province {
            flow.paragraph(province.uppercased(), SheetTextStyle(.bold, size: 9, color: .grey))
        }
        flow.title("BÁO CÁO \(content.month.words.uppercased())")
        flow.title("Cảnh báo và vi phạm của tàu cá trên biển", size: 12)
        flow.space(8)
        flow.facts([
            (
                "Kỳ báo cáo",
                "từ 00:00 ngày \(PrintedTime.day(content.month.firstDay)) đến hết ngày "
                    + "\(PrintedTime.day(content.month.lastDay)), giờ Việt Nam (+07:00)"
            ),
            ("Lập báo cáo", "\(PrintedTime.minute(content.created)) (+07:00), người lập: \(content.caller)"),
            ("Mã băm bằng chứng", "SHA-256 \(content.digest)"),
            (
                "",
                "Tính trên bản ghi chuẩn (trường ban_ghi) của \(held.count) vi phạm chưa thu hồi trong báo cáo, theo thứ tự "
                    + "mã, mỗi bản ghi một dòng; tính lại từ kho dữ liệu phải ra đúng mã này."
            ),
        ])
        flow.heading("Nguồn dữ liệu")
        flow.facts(
            [("Vị trí tàu", "lịch sử hành trình lưu trong kho (VMS, AIS và báo bằng lời), không kể vị trí bị nghi sai")]
                + content.sources.map { ($0.name, $0.text) }, nameWidth: 170)
    }

    private var held: [ReportedViolation] { content.violations.filter { $0.state != .withdrawn } }

    // MARK: Counts

    private func counts(_ flow: inout SheetFlow) {
        let statistics = ViolationStatistics(of: content.opened, by: [.rule, .length])
        let total = statistics.total
        flow.heading("Số liệu trong tháng")
        flow.paragraph(
            "Bắt đầu trong tháng: \(total.count) vi phạm, trong đó \(total.lasting) chưa kết thúc khi lập báo cáo; "
                + "ngoài ra \(total.falseAlarms) báo nhầm và \(total.withdrawn) thu hồi không tính là vi phạm. "
                + "Từ tháng trước chuyển sang: \(content.carriedOver.filter { $0.state.holds }.count). "
                + "Tàu liên quan: \(content.concernedVessels.count).")
        guard !statistics.groups.isEmpty else { return }
        flow.paragraph("Theo quy tắc, nhóm chiều dài và trạng thái xử lý", SheetTextStyle(.bold, size: 8.5))
        flow.table(table(statistics, heads: ["Quy tắc", "Chiều dài lớn nhất"]))
        flow.paragraph("Theo địa phương và quy tắc", SheetTextStyle(.bold, size: 8.5))
        flow.table(
            table(ViolationStatistics(of: content.opened, by: [.unit, .rule]), heads: ["Địa phương", "Quy tắc"]))
    }

    private func table(_ statistics: ViolationStatistics, heads: [String]) -> SheetTable {
        let states = CaseState.allCases
        var columns = [SheetTable.Column(heads[0], share: 3.2), .init(heads[1], share: 2.8)]
        columns += states.map { .init($0.title, share: 1.35, .trailing) }
        columns.append(.init("Tính", share: 1, .trailing))
        var rows = statistics.groups.map { group in
            SheetTable.Row(group.keys.map(\.title) + Self.cells(of: group.count, states))
        }
        rows.append(SheetTable.Row(["Cộng", ""] + Self.cells(of: statistics.total, states), .strong))
        return SheetTable(columns: columns, rows: rows, textSize: 6.8)
    }

    private static func cells(of count: ViolationCount, _ states: [CaseState]) -> [String] {
        states.map { count.states[$0].map { NumberForm.grouped(Double($0)) } ?? "" }
            + [NumberForm.grouped(Double(count.count))]
    }

    // MARK: The list

    private func list(_ flow: inout SheetFlow) {
        flow.breakPage()
        flow.heading("Danh sách vi phạm (giờ Việt Nam, +07:00)")
        guard !content.violations.isEmpty else {
            flow.paragraph("Trong kỳ không có cảnh báo hay vi phạm nào.")
            return
        }
        flow.table(
            SheetTable(
                columns: [
                    .init("Số", share: 0.75, .trailing), .init("Tàu", share: 2.3), .init("Quy tắc, vùng", share: 2.7),
                    .init("Bắt đầu", share: 1.75), .init("Kết thúc", share: 1.75), .init("Trạng thái", share: 1.6),
                    .init("Người xử lý, ghi chú", share: 3.9), .init("Bằng chứng", share: 1.9),
                ],
                rows: content.violations.enumerated().map { row($0.offset + 1, $0.element) }, textSize: 6.8))
        flow.paragraph(
            "Bằng chứng: số vị trí và đầu mã SHA-256 của bản ghi chuẩn. Hàng mờ là báo nhầm hoặc thu hồi, không tính là vi phạm.",
            SheetTextStyle(.italic, size: 7.5, color: .grey))
    }

    private func row(_ number: Int, _ reported: ReportedViolation) -> SheetTable.Row {
        let violation = reported.violation
        let zone = violation.zone.map { "\n\($0.id), bản \($0.revision)" } ?? ""
        let confidence = violation.confidence < 1 ? "\nđộ chắc \(Int((violation.confidence * 100).rounded())) %" : ""
        return SheetTable.Row(
            [
                "\(number)", "\(reported.name)\n\(reported.lengthTitle)", reported.ruleTitle + zone + confidence,
                PrintedTime.minute(violation.opened), violation.closed.map(PrintedTime.minute) ?? "chưa kết thúc",
                reported.state.title, handling(of: reported),
                "\(violation.evidence.count) vị trí\n\(reported.shortDigest)",
            ], reported.state.holds ? .plain : .faint)
    }

    /// Every step with who took it and why.
    private func handling(of reported: ReportedViolation) -> String {
        let steps = reported.handling.steps.map { step in
            let actor: String =
                switch step.actor {
                case .person(let name): name
                case .timer: "tự động theo thời hạn"
                case .judging: "hệ thống"
                }
            let note = step.note.isEmpty ? "" : ": \(step.note)"
            return "\(PrintedTime.shortMinute(step.time)) \(step.to.title), \(actor)\(note)"
        }
        return steps.isEmpty ? "chưa xử lý" : steps.joined(separator: "\n")
    }
}
