import CCairo

/// One weight of the family: measures texts and gives their outlines.
///
/// Both happen at one large size, an em of as many pixels as the font has units, where every
/// coordinate is a whole number; a drawing scales the result. So neither widths nor outlines
/// depend on the device or are rounded to its pixels.
final class FontFace {
  let path: String
  private let file: FontFile
  private let scaledFont: OpaquePointer?
  /// Only collects outlines; nothing is ever drawn on it.
  private let scratch: OpaquePointer?

  init(family: String, style: String) throws {
    (file, path) = try openFont(family: family, style: style)
    let face = try file.makeCairoFace()
    let options = cairo_font_options_create()
    var (em, identity) = (cairo_matrix_t(), cairo_matrix_t())
    cairo_matrix_init_scale(&em, file.unitsPerEm, file.unitsPerEm)
    cairo_matrix_init_identity(&identity)
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    scaledFont = cairo_scaled_font_create(face, &em, &identity, options)
    cairo_font_options_destroy(options)
    cairo_font_face_destroy(face)

    // Without bounds, as cairo leaves out glyphs that lie far outside its surface.
    let surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nil)
    scratch = cairo_create(surface)
    cairo_surface_destroy(surface)
    cairo_set_scaled_font(scratch, scaledFont)
    try check()
  }

  deinit {
    cairo_destroy(scratch)
    cairo_scaled_font_destroy(scaledFont)
  }

  var revision: String { file.revision }

  func check() throws {
    try throwUnlessSuccess(cairo_scaled_font_status(scaledFont))
    try throwUnlessSuccess(cairo_status(scratch))
  }

  /// Advance width of `text` in ems.
  func width(of text: String) -> Double {
    var extents = cairo_text_extents_t()
    cairo_scaled_font_text_extents(scaledFont, text, &extents)
    return extents.x_advance / file.unitsPerEm
  }

  /// Adds the outlines of `text`, its baseline starting at the origin and `size` to the em, to the
  /// path of `context`.
  func addOutlines(of text: String, size: Double, to context: OpaquePointer?) {
    cairo_new_path(scratch)
    cairo_move_to(scratch, 0, 0)
    cairo_text_path(scratch, text)
    let outlines = cairo_copy_path(scratch)
    defer { cairo_path_destroy(outlines) }
    cairo_save(context)
    cairo_scale(context, size / file.unitsPerEm, size / file.unitsPerEm)
    cairo_append_path(context, outlines)
    cairo_restore(context)
  }

  /// The first character of `text` that the font cannot show.
  func firstMissing(in text: String) -> Unicode.Scalar? {
    text.unicodeScalars.first { !file.hasGlyph(for: $0) }
  }
}
