import CCairo
import Plotting

/// A cairo surface, released with the instance.
class CairoSurface {
  let surface: OpaquePointer?

  /// Takes over `surface`, which cairo may have made in an error state.
  init(_ surface: OpaquePointer?) { self.surface = surface }

  deinit { cairo_surface_destroy(surface) }

  /// Draws with `scale` device units to the point.
  /// - Throws: `RenderingError` if cairo fails or the fonts lack a character.
  /// - Parameter faces: what texts are written with as texts; without them they are outlines.
  func draw(
    _ drawing: Drawing, scale: Double = 1, background: Color? = nil, fonts: FontSet,
    faces: CairoFaces? = nil
  ) throws {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    try throwUnlessSuccess(cairo_status(context))
    guard let context else { throw RenderingError.cairo(message: "no context") }
    if let background {
      cairo_set_source_rgb(context, background.red, background.green, background.blue)
      cairo_paint(context)
    }
    cairo_scale(context, scale, scale)
    let canvas = CairoCanvas(context: context, fonts: fonts, faces: faces)
    drawing.replay(on: canvas)
    try canvas.check()
    cairo_surface_flush(surface)
    try throwUnlessSuccess(cairo_surface_status(surface))
  }
}

/// Draws on a cairo context whose user space is in points, y downwards.
///
/// For pixels text is drawn as filled outlines that come from the font file itself: where cairo puts
/// glyphs differs between its versions. Errors are kept until `check` is called, as cairo itself
/// does.
final class CairoCanvas: Canvas {
  private let context: OpaquePointer
  private let fonts: FontSet
  private let faces: CairoFaces?
  private var firstError: (any Error)?

  /// - Parameters:
  ///   - context: a `cairo_t`, kept alive as long as the canvas.
  ///   - faces: what texts are written with as texts; without them they are outlines.
  init(context: OpaquePointer, fonts: FontSet, faces: CairoFaces? = nil) {
    self.context = cairo_reference(context)
    self.fonts = fonts
    self.faces = faces
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
  }

  deinit { cairo_destroy(context) }

  func fill(_ path: Path, with color: Color) {
    add(path)
    set(color)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    cairo_fill(context)
  }

  func stroke(_ path: Path, with stroke: Stroke) {
    add(path)
    set(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_dash(context, stroke.dash, Int32(stroke.dash.count), 0)
    cairo_set_line_cap(context, stroke.cap.cairoCap)
    cairo_stroke(context)
  }

  func draw(_ text: String, at origin: Point, font: Font, color: Color, angle: Double) {
    let line: TextLine
    do {
      line = try fonts.line(text, font: font)
    } catch {
      firstError = firstError ?? error
      return
    }
    cairo_save(context)
    cairo_translate(context, origin.x, origin.y)
    cairo_rotate(context, angle * .pi / 180)
    if let faces {
      set(color)
      faces.show(line, on: context)
      cairo_restore(context)
    } else {
      addOutlines(of: line)
      cairo_restore(context)
      set(color)
      // The parts of a glyph may overlap; even-odd would leave holes there.
      cairo_set_fill_rule(context, CAIRO_FILL_RULE_WINDING)
      cairo_fill(context)
    }
  }

  func clip(to path: Path, _ body: () -> Void) {
    cairo_save(context)
    add(path)
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    cairo_clip(context)
    body()
    cairo_restore(context)
  }

  /// Pictures of cairo's have no names.
  func group(_ name: MarkName, _ body: () -> Void) { body() }

  /// - Throws: the first `RenderingError` since the canvas was made, if there was one.
  func check() throws {
    if let firstError { throw firstError }
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

  private func addOutlines(of line: TextLine) {
    cairo_scale(context, line.scale, line.scale)
    cairo_new_path(context)
    for (_, glyph, x) in line.glyphs where !glyph.outline.isEmpty {
      add(glyph.outline, movedBy: x)
    }
  }

  private func add(_ outline: [Glyph.Segment], movedBy x: Double) {
    var current = Point(0, 0)
    for (index, segment) in outline.enumerated() {
      switch segment {
      case .move(let point):
        if index > 0 { cairo_close_path(context) }
        cairo_move_to(context, x + point.x, point.y)
        current = point
      case .line(let point):
        cairo_line_to(context, x + point.x, point.y)
        current = point
      case .quadratic(let control, let end):
        let (first, second) = (elevated(current, control), elevated(end, control))
        cairo_curve_to(context, x + first.x, first.y, x + second.x, second.y, x + end.x, end.y)
        current = end
      case .cubic(let first, let second, let end):
        cairo_curve_to(context, x + first.x, first.y, x + second.x, second.y, x + end.x, end.y)
        current = end
      }
    }
    cairo_close_path(context)
  }

  private func set(_ color: Color) {
    cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}

/// The control point beside `end` of the cubic that is the quadratic curve with this control point,
/// on the grid of 1/256 unit that cairo itself puts glyphs on.
private func elevated(_ end: Point, _ control: Point) -> Point {
  func coordinate(_ end: Double, _ control: Double) -> Double {
    (256 * end + 2.0 / 3.0 * (256 * control - 256 * end)).rounded(.towardZero) / 256
  }
  return Point(coordinate(end.x, control.x), coordinate(end.y, control.y))
}

extension Stroke.Cap {
  fileprivate var cairoCap: cairo_line_cap_t {
    switch self {
    case .butt: CAIRO_LINE_CAP_BUTT
    case .round: CAIRO_LINE_CAP_ROUND
    }
  }
}
