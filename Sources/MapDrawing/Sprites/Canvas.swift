import CCairo

/// A picture in memory that icons are drawn on. One owner, one task at a time.
@safe struct Canvas: ~Copyable {
    private let surface: OpaquePointer
    private let context: OpaquePointer

    /// A transparent picture; Cairo refuses more than 32,767 pixels either way.
    init(width: Int, height: Int) throws(DrawingError) {
        guard let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height)),
            let context = unsafe cairo_create(surface)
        else { throw Self.error(CAIRO_STATUS_NO_MEMORY) }
        let status = unsafe cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            unsafe cairo_destroy(context)
            unsafe cairo_surface_destroy(surface)
            throw Self.error(status)
        }
        unsafe (self.surface, self.context) = unsafe (surface, context)
    }

    deinit {
        unsafe cairo_destroy(context)
        unsafe cairo_surface_destroy(surface)
    }

    mutating func draw(_ icon: Icon, x: Int, y: Int) throws(DrawingError) {
        unsafe cairo_save(context)
        // What an icon draws beyond its box belongs to its neighbours.
        unsafe cairo_rectangle(context, Double(x), Double(y), Double(icon.size.width), Double(icon.size.height))
        unsafe cairo_clip(context)
        defer { unsafe cairo_restore(context) }
        try unsafe icon.draw(on: context, x: x, y: y)
        try check()
    }

    /// The picture as a PNG file.
    mutating func png() throws(DrawingError) -> [UInt8] {
        unsafe cairo_surface_flush(surface)
        var bytes: [UInt8] = []
        let status = unsafe withUnsafeMutablePointer(to: &bytes) { target in
            unsafe cairo_surface_write_to_png_stream(
                surface,
                { target, data, count in
                    guard let target = unsafe target, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
                    let part = unsafe UnsafeBufferPointer(start: data, count: Int(count))
                    unsafe target.assumingMemoryBound(to: [UInt8].self).pointee.append(contentsOf: part)
                    return CAIRO_STATUS_SUCCESS
                }, target)
        }
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.error(status) }
        return bytes
    }

    private func check() throws(DrawingError) {
        let status = unsafe cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.error(status) }
    }

    private static func error(_ status: cairo_status_t) -> DrawingError {
        let message = unsafe String(cString: cairo_status_to_string(status))
        return DrawingError(code: .native, subject: "cairo", message: message)
    }
}
