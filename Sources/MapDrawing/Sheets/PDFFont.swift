import CCairo

/// One font as Cairo draws with it. One task at a time.
@safe final class PDFFont {
    let face: OpaquePointer
    /// At `measure` points without hinting, so that widths grow in proportion.
    private let scaled: OpaquePointer

    private static let measure = 100.0

    init(_ font: FontFile) throws(DrawingError) {
        let source = try FontSource(font)
        guard let face = unsafe cairo_ft_font_face_create_for_ft_face(source.face, Self.loadFlags) else {
            throw Self.error(font)
        }
        unsafe source.live(aslongAs: face)
        guard let scaled = unsafe Self.scaled(face), unsafe cairo_scaled_font_status(scaled) == CAIRO_STATUS_SUCCESS
        else {
            unsafe cairo_font_face_destroy(face)
            throw Self.error(font)
        }
        unsafe (self.face, self.scaled) = unsafe (face, scaled)
    }

    deinit {
        unsafe cairo_scaled_font_destroy(scaled)
        unsafe cairo_font_face_destroy(face)
    }

    /// Points that a line of words takes at a size.
    func width(of text: String, size: Double) -> Double {
        var extents = cairo_text_extents_t()
        unsafe cairo_scaled_font_text_extents(scaled, text, &extents)
        return extents.x_advance * size / Self.measure
    }

    /// Words lie where they were measured, whatever the device.
    static func options() -> OpaquePointer? {
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        return unsafe options
    }

    private static let loadFlags = Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)

    private static func scaled(_ face: OpaquePointer) -> OpaquePointer? {
        var (size, device) = (cairo_matrix_t(), cairo_matrix_t())
        unsafe cairo_matrix_init_scale(&size, measure, measure)
        unsafe cairo_matrix_init_identity(&device)
        let options = unsafe options()
        defer { unsafe cairo_font_options_destroy(options) }
        return unsafe cairo_scaled_font_create(face, &size, &device, options)
    }

    private static func error(_ font: FontFile) -> DrawingError {
        DrawingError(code: .native, subject: font.path, message: "Cairo cannot draw with the font")
    }
}

/// A font open in FreeType, with a library of its own. Cairo keeps faces for later use beyond their last user, so the file stays open until
/// Cairo says that it has forgotten the face.
@safe private final class FontSource {
    let library: FT_Library
    let face: FT_Face
    /// Only its address means something to Cairo.
    private let key = UnsafeMutablePointer<cairo_user_data_key_t>.allocate(capacity: 1)

    init(_ font: FontFile) throws(DrawingError) {
        var library: FT_Library?
        guard unsafe FT_Init_FreeType(&library) == 0, let library = unsafe library else {
            throw DrawingError(code: .native, subject: font.path, message: "FreeType could not be started")
        }
        var face: FT_Face?
        let status = unsafe FT_New_Face(library, font.path, FT_Long(font.index), &face)
        guard status == 0, let face = unsafe face else {
            unsafe FT_Done_FreeType(library)
            throw DrawingError(
                code: .unreadable, subject: font.path, message: "FreeType cannot read the font (error \(status))")
        }
        unsafe (self.library, self.face) = unsafe (library, face)
    }

    /// Leaves this object to Cairo, which lets it go with the face.
    func live(aslongAs face: OpaquePointer) {
        let owner = unsafe Unmanaged.passRetained(self)
        let status = unsafe cairo_font_face_set_user_data(face, key, owner.toOpaque()) { owner in
            guard let owner = unsafe owner else { return }
            unsafe Unmanaged<FontSource>.fromOpaque(owner).release()
        }
        if status != CAIRO_STATUS_SUCCESS { unsafe owner.release() }
    }

    deinit {
        unsafe FT_Done_Face(face)
        unsafe FT_Done_FreeType(library)
        unsafe key.deallocate()
    }
}
