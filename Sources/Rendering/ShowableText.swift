import Plotting

extension FontSet {
  /// Those of `texts` that cannot be set as they stand: they have a character without a glyph, or
  /// letters that read from right to left, which would need to be joined and turned around.
  public func unshowable(_ texts: [String]) -> [String] {
    texts.filter { text in
      text.unicodeScalars.contains { $0.readsFromRightToLeft || !hasGlyph(for: $0) }
    }
  }
}

extension Unicode.Scalar {
  /// Letters of Hebrew, Arabic, Syriac and their kin, and marks that turn the direction.
  fileprivate var readsFromRightToLeft: Bool {
    switch value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    case 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
