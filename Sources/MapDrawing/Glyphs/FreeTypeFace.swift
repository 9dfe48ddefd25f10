import CFreeType

/// One open font at 24 pixels. One owner, one task at a time: FreeType shares nothing between libraries, so each face has its own.
@safe struct FreeTypeFace: ~Copyable {
    private let library: FT_Library
    private let face: FT_Face
    /// Pixels from the baseline to the top of a line.
    let ascender: Int

    /// What a glyph is before it becomes a field.
    struct Glyph {
        var outline: GlyphOutline
        /// Pixels to the origin of the next glyph.
        var advance: Int
    }

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
        // Bitmap fonts without this size cannot be scaled; they have no outlines either, and so no glyphs.
        unsafe FT_Set_Pixel_Sizes(face, 0, UInt32(Self.pixels))
        unsafe (self.library, self.face) = unsafe (library, face)
        ascender = unsafe Int(face.pointee.size.pointee.metrics.ascender) / 64
    }

    deinit {
        unsafe FT_Done_Face(face)
        unsafe FT_Done_FreeType(library)
    }

    /// Family and style, such as `Noto Sans Bold`; `nil` for fonts of bitmaps.
    var name: String? {
        guard unsafe face.pointee.face_flags & FT_Long(FT_FACE_FLAG_SCALABLE) != 0,
            let family = unsafe face.pointee.family_name
        else { return nil }
        let style = unsafe face.pointee.style_name.map { unsafe String(cString: $0) } ?? "Regular"
        return unsafe "\(String(cString: family)) \(style)"
    }

    /// How many fonts the file holds.
    var fontCount: Int { unsafe Int(face.pointee.num_faces) }

    /// The glyph of a character, or `nil` where the font has none or has it as something else than an outline.
    mutating func glyph(of scalar: Unicode.Scalar) -> Glyph? {
        let index = unsafe FT_Get_Char_Index(face, FT_ULong(scalar.value))
        guard index != 0, unsafe FT_Load_Glyph(face, index, Self.loadFlags) == 0, let slot = unsafe face.pointee.glyph,
            unsafe slot.pointee.format == FT_GLYPH_FORMAT_OUTLINE
        else { return nil }
        var outline = GlyphOutline()
        guard unsafe Self.decompose(&slot.pointee.outline, into: &outline) else { return nil }
        let advance = unsafe (Double(slot.pointee.metrics.horiAdvance) / 64).rounded()
        return Glyph(outline: outline, advance: max(0, Int(advance)))
    }

    private static let pixels = 24
    /// Hinting would move outlines to a pixel grid that the map does not have.
    private static let loadFlags = FT_Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)

    private static func decompose(_ source: UnsafeMutablePointer<FT_Outline>, into outline: inout GlyphOutline) -> Bool
    {
        var functions = unsafe FT_Outline_Funcs(
            move_to: { end, target in unsafe drawn(on: target) { outline in unsafe outline.move(to: point(end)) } },
            line_to: { end, target in unsafe drawn(on: target) { outline in unsafe outline.addLine(to: point(end)) } },
            conic_to: { control, end, target in
                unsafe drawn(on: target) { outline in unsafe outline.addCurve(control: point(control), to: point(end)) }
            },
            cubic_to: { first, second, end, target in
                unsafe drawn(on: target) { outline in
                    unsafe outline.addCurve(control1: point(first), control2: point(second), to: point(end))
                }
            },
            shift: 0, delta: 0)
        let status = unsafe withUnsafeMutablePointer(to: &outline) { target in
            unsafe FT_Outline_Decompose(source, &functions, target)
        }
        outline.close()
        return status == 0
    }
}

/// What FreeType's callbacks get is the outline that `decompose` lent them for the length of the call.
private func drawn(on target: UnsafeMutableRawPointer?, _ body: (inout GlyphOutline) -> Void) -> Int32 {
    guard let target = unsafe target else { return 1 }
    unsafe body(&target.assumingMemoryBound(to: GlyphOutline.self).pointee)
    return 0
}

/// From FreeType's sixty-fourths of a pixel.
private func point(_ vector: UnsafePointer<FT_Vector>?) -> GlyphOutline.Point {
    guard let vector = unsafe vector else { return GlyphOutline.Point(x: 0, y: 0) }
    return unsafe GlyphOutline.Point(x: Double(vector.pointee.x) / 64, y: Double(vector.pointee.y) / 64)
}
