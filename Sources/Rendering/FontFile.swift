import CCairo

/// A font file held open by FreeType, with a FreeType instance of its own.
///
/// cairo keeps recently used fonts after the last user has let go of them, and may drop one from
/// any thread. So nothing here is shared between files, and cairo itself owns the file through
/// `makeCairoFace`.
final class FontFile {
  private let library: FT_Library
  private let face: FT_Face
  /// cairo wants an address that is unique to this use; it never looks at what is there.
  private let key = UnsafeMutablePointer<cairo_user_data_key_t>.allocate(capacity: 1)

  /// Opens the first face in the file at `path`, or nothing if FreeType cannot.
  init?(path: String) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { return nil }
    var face: FT_Face?
    guard FT_New_Face(library, path, 0, &face) == 0, let face else {
      FT_Done_FreeType(library)
      return nil
    }
    self.library = library
    self.face = face
    key.initialize(to: cairo_user_data_key_t())
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
    key.deallocate()
  }

  /// The family that the file itself claims.
  var family: String { face.pointee.family_name.map { String(cString: $0) } ?? "" }
  /// The style that the file itself claims.
  var style: String { face.pointee.style_name.map { String(cString: $0) } ?? "" }
  /// Side of the em square in the units that the outlines are drawn in.
  var unitsPerEm: Double { Double(face.pointee.units_per_EM) }

  /// The font's revision from its `head` table, in hundredths as DejaVu counts: "2.37".
  var revision: String {
    guard let table = FT_Get_Sfnt_Table(face, FT_SFNT_HEAD) else { return "unknown" }
    let fixed = table.assumingMemoryBound(to: TT_Header.self).pointee.Font_Revision
    let hundredths = (Int(fixed) * 100 + 0x8000) >> 16
    return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
  }

  func hasGlyph(for scalar: Unicode.Scalar) -> Bool {
    FT_Get_Char_Index(face, FT_ULong(scalar.value)) != 0
  }

  /// A cairo face on this file, to be released with `cairo_font_face_destroy`. It keeps the file
  /// open for as long as cairo needs it.
  func makeCairoFace() throws -> OpaquePointer? {
    let flags = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP
    let cairoFace = cairo_ft_font_face_create_for_ft_face(face, Int32(flags))
    let owner = Unmanaged.passRetained(self)
    let status = cairo_font_face_set_user_data(cairoFace, key, owner.toOpaque()) {
      if let file = $0 { Unmanaged<FontFile>.fromOpaque(file).release() }
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      cairo_font_face_destroy(cairoFace)
      owner.release()
      throw RenderingError.cairo(message: message(of: status))
    }
    return cairoFace
  }
}
