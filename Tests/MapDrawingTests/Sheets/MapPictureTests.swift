import GeoCore
import MapDrawing
import Testing

@Suite(.enabled(if: FontFixtures.areInstalled, "fonts-noto-core is not installed"))
struct MapPictureTests {
    private let box = SheetBox(x: 40, y: 40, width: 450, height: 500)

    private func words(
        _ picture: MapPicture, _ furniture: MapPicture.Furniture = .full, showing extent: BoundingBox? = nil
    ) throws -> [String] {
        let frame = MapFrame(showing: extent ?? SheetFixtures.country, in: box)
        return SheetPage(elements: picture.elements(in: frame, furniture, try SheetFixtures.ruler())).words
    }

    @Test("a map has degrees, a scale in kilometres and nautical miles, and north")
    func furniture() throws {
        let words = try words(MapPicture())
        #expect(words.contains("110°Đ") && words.contains("15°B"))
        #expect(words.contains { $0.hasPrefix("Tỷ lệ 1:") })
        #expect(words.contains { $0.hasSuffix(" km") } && words.contains { $0.hasSuffix(" hải lý") })
        #expect(words.contains("B"))
    }

    @Test("degrees of a small map are in minutes")
    func minutes() throws {
        let words = try words(MapPicture(), showing: BoundingBox(west: 109, south: 13, east: 110, north: 14))
        #expect(words.contains("109°30′Đ") && words.contains("13°30′B"))
    }

    @Test("of names that cover each other the lower rank stays")
    func collisions() throws {
        var picture = MapPicture()
        let place = Coordinate(longitude: 109.12, latitude: 15.38)
        picture.names = [
            MapName("Nhường chỗ", at: place, kind: .island, rank: 5),
            MapName("Đảo Lý Sơn", at: place, kind: .island, rank: 3),
        ]
        let words = try words(picture)
        #expect(words.contains("Đảo Lý Sơn") && !words.contains("Nhường chỗ"))
    }

    @Test("a name that must be seen is seen on the smallest map among any others")
    func always() throws {
        var picture = MapPicture()
        picture.names = (0..<200).map { index in
            MapName(
                "Biển \(index)", at: Coordinate(longitude: 111 + Double(index) * 0.01, latitude: 16.5), kind: .sea,
                rank: 1)
        }
        picture.names.append(SheetFixtures.hoangSa)
        let inset = MapFrame(showing: SheetFixtures.country, in: SheetBox(x: 0, y: 0, width: 70, height: 80))
        let words = SheetPage(elements: picture.elements(in: inset, .inset, try SheetFixtures.ruler())).words
        #expect(words.contains("Quần đảo Hoàng Sa"))
    }

    @Test("a name outside the frame is not drawn")
    func outside() throws {
        var picture = MapPicture()
        picture.names = [SheetFixtures.hoangSa]
        let words = try words(picture, showing: BoundingBox(west: 105, south: 8, east: 106, north: 9))
        #expect(!words.contains("Quần đảo Hoàng Sa"))
    }
}
