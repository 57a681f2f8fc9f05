import CCairo
import Plotting

/// The figures' fonts as cairo knows them: texts written with these stay texts in a PDF.
///
/// Each instance opens the files anew, so that no other thread uses what cairo reads.
final class CairoFaces {
  private let regular: CairoFace
  private let bold: CairoFace
  /// Turns at every word.
  private var isNudged = false

  /// - Throws: `RenderingError`.
  init(_ fonts: FontSet) throws {
    regular = try CairoFace(fonts.reopenedFile(.regular))
    bold = try CairoFace(fonts.reopenedFile(.bold))
  }

  /// Writes `line` in the context's colour with its start at the origin, each word where the layout
  /// has it, and says which character each glyph stands for.
  ///
  /// A PDF's widths are whole thousandths of an em, and cairo leaves it to them where one text goes
  /// on after another: at the end of a line that is half a point. It says anew where a text is when
  /// the size changes, so each word has one that differs from the last in what is not printed.
  func show(_ line: TextLine, on context: OpaquePointer) {
    guard !line.isBlank else { return }
    let face = line.font.weight == .bold ? bold : regular
    cairo_set_font_face(context, face.face)
    cairo_set_font_options(context, face.options)
    for word in line.words {
      isNudged.toggle()
      cairo_set_font_size(context, line.font.size * (isNudged ? 1 + 0x1p-30 : 1))
      let glyphs = word.map {
        cairo_glyph_t(index: UInt($0.glyph.index), x: $0.x * line.scale, y: 0)
      }
      let clusters = word.map {
        cairo_text_cluster_t(num_bytes: Int32($0.scalar.utf8.count), num_glyphs: 1)
      }
      let text = String(String.UnicodeScalarView(word.map(\.scalar)))
      cairo_show_text_glyphs(
        context, text, Int32(text.utf8.count), glyphs, Int32(glyphs.count), clusters,
        Int32(clusters.count), cairo_text_cluster_flags_t(0))
    }
  }
}

/// A font file in cairo's hands.
private final class CairoFace {
  let face: OpaquePointer
  /// Nothing is rounded to a device's pixels.
  let options: OpaquePointer?

  /// - Throws: `RenderingError.cairo`.
  init(_ file: FontFile) throws {
    let made = cairo_ft_font_face_create_for_ft_face(
      file.face, Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP))
    guard let made else { throw RenderingError.cairo(message: "no font face") }
    let owner = Unmanaged.passRetained(file)
    let status = ccairo_face_keep(made, owner.toOpaque()) { owner in
      if let owner { Unmanaged<FontFile>.fromOpaque(owner).release() }
    }
    if status != CAIRO_STATUS_SUCCESS {
      cairo_font_face_destroy(made)
      owner.release()
    }
    try throwUnlessSuccess(status)
    face = made
    options = cairo_font_options_create()
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
  }

  deinit {
    cairo_font_options_destroy(options)
    cairo_font_face_destroy(face)
  }
}
