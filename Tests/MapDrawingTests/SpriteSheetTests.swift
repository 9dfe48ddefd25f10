import Foundation
import MapDrawing
import Testing

@Suite struct SpriteSheetTests {
    private static let icons = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../styles/icons").standardizedFileURL.path(percentEncoded: false)

    private struct Entry: Decodable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        var pixelRatio: Int
    }

    private func index(_ sheet: SpriteSheet) throws -> [String: Entry] {
        try JSONDecoder().decode([String: Entry].self, from: Data(sheet.json))
    }

    private func folder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        try body(folder.path(percentEncoded: false))
    }

    @Test(
        "every icon that the layers need is in the sheet, at its scale",
        arguments: [1, 2])
    func icons(scale: Int) throws {
        let index = try index(SpriteSheet(folder: Self.icons, scale: scale))
        let names = [
            "lamp", "pole", "substation", "valve", "hydrant", "manhole", "tree", "school", "health-station", "address",
            "tourism", "lodging", "ocop", "island", "camera", "report", "vessel", "violation", "salt-hatch", "cemetery",
            "hatch-diagonal",
        ]
        for name in names {
            let entry = try #require(index[name], "there is no \(name)")
            #expect((16 * scale...24 * scale).contains(entry.width))
            #expect(entry.pixelRatio == scale)
        }
    }

    @Test("icons lie inside the picture and do not touch", arguments: [1, 2])
    func places(scale: Int) throws {
        let sheet = try SpriteSheet(folder: Self.icons, scale: scale)
        let picture = try Picture(sheet.png)
        let entries = try index(sheet).values.map { $0 }
        for (number, entry) in entries.enumerated() {
            #expect(entry.x >= 0 && entry.y >= 0)
            #expect(entry.x + entry.width <= picture.width && entry.y + entry.height <= picture.height)
            for other in entries.dropFirst(number + 1) {
                let apart =
                    entry.x + entry.width < other.x || other.x + other.width < entry.x
                    || entry.y + entry.height < other.y || other.y + other.height < entry.y
                #expect(apart)
            }
        }
    }

    @Test("every icon shows something and leaves something free, and no two look the same")
    func legible() throws {
        let sheet = try SpriteSheet(folder: Self.icons, scale: 2)
        let picture = try Picture(sheet.png)
        var seen: [[UInt8]: String] = [:]
        for (name, entry) in try index(sheet) {
            let pixels = picture.alpha(x: entry.x, y: entry.y, width: entry.width, height: entry.height)
            let covered = Double(pixels.count { $0 > 128 }) / Double(pixels.count)
            #expect((0.05...0.97).contains(covered), "\(name) covers \(covered)")
            let colors = picture.pixels(x: entry.x, y: entry.y, width: entry.width, height: entry.height)
            #expect(seen.updateValue(name, forKey: colors) == nil, "\(name) looks like another icon")
        }
    }

    @Test("the same folder gives the same bytes")
    func deterministic() throws {
        let (first, second) = (
            try SpriteSheet(folder: Self.icons, scale: 2), try SpriteSheet(folder: Self.icons, scale: 2)
        )
        #expect(first.png == second.png)
        #expect(first.json == second.json)
    }

    @Test("a colour of a file arrives in the picture")
    func color() throws {
        let icon =
            "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'><rect width='4' height='3' fill='red'/></svg>"
        try folder(["dấu \"đỏ\".svg": icon, "note.txt": "no icon"]) { folder in
            let sheet = try SpriteSheet(folder: folder, scale: 2)
            let entry = try #require(try index(sheet)["dấu \"đỏ\""])
            #expect((entry.width, entry.height) == (8, 6))
            let pixels = try Picture(sheet.png).pixels(x: 0, y: 0, width: 8, height: 6)
            let red: [UInt8] = [255, 0, 0, 255]
            #expect(pixels == (0..<48).flatMap { _ in red })
        }
    }

    @Test("no icon draws over its neighbour")
    func clipped() throws {
        func svg(_ color: String) -> String {
            """
            <svg xmlns='http://www.w3.org/2000/svg' width='8' height='8' overflow='visible'>
            <rect x='-50' y='-50' width='100' height='100' fill='\(color)'/></svg>
            """
        }
        try folder(["a.svg": svg("red"), "b.svg": svg("blue")]) { folder in
            let sheet = try SpriteSheet(folder: folder, scale: 1)
            let picture = try Picture(sheet.png)
            #expect(picture.pixels(x: 7, y: 7, width: 1, height: 1) == [255, 0, 0, 255])
            #expect(picture.pixels(x: 8, y: 0, width: 1, height: 1) == [0, 0, 0, 0])
        }
    }

    @Test("a folder without icons gives an empty index and a picture")
    func empty() throws {
        try folder([:]) { folder in
            let sheet = try SpriteSheet(folder: folder, scale: 1)
            #expect(try index(sheet).isEmpty)
            #expect(try Picture(sheet.png).height == 1)
        }
    }

    @Test("other scales are refused", arguments: [-1, 0, 3, 100_000])
    func scales(scale: Int) {
        #expect(throws: DrawingError.self) { try SpriteSheet(folder: Self.icons, scale: scale) }
    }

    @Test(
        "an icon that cannot be drawn is an error that names it",
        arguments: [
            "", "<svg", "not an icon", "<svg xmlns='http://www.w3.org/2000/svg' width='100%' height='100%'/>",
            "<svg xmlns='http://www.w3.org/2000/svg' width='5000' height='5000'/>",
            "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>",
            "<!--" + String(repeating: "x", count: 70_000)
                + "--><svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
        ])
    func broken(text: String) throws {
        try folder(["bad.svg": text]) { folder in
            let error = try #require(throws: DrawingError.self) { try SpriteSheet(folder: folder, scale: 1) }
            #expect(error.subject.hasSuffix("bad.svg"))
        }
    }

    @Test("a folder that is not there is an error")
    func missing() {
        #expect(throws: DrawingError.self) { try SpriteSheet(folder: "/nowhere/at/all", scale: 1) }
    }
}
