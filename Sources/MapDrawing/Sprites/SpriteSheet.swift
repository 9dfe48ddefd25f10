import Foundation
import GeoCore

/// The icons of a folder in one picture, with its index (MapLibre's sprite source: a JSON file and a PNG file).
package struct SpriteSheet: Sendable {
    /// The index: names in order, each with its place in the picture.
    package let json: [UInt8]
    package let png: [UInt8]

    /// Draws every `.svg` file of the folder; an icon's name is its file's, without the ending.
    ///
    /// The same files give the same bytes. Files that are no SVG are errors, so that a missing icon is noticed here and not on the map.
    ///
    /// - Parameter scale: Pixels for each unit of the icons: 1, or 2 for dense screens.
    /// - Throws: `DrawingError` for another scale, a folder or file that cannot be read, an icon larger than 128 units or
    ///   more than 1,024 icons.
    package init(folder: String, scale: Int) throws(DrawingError) {
        guard scale == 1 || scale == 2 else {
            throw DrawingError(
                code: .tooLarge, subject: folder, message: "sprites are drawn at scale 1 or 2, not \(scale)")
        }
        var icons: [Icon] = []
        for file in try Self.files(in: folder) { icons.append(try Icon(path: "\(folder)/\(file)", scale: scale)) }
        let layout = ShelfLayout(sizes: icons.map(\.size), width: Self.width * scale)
        png = try Self.picture(icons, layout)
        json = Self.index(icons, layout, scale: scale)
    }

    /// Pixels at scale 1: a power of two that holds a few hundred icons at a moderate height.
    private static let width = 256
    private static let mostIcons = 1_024

    private static func files(in folder: String) throws(DrawingError) -> [String] {
        let files: [String]
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DrawingError(code: .unreadable, subject: folder, message: "the folder of icons cannot be read")
        }
        let icons = files.filter { $0.hasSuffix(".svg") && !$0.hasPrefix(".") }.sorted()
        guard icons.count <= mostIcons else {
            throw DrawingError(code: .tooLarge, subject: folder, message: "there are more than \(mostIcons) icons")
        }
        return icons
    }

    private static func picture(_ icons: [Icon], _ layout: ShelfLayout) throws(DrawingError) -> [UInt8] {
        var canvas = try Canvas(width: layout.width, height: max(1, layout.height))
        for (icon, place) in zip(icons, layout.places) { try canvas.draw(icon, x: place.x, y: place.y) }
        return try canvas.png()
    }

    private static func index(_ icons: [Icon], _ layout: ShelfLayout, scale: Int) -> [UInt8] {
        let entries = zip(icons, layout.places).map { icon, place in
            "\(quoted(icon.name)):{\"x\":\(place.x),\"y\":\(place.y),\"width\":\(icon.size.width),"
                + "\"height\":\(icon.size.height),\"pixelRatio\":\(scale)}"
        }
        return Array("{\(entries.joined(separator: ",\n"))}\n".utf8)
    }

    private static func quoted(_ name: String) -> String {
        var bytes: [UInt8] = []
        JSONText.append(name, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Pictures in rows: tallest first, each row as high as its first, one pixel between all, so that no icon bleeds into another.
struct ShelfLayout {
    struct Size: Hashable {
        var width: Int
        var height: Int
    }

    let width: Int
    let height: Int
    /// The upper left corner of each picture, in the order of the sizes.
    let places: [(x: Int, y: Int)]

    /// - Parameter width: Of the whole, which grows to the widest picture.
    init(sizes: [Size], width: Int) {
        let total = max(width, sizes.map(\.width).max() ?? 0)
        var places = [(x: Int, y: Int)](repeating: (0, 0), count: sizes.count)
        var (x, y, rowHeight) = (0, 0, 0)
        let order = sizes.indices.sorted { (-sizes[$0].height, $0) < (-sizes[$1].height, $1) }
        for index in order {
            if x + sizes[index].width > total {
                (x, y, rowHeight) = (0, y + rowHeight + 1, 0)
            }
            places[index] = (x, y)
            x += sizes[index].width + 1
            rowHeight = max(rowHeight, sizes[index].height)
        }
        (self.width, height, self.places) = (total, y + rowHeight, places)
    }
}
