import CCairo

/// The folder into which the package fonts-dejavu-core puts its files.
private let packageFolder = "/usr/share/fonts/truetype/dejavu/"

/// Finds the installed file of `family` in `style` and opens it.
///
/// fontconfig only tells where such files are: asked for a list, it substitutes nothing, and
/// whether a file is the one wanted is then read from the file itself. Of several copies the
/// package's is taken, else the first by path, so that a copy installed beside it changes nothing.
func openFont(family: String, style: String) throws -> (file: FontFile, path: String) {
  let paths = installedFiles(family: family, style: style).sorted {
    ($0.hasPrefix(packageFolder) ? 0 : 1, $0) < ($1.hasPrefix(packageFolder) ? 0 : 1, $1)
  }
  for path in paths {
    if let file = FontFile(path: path), file.family == family, file.style == style {
      return (file, path)
    }
  }
  throw RenderingError.fontMissing(family: family, style: style)
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
