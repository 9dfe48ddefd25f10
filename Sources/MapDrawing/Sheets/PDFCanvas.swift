import CCairo
import GeoCore

/// A PDF file that pages are drawn into. One owner, one task at a time.
@safe struct PDFCanvas: ~Copyable {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let sink: ByteSink
    private let fonts: [SheetFont: PDFFont]

    init(_ document: SheetDocument, fonts: [SheetFont: PDFFont]) throws(DrawingError) {
        let sink = ByteSink()
        let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
        let size = SheetPage.a4
        guard
            let surface = unsafe cairo_pdf_surface_create_for_stream(
                ByteSink.write, target, size.width, size.height),
            let context = unsafe cairo_create(surface)
        else { throw Self.error(CAIRO_STATUS_NO_MEMORY) }
        let status = unsafe cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            unsafe cairo_destroy(context)
            unsafe cairo_surface_destroy(surface)
            throw Self.error(status)
        }
        unsafe (self.surface, self.context, self.sink) = unsafe (surface, context, sink)
        self.fonts = fonts
        describe(document)
    }

    // The sink outlives both: what Cairo writes on the way out still has a place to go.
    deinit {
        unsafe cairo_destroy(context)
        unsafe cairo_surface_destroy(surface)
    }

    mutating func draw(_ page: SheetPage) throws(DrawingError) {
        unsafe cairo_pdf_surface_set_size(surface, page.width, page.height)
        draw(page.elements)
        unsafe cairo_show_page(context)
        try check()
    }

    /// Ends the file.
    consuming func finish() throws(DrawingError) -> [UInt8] {
        unsafe cairo_surface_finish(surface)
        let status = unsafe cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else { throw Self.error(status) }
        return sink.bytes
    }

    private func describe(_ document: SheetDocument) {
        let seconds = Instant(seconds: document.created.milliseconds / 1_000).rfc3339()
        for (name, text) in [
            (CAIRO_PDF_METADATA_TITLE, document.title), (CAIRO_PDF_METADATA_AUTHOR, document.author),
            (CAIRO_PDF_METADATA_SUBJECT, document.subject), (CAIRO_PDF_METADATA_CREATOR, "Bando"),
            (CAIRO_PDF_METADATA_CREATE_DATE, seconds), (CAIRO_PDF_METADATA_MOD_DATE, seconds),
        ] {
            unsafe cairo_pdf_surface_set_metadata(surface, name, text)
        }
        let options = unsafe PDFFont.options()
        unsafe cairo_set_font_options(context, options)
        unsafe cairo_font_options_destroy(options)
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

// MARK: - Elements

extension PDFCanvas {
    private func draw(_ elements: [SheetElement]) {
        for element in elements {
            switch element {
            case .fill(let rings, let color): fill(rings, color)
            case .stroke(let path, let pen): stroke(path, pen)
            case .text(let text, let place, let style, let alignment): write(text, place, style, alignment)
            case .clipped(let box, let elements): draw(elements, inside: box)
            }
        }
    }

    private func fill(_ rings: [[SheetPoint]], _ color: SheetColor) {
        for ring in rings where ring.count > 2 {
            trace(ring)
            unsafe cairo_close_path(context)
        }
        use(color)
        unsafe cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
        unsafe cairo_fill(context)
    }

    private func stroke(_ path: [SheetPoint], _ pen: SheetPen) {
        guard path.count > 1 else { return }
        trace(path)
        use(pen.color)
        unsafe cairo_set_line_width(context, pen.width)
        unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        unsafe cairo_set_line_cap(context, pen.dashes.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
        unsafe cairo_set_dash(context, pen.dashes, Int32(pen.dashes.count), 0)
        unsafe cairo_stroke(context)
    }

    private func write(_ text: String, _ place: SheetPoint, _ style: SheetTextStyle, _ alignment: SheetAlignment) {
        guard let font = fonts[style.font], !text.isEmpty else { return }
        let text = TextRuler.settable(text)
        let share: Double =
            switch alignment {
            case .leading: 0
            case .center: 0.5
            case .trailing: 1
            }
        let x = place.x - (share == 0 ? 0 : font.width(of: text, size: style.size) * share)
        unsafe cairo_set_font_face(context, font.face)
        unsafe cairo_set_font_size(context, style.size)
        if let halo = style.halo {
            unsafe cairo_move_to(context, x, place.y)
            unsafe cairo_text_path(context, text)
            use(halo)
            unsafe cairo_set_line_width(context, style.size * 0.28)
            unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
            unsafe cairo_set_dash(context, [], 0, 0)
            unsafe cairo_stroke(context)
        }
        use(style.color)
        unsafe cairo_move_to(context, x, place.y)
        unsafe cairo_show_text(context, text)
    }

    private func draw(_ elements: [SheetElement], inside box: SheetBox) {
        unsafe cairo_save(context)
        unsafe cairo_rectangle(context, box.x, box.y, box.width, box.height)
        unsafe cairo_clip(context)
        draw(elements)
        unsafe cairo_restore(context)
    }

    private func trace(_ path: [SheetPoint]) {
        unsafe cairo_new_sub_path(context)
        for point in path { unsafe cairo_line_to(context, point.x, point.y) }
    }

    private func use(_ color: SheetColor) {
        unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.opacity)
    }
}

/// Where Cairo writes to.
private final class ByteSink {
    private(set) var bytes: [UInt8] = []

    /// Called by Cairo with the sink that the canvas owns.
    static let write: cairo_write_func_t = { target, data, count in
        guard let target = unsafe target, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
        let part = unsafe UnsafeBufferPointer(start: data, count: Int(count))
        unsafe Unmanaged<ByteSink>.fromOpaque(target).takeUnretainedValue().bytes.append(contentsOf: part)
        return CAIRO_STATUS_SUCCESS
    }
}
