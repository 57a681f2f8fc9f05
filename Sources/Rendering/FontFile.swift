import CCairo
import Glibc
import Plotting

/// A character's advance and outline in font units, with the origin on the baseline and y
/// downwards.
struct Glyph: Sendable {
  /// A piece of an outline. A contour ends where the next one starts, and is closed.
  enum Segment: Equatable, Sendable {
    case move(Point)
    case line(Point)
    case quadratic(control: Point, end: Point)
    case cubic(Point, Point, end: Point)
  }

  /// Its number in the font file.
  let index: UInt32
  let advance: Double
  let outline: [Segment]
  /// Whether this is the font's stand-in for a character that it cannot show.
  let isMissing: Bool
}

/// A font file held open by FreeType, with a FreeType instance of its own: nothing is shared
/// between files.
///
/// Glyphs are loaded unhinted with an em of as many pixels as the font has units. FreeType then
/// scales by exactly one, so that what it gives are the file's own whole numbers in every version
/// of the library, and neither widths nor outlines are rounded to a device's pixels.
final class FontFile {
  let path: String
  /// Side of the em square in font units.
  let unitsPerEm: Double
  /// The font's revision from its `head` table, in hundredths as DejaVu counts: "2.37".
  let revision: String

  private let library: FT_Library
  let face: FT_Face
  private var glyphs: [Unicode.Scalar: Glyph] = [:]

  /// Opens the first face in the file at `path`, or nothing if FreeType cannot or it is not an
  /// outline font.
  init?(path: String) {
    var library: FT_Library?
    guard FT_Init_FreeType(&library) == 0, let library else { return nil }
    var face: FT_Face?
    guard FT_New_Face(library, path, 0, &face) == 0, let face else {
      FT_Done_FreeType(library)
      return nil
    }
    let units = FT_UInt(face.pointee.units_per_EM)
    guard let head = FT_Get_Sfnt_Table(face, FT_SFNT_HEAD), units > 0,
      FT_Set_Pixel_Sizes(face, units, units) == 0
    else {
      FT_Done_Face(face)
      FT_Done_FreeType(library)
      return nil
    }
    let fixed = head.assumingMemoryBound(to: TT_Header.self).pointee.Font_Revision
    let hundredths = (Int(fixed) * 100 + 0x8000) >> 16
    revision = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
    unitsPerEm = Double(units)
    self.path = path
    self.library = library
    self.face = face
  }

  deinit {
    FT_Done_Face(face)
    FT_Done_FreeType(library)
  }

  /// Whether the file itself claims this family and style.
  func isNamed(family: String, style: String) -> Bool {
    guard let ownFamily = face.pointee.family_name, let ownStyle = face.pointee.style_name else {
      return false
    }
    return String(cString: ownFamily) == family && String(cString: ownStyle) == style
  }

  /// Version of the FreeType at work.
  var freeTypeVersion: String {
    var (major, minor, patch): (FT_Int, FT_Int, FT_Int) = (0, 0, 0)
    FT_Library_Version(library, &major, &minor, &patch)
    return "\(major).\(minor).\(patch)"
  }

  /// The glyph for `scalar`, or the font's stand-in for characters that it has not.
  func glyph(for scalar: Unicode.Scalar) -> Glyph {
    if let glyph = glyphs[scalar] { return glyph }
    let glyph = load(FT_Get_Char_Index(face, FT_ULong(scalar.value)))
    glyphs[scalar] = glyph
    return glyph
  }

  /// - Parameter index: in the file; 0 is the stand-in.
  private func load(_ index: FT_UInt) -> Glyph {
    var outline = OutlineReader()
    guard FT_Load_Glyph(face, index, FT_Int32(FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)) == 0,
      let slot = face.pointee.glyph, slot.pointee.format == FT_GLYPH_FORMAT_OUTLINE,
      outline.read(&slot.pointee.outline)
    else { return Glyph(index: index, advance: 0, outline: [], isMissing: true) }
    return Glyph(
      index: index, advance: Double(slot.pointee.advance.x) / 64, outline: outline.segments,
      isMissing: index == 0)
  }
}

/// Collects what FreeType tells of an outline, whose coordinates are 64ths, y upwards.
private struct OutlineReader {
  var segments: [Glyph.Segment] = []

  /// - Returns: whether FreeType could make sense of the outline.
  mutating func read(_ outline: inout FT_Outline) -> Bool {
    var functions = FT_Outline_Funcs(
      move_to: { Self.add(.move(point($0)), $1) },
      line_to: { Self.add(.line(point($0)), $1) },
      conic_to: { Self.add(.quadratic(control: point($0), end: point($1)), $2) },
      cubic_to: { Self.add(.cubic(point($0), point($1), end: point($2)), $3) },
      shift: 0, delta: 0)
    return withUnsafeMutablePointer(to: &self) { reader in
      FT_Outline_Decompose(&outline, &functions, reader) == 0
    }
  }

  private static func add(_ segment: Glyph.Segment, _ reader: UnsafeMutableRawPointer?) -> Int32 {
    guard let reader = reader?.assumingMemoryBound(to: OutlineReader.self) else { return 1 }
    reader.pointee.segments.append(segment)
    return 0
  }
}

private func point(_ vector: UnsafePointer<FT_Vector>?) -> Point {
  guard let vector = vector?.pointee else { return Point(0, 0) }
  return Point(Double(vector.x) / 64, Double(-vector.y) / 64)
}

/// The folder into which the package fonts-dejavu-core puts its files.
private let packageFolder = "/usr/share/fonts/truetype/dejavu/"

/// Finds the installed file of `family` in `style` and opens it.
///
/// The package's own folder comes first: a copy installed elsewhere changes nothing, and fontconfig
/// takes 7 ms to read its settings. Otherwise fontconfig tells where such files are: asked for a
/// list, it substitutes nothing. Whether a file is the one wanted is read from the file itself, and
/// of several the first by path is taken.
/// - Throws: `RenderingError.fontMissing`.
func openFont(family: String, style: String) throws -> FontFile {
  for list in [packagedFiles, { installedFiles(family: family, style: style) }] {
    for path in list().sorted() {
      if let file = FontFile(path: path), file.isNamed(family: family, style: style) {
        return file
      }
    }
  }
  throw RenderingError.fontMissing(family: family, style: style)
}

private func packagedFiles() -> [String] {
  guard let directory = opendir(packageFolder) else { return [] }
  defer { closedir(directory) }
  var paths: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name.hasSuffix(".ttf") { paths.append(packageFolder + name) }
  }
  return paths
}

/// Paths of all files that fontconfig lists under this family and style, condensed ones included.
private func installedFiles(family: String, style: String) -> [String] {
  let pattern = FcPatternCreate()
  defer { FcPatternDestroy(pattern) }
  FcPatternAddString(pattern, FC_FAMILY, family)
  FcPatternAddString(pattern, FC_STYLE, style)
  let wanted = FcObjectSetCreate()
  defer { FcObjectSetDestroy(wanted) }
  FcObjectSetAdd(wanted, FC_FILE)
  guard let found = FcFontList(nil, pattern, wanted) else { return [] }
  defer { FcFontSetDestroy(found) }
  let fonts = UnsafeBufferPointer(start: found.pointee.fonts, count: Int(found.pointee.nfont))
  return fonts.compactMap { font in
    var path: UnsafeMutablePointer<FcChar8>?
    guard FcPatternGetString(font, FC_FILE, 0, &path) == FcResultMatch else { return nil }
    return path.map { String(cString: $0) }
  }
}
