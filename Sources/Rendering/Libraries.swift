import CCairo
import CPNG

/// The libraries and fonts that shape the output, as found at run time.
public struct RenderingVersions: Equatable, Sendable {
  public let cairo: String
  public let freeType: String
  public let libpng: String
  public let zlib: String
  /// Revision of each font file, the regular weight first.
  public let fonts: [String]

  public init(fonts: FontSet) {
    cairo = String(cString: cairo_version_string())
    freeType = fonts.freeTypeVersion
    libpng = String(cString: png_get_libpng_ver(nil))
    zlib = String(cString: zlibVersion())
    self.fonts = fonts.files.map(\.revision)
  }
}

/// - Throws: `RenderingError.cairo` with cairo's message for any status but success.
func throwUnlessSuccess(_ status: cairo_status_t) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  let words = cairo_status_to_string(status).map { String(cString: $0) }
  throw RenderingError.cairo(message: words ?? "status \(status.rawValue)")
}
