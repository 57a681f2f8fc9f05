import CCairo
import Plotting

/// Draws a one-page PDF whose texts are texts, with as much of each font as they use embedded. The
/// same drawing always gives the same bytes: no date is written.
/// - Parameter background: of the page; none leaves it to what lies under it.
/// - Throws: `RenderingError`.
public func renderPDF(
  _ drawing: Drawing, background: Color? = .white, metadata: Metadata, fonts: FontSet
) throws -> [UInt8] {
  let surface = PDFSurface(size: drawing.size)
  let keywords = metadata.entries.map(\.text).joined(separator: "; ")
  let values: [(cairo_pdf_metadata_t, String?)] = [
    (CAIRO_PDF_METADATA_TITLE, metadata.title),
    (CAIRO_PDF_METADATA_SUBJECT, metadata.description),
    (CAIRO_PDF_METADATA_CREATOR, metadata.software),
    (CAIRO_PDF_METADATA_KEYWORDS, keywords.isEmpty ? nil : keywords),
    // Left alone, cairo writes the time of day; with no value it writes no date at all.
    (CAIRO_PDF_METADATA_CREATE_DATE, nil),
  ]
  for (field, value) in values { cairo_pdf_surface_set_metadata(surface.surface, field, value) }
  try surface.draw(drawing, background: background, fonts: fonts, faces: CairoFaces(fonts))
  return try surface.finish()
}

/// A PDF surface whose file is collected in memory.
private final class PDFSurface: CairoSurface {
  /// Collects what cairo writes.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private let sink = Sink()

  /// - Parameter size: of the page, points.
  init(size: Size) {
    super.init(
      cairo_pdf_surface_create_for_stream(
        { sink, data, count in
          guard let sink else { return CAIRO_STATUS_WRITE_ERROR }
          Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().bytes += UnsafeBufferPointer(
            start: data, count: Int(count))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(sink).toOpaque(), size.width, size.height))
    // What every version of cairo can write, and every TeX takes in without a warning.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
  }

  /// Ends the document and gives its bytes.
  func finish() throws -> [UInt8] {
    cairo_surface_finish(surface)
    try throwUnlessSuccess(cairo_surface_status(surface))
    return sink.bytes
  }
}
