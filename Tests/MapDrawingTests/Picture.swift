import CCairo
import Foundation

/// A PNG read back by Cairo, whose pixels are blue, green, red, alpha.
struct Picture {
    let width: Int
    let height: Int
    private let stride: Int
    private let bytes: [UInt8]

    struct Unreadable: Error {}

    init(_ png: [UInt8]) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".png")
        try Data(png).write(to: file)
        let surface = unsafe cairo_image_surface_create_from_png(file.path(percentEncoded: false))
        defer { unsafe cairo_surface_destroy(surface) }
        try FileManager.default.removeItem(at: file)
        width = unsafe Int(cairo_image_surface_get_width(surface))
        height = unsafe Int(cairo_image_surface_get_height(surface))
        stride = unsafe Int(cairo_image_surface_get_stride(surface))
        guard let data = unsafe cairo_image_surface_get_data(surface) else { throw Unreadable() }
        bytes = unsafe Array(UnsafeBufferPointer(start: data, count: stride * height))
    }

    func pixels(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
        var pixels: [UInt8] = []
        for row in y..<y + height {
            let start = row * stride + x * 4
            pixels.append(contentsOf: bytes[start..<start + width * 4])
        }
        return pixels
    }

    func alpha(x: Int, y: Int, width: Int, height: Int) -> [UInt8] {
        let pixels = pixels(x: x, y: y, width: width, height: height)
        return Swift.stride(from: 3, to: pixels.count, by: 4).map { pixels[$0] }
    }
}
