import CCairo
import Foundation

/// One SVG file, read and measured. One owner, one task at a time.
@safe final class Icon {
    let name: String
    /// Pixels in the sheet.
    let size: ShelfLayout.Size
    private let path: String
    private let document: UnsafeMutablePointer<RsvgHandle>

    private static let mostBytes = 65_536
    private static let mostUnits = 128.0

    /// - Throws: `DrawingError` where the file cannot be read, is no SVG, or has no size of its own in pixels.
    init(path: String, scale: Int) throws(DrawingError) {
        self.path = path
        name = String(URL(filePath: path).lastPathComponent.dropLast(4))
        let document = try unsafe Self.document(path)
        let units: (Double, Double)
        do throws(DrawingError) {
            units = try unsafe Self.units(of: document, path)
        } catch {
            unsafe g_object_unref(UnsafeMutableRawPointer(document))
            throw error
        }
        size = ShelfLayout.Size(
            width: Int((units.0 * Double(scale)).rounded(.up)), height: Int((units.1 * Double(scale)).rounded(.up)))
        unsafe self.document = document
    }

    deinit {
        unsafe g_object_unref(UnsafeMutableRawPointer(document))
    }

    /// Draws the icon over a rectangle of its size.
    func draw(on context: OpaquePointer, x: Int, y: Int) throws(DrawingError) {
        var viewport = RsvgRectangle(
            x: Double(x), y: Double(y), width: Double(size.width), height: Double(size.height))
        var failure: UnsafeMutablePointer<GError>?
        guard unsafe rsvg_handle_render_document(document, context, &viewport, &failure) != 0 else {
            throw unsafe Self.error(path, failure)
        }
    }

    /// Without a base address a document can load nothing from outside itself.
    private static func document(_ path: String) throws(DrawingError) -> UnsafeMutablePointer<RsvgHandle> {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DrawingError(code: .unreadable, subject: path, message: "the icon cannot be read")
        }
        guard data.count <= mostBytes else {
            throw DrawingError(code: .tooLarge, subject: path, message: "an icon has at most \(mostBytes) bytes")
        }
        let bytes = Array(data)
        var failure: UnsafeMutablePointer<GError>?
        let document = unsafe bytes.withUnsafeBufferPointer {
            unsafe rsvg_handle_new_from_data($0.baseAddress, gsize($0.count), &failure)
        }
        guard let document = unsafe document else { throw unsafe error(path, failure) }
        return unsafe document
    }

    private static func units(
        of document: UnsafeMutablePointer<RsvgHandle>, _ path: String
    ) throws(DrawingError) -> (Double, Double) {
        var (width, height) = (0.0, 0.0)
        guard unsafe rsvg_handle_get_intrinsic_size_in_pixels(document, &width, &height) != 0, width > 0, height > 0
        else {
            throw DrawingError(
                code: .unreadable, subject: path, message: "the icon has no width and height in pixels; add both")
        }
        guard width <= mostUnits, height <= mostUnits else {
            throw DrawingError(
                code: .tooLarge, subject: path, message: "an icon is at most \(Int(mostUnits)) units wide and high")
        }
        return (width, height)
    }

    private static func error(_ path: String, _ failure: UnsafeMutablePointer<GError>?) -> DrawingError {
        defer { unsafe g_error_free(failure) }
        let message = unsafe failure.flatMap { unsafe $0.pointee.message }.map { unsafe String(cString: $0) }
        return DrawingError(
            code: .unreadable, subject: path, message: "the icon is no SVG that librsvg draws: \(message ?? "unknown")")
    }
}
