import CCairo
import Plotting

/// Draws an SVG whose unit is the point, texts as outlines.
///
/// The same drawing always gives the same bytes, whatever was drawn before. Ids start with
/// `idPrefix`, so that figures with different prefixes can stand in one HTML page. Coordinates
/// are rounded to 0.01 pt.
/// - Parameter idPrefix: an ASCII letter, then ASCII letters, digits, `-` and `_`.
/// - Throws: `RenderingError`.
public func renderSVG(
  _ drawing: Drawing, metadata: Metadata, idPrefix: String, fonts: FontSet
) throws -> [UInt8] {
  guard isIDPrefix(idPrefix) else { throw RenderingError.invalidIDPrefix(idPrefix) }
  let surface = CairoStreamSurface(cairo_svg_surface_create_for_stream, size: drawing.size)
  cairo_svg_surface_set_document_unit(surface.surface, CAIRO_SVG_UNIT_PT)
  try surface.draw(drawing, fonts: fonts)
  let written = String(decoding: try surface.finish(), as: UTF8.self)
  return Array(canonicalSVG(written, metadata: metadata, idPrefix: idPrefix).utf8)
}

private func isIDPrefix(_ prefix: String) -> Bool {
  guard let first = prefix.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic
  else { return false }
  return prefix.unicodeScalars.allSatisfy {
    $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
  }
}
