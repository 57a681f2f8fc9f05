import Disk
import Figures
import Tables

extension SheetSize {
  private static let presets = [column, page, slide]
  private static let units = [("in", 72.0), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("pt", 1.0)]

  /// Reads a width: `3.5in`, `90mm`, `9cm`, `252pt`, `column`, `page` or `slide`.
  /// - Throws: a `FileError` saying what a width looks like.
  public init(parsing text: String, option: String = "--width") throws {
    if let preset = Self.presets.first(where: { $0.text == text }) {
      self = preset
      return
    }
    let names = Self.presets.map(\.text)
    for (unit, points) in Self.units where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count)
      guard !number.isEmpty, number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
        let value = Double(number)
      else { continue }
      let width = value * points
      guard Self.widths.contains(width) else {
        throw FileError(
          "\(option): \(text) is not between \(Self.limits(in: "in")) (\(Self.limits(in: "mm")))")
      }
      self.init(width: width, text: text)
      return
    }
    throw FileError(
      "\(option): '\(text)' is no width; write a number with in, mm, cm or pt, as 3.5in, or "
        + names.joined(separator: ", ") + Spelling.suggestion(for: text, among: names))
  }

  /// `3in and 40in`
  private static func limits(in unit: String) -> String {
    let points = units.first { $0.0 == unit }?.1 ?? 1
    return [widths.lowerBound, widths.upperBound]
      .map { DataText.text($0 / points) + unit }.joined(separator: " and ")
  }
}
