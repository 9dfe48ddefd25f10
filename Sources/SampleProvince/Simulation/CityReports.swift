import GeoCore

/// Writes what citizens report: more by day and in the rain, some of it twice.
struct CityReports {
    private let roads: RoadNet
    private let rate: Double
    private let rain: ClosedRange<Instant>?
    private let start: Instant
    private var dice: SimulationDice
    private var count = 0
    private var recent: [SimulatedReport] = []
    private(set) var next: Instant

    init(roads: RoadNet, options: CityOptions, hash: SeededHash) {
        self.roads = roads
        rate = options.reportsPerDay
        rain = options.rain
        start = options.start
        dice = SimulationDice(hash, 81)
        next = options.start
        advance()
    }

    /// The report that is due.
    mutating func report() -> SimulatedReport {
        count += 1
        defer { advance() }
        if let first = recent.last, next.seconds(since: first.time) < 7_200, dice.happens(0.12) {
            return again(first)
        }
        let isUrgent = dice.happens(Self.urgentShare)
        let theme = dice.pick(isWet ? Self.wetThemes(isUrgent) : Self.themes(isUrgent))
        let road = Int(dice.unit() * Double(roads.count))
        let (place, _) = roads.position(on: road, atMeters: dice.unit() * roads.length(of: road))
        let report = SimulatedReport(
            number: count, time: next, place: beside(place, 25), accuracyMeters: accuracy(), category: theme.category,
            isUrgent: isUrgent, text: dice.pick(theme.texts),
            channel: dice.pick(["app", "app", "web", "hotline", "officer"]), duplicateOf: nil)
        recent = [report]
        return report
    }

    private var isWet: Bool { rain?.contains(next) ?? false }

    private mutating func again(_ first: SimulatedReport) -> SimulatedReport {
        var report = first
        report.number = count
        report.time = next
        report.place = beside(first.place, 30)
        report.accuracyMeters = accuracy()
        report.duplicateOf = first.number
        return report
    }

    private mutating func accuracy() -> Double? { dice.happens(0.2) ? nil : dice.number(in: 4...60).rounded() }

    private mutating func beside(_ place: Coordinate, _ meters: Double) -> Coordinate {
        Geodesic.direct(from: place, azimuth: dice.number(in: 0...360), meters: dice.number(in: 0...meters)).coordinate
    }

    /// Four fifths between six and twenty-two o'clock, five times as many in the rain.
    private mutating func advance() {
        let hour = Double((next.milliseconds + 7 * 3_600_000) % 86_400_000) / 3_600_000
        let pace = ((6..<22).contains(hour) ? 1.2 : 0.6) * (isWet ? 5 : 1)
        next = next.adding(seconds: (86_400 / max(rate, 0.001) / pace * dice.number(in: 0.2...1.8)).rounded())
    }

    /// One report in eight cannot wait.
    private static let urgentShare = 0.125

    private struct Theme {
        var category: String
        var texts: [String]
    }

    private static func themes(_ isUrgent: Bool) -> [Theme] { isUrgent ? urgentThemes : calmThemes }

    private static func wetThemes(_ isUrgent: Bool) -> [Theme] { isUrgent ? urgentWetThemes : calmWetThemes }

    private static let calmThemes = [
        Theme(category: "giao-thong", texts: ["Mặt đường có ổ gà lớn", "Nắp cống bị vỡ giữa lòng đường"]),
        Theme(category: "rac", texts: ["Rác chưa được thu gom mấy ngày nay", "Đổ trộm phế thải xây dựng"]),
        Theme(category: "trat-tu-do-thi", texts: ["Quán ăn lấn chiếm vỉa hè", "Đậu xe chắn lối đi bộ"]),
        Theme(category: "chieu-sang", texts: ["Đèn đường không sáng", "Đèn đường nhấp nháy cả đêm"]),
        Theme(category: "cay-xanh", texts: ["Cành cây khô sắp gãy", "Cây che khuất biển báo"]),
        Theme(category: "tieng-on", texts: ["Hát karaoke loa kéo sau 22 giờ", "Công trình thi công ban đêm"]),
        Theme(category: "cap-nuoc", texts: ["Nước máy yếu từ sáng", "Ống nước rò rỉ trên vỉa hè"]),
    ]
    private static let urgentThemes = [
        Theme(category: "pccc", texts: ["Khói bốc ra từ nhà kho", "Cháy cỏ gần khu dân cư"]),
        Theme(category: "dien", texts: ["Dây điện đứt, rơi xuống vỉa hè"]),
    ]
    private static let calmWetThemes = [
        Theme(category: "thoat-nuoc", texts: ["Đường ngập, xe chết máy", "Nước tràn vào nhà"]),
        Theme(
            category: "thoat-nuoc", texts: ["Miệng cống nghẹt rác, nước không thoát", "Nước cống trào lên mặt đường"]),
        Theme(category: "cay-xanh", texts: ["Cành cây gãy vướng lối đi", "Cây nghiêng sau trận mưa"]),
        Theme(category: "dien", texts: ["Mất điện cả khu phố từ lúc mưa", "Điện chập chờn"]),
        Theme(category: "giao-thong", texts: ["Đèn tín hiệu giao thông tắt", "Nước che ổ gà, nhiều xe ngã"]),
    ]
    private static let urgentWetThemes = [
        Theme(category: "thoat-nuoc", texts: ["Nước chảy xiết, có người mắc kẹt"]),
        Theme(category: "cay-xanh", texts: ["Cây đổ đè lên xe đang đỗ", "Cây đổ chắn ngang đường"]),
        Theme(category: "dien", texts: ["Dây điện rơi xuống đường ngập"]),
    ]
}
