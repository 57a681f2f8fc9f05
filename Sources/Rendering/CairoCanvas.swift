import CCairo
import Plotting

/// Draws on a cairo context whose user space is in points, y downwards.
///
/// Text is drawn as filled outlines: where `show_text` puts glyphs differs between cairo's
/// versions. Errors are kept until `check` is called, as cairo itself does.
public final class CairoCanvas: Canvas {
  private let context: OpaquePointer
  private let fonts: FontSet
  private var firstError: RenderingError?

  /// - Parameter context: a `cairo_t`, kept alive as long as the canvas.
  public init(context: OpaquePointer, fonts: FontSet) {
    self.context = cairo_reference(context)
    self.fonts = fonts
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
  }

  deinit { cairo_destroy(context) }

  public func fill(_ path: Path, with color: Color) {
    add(path)
    set(color)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    cairo_fill(context)
  }

  public func stroke(_ path: Path, with stroke: Stroke) {
    add(path)
    set(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
    cairo_set_line_cap(context, stroke.cap.cairoCap)
    cairo_stroke(context)
  }

  public func draw(_ text: String, at origin: Point, font: Font, color: Color, angle: Double) {
    if firstError == nil { firstError = fonts.missingGlyph(in: text, weight: font.weight) }
    cairo_save(context)
    cairo_translate(context, origin.x, origin.y)
    cairo_rotate(context, angle * .pi / 180)
    cairo_new_path(context)
    fonts.face(font.weight).addOutlines(of: text, size: font.size, to: context)
    cairo_restore(context)
    set(color)
    // The parts of a glyph may overlap; even-odd would leave holes there.
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
    cairo_fill(context)
  }

  public func clip(to path: Path, _ body: () -> Void) {
    cairo_save(context)
    add(path)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  /// - Throws: the first `RenderingError` since the canvas was made, if there was one.
  public func check() throws {
    if let firstError { throw firstError }
    try fonts.check()
    try throwUnlessSuccess(cairo_status(context))
  }

  private func add(_ path: Path) {
    cairo_new_path(context)
    for element in path.elements {
      switch element {
      case .move(let point): cairo_move_to(context, point.x, point.y)
      case .line(let point): cairo_line_to(context, point.x, point.y)
      case .curve(let first, let second, let end):
        cairo_curve_to(context, first.x, first.y, second.x, second.y, end.x, end.y)
      case .close: cairo_close_path(context)
      }
    }
  }

  private func set(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}

extension Stroke.Cap {
  fileprivate var cairoCap: cairo_line_cap_t {
    switch self {
    case .butt: CAIRO_LINE_CAP_BUTT
    case .round: CAIRO_LINE_CAP_ROUND
    }
  }
}
