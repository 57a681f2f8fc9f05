import CCairo
import CPNG

/// The libraries and fonts that shape the output, as found at run time.
public struct RenderingVersions: Equatable, Sendable {
  public let cairo: String
  public let freeType: String
  public let fontconfig: String
  public let libpng: String
  public let zlib: String
  /// Revision of each font file, the regular weight first; empty when no fonts were opened.
  public let fonts: [String]

  /// The libraries alone, which needs no font.
  public init() { self.init(revisions: []) }

  public init(fonts: FontSet) { self.init(revisions: fonts.files.map(\.revision)) }

  private init(revisions: [String]) {
    cairo = String(cString: cairo_version_string())
    freeType = Self.freeTypeVersion()
    let number = FcGetVersion()
    fontconfig = "\(number / 10_000).\(number / 100 % 100).\(number % 100)"
    libpng = String(cString: png_get_libpng_ver(nil))
    zlib = String(cString: zlibVersion())
    fonts = revisions
  }

  private static func freeTypeVersion() -> String {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0 else { return "unknown" }
    defer { FT_Done_FreeType(library) }
    var (major, minor, patch): (FT_Int, FT_Int, FT_Int) = (0, 0, 0)
    FT_Library_Version(library, &major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }
}

/// - Throws: `RenderingError.cairo` with cairo's message for any status but success.
func throwUnlessSuccess(_ status: cairo_status_t) throws {
  guard status != CAIRO_STATUS_SUCCESS else { return }
  let words = cairo_status_to_string(status).map { String(cString: $0) }
  throw RenderingError.cairo(message: words ?? "status \(status.rawValue)")
}
