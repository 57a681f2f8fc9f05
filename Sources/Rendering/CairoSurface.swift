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
  func draw(_ drawing: Drawing, scale: Double = 1, background: Color? = nil, fonts: FontSet)
    throws
  {
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    try throwUnlessSuccess(cairo_status(context))
    guard let context else { throw RenderingError.cairo(message: "no context") }
    if let background {
      cairo_set_source_rgb(context, background.red, background.green, background.blue)
      cairo_paint(context)
    }
    cairo_scale(context, scale, scale)
    let canvas = CairoCanvas(context: context, fonts: fonts)
    drawing.replay(on: canvas)
    try canvas.check()
    cairo_surface_flush(surface)
    try throwUnlessSuccess(cairo_surface_status(surface))
  }
}

/// A surface whose file is collected in memory.
final class CairoStreamSurface: CairoSurface {
  /// Collects what cairo writes.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private typealias Writer =
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t

  /// `cairo_svg_surface_create_for_stream` or its like.
  typealias Create = (cairo_write_func_t?, UnsafeMutableRawPointer?, Double, Double)
    -> OpaquePointer?

  private let sink: Sink

  /// - Parameter size: of the page, points.
  init(_ create: Create, size: Size) {
    let sink = Sink()
    let write: Writer = { sink, data, count in
      guard let sink else { return CAIRO_STATUS_WRITE_ERROR }
      Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes += UnsafeBufferPointer(
        start: data, count: Int(count))
      return CAIRO_STATUS_SUCCESS
    }
    self.sink = sink
    let address = Unmanaged.passUnretained(sink).toOpaque()
    super.init(create(write, address, size.width, size.height))
  }

  /// Ends the document and gives its bytes.
  func finish() throws -> [UInt8] {
    cairo_surface_finish(surface)
    try throwUnlessSuccess(cairo_surface_status(surface))
    return sink.bytes
  }
}
