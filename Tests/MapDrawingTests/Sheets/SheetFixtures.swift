import GeoCore
import MapDrawing

/// What the tests of sheets share.
enum SheetFixtures {
    static func ruler() throws -> TextRuler { try TextRuler(FontFixtures.library) }

    static func document(_ pages: [SheetPage], at seconds: Int64 = 1_795_244_400) -> SheetDocument {
        SheetDocument(
            title: "Báo cáo tháng", author: "Gia Lai", subject: "Tàu cá", created: Instant(seconds: seconds),
            pages: pages)
    }

    /// Việt Nam with its seas.
    static let country = BoundingBox(west: 102, south: 6, east: 118, north: 23.5)

    static let hoangSa = MapName(
        "Quần đảo Hoàng Sa", second: "Đặc khu Hoàng Sa, thành phố Đà Nẵng",
        at: Coordinate(longitude: 112, latitude: 16.5), kind: .archipelago, rank: 1, isAlways: true)
}
