import Plotting

/// What a figure is laid out on: how wide it is, and how wide texts are on it.
public struct Sheet: TextMeasurer, Sendable {
  /// Points.
  public let width: Double
  private let measurer: any TextMeasurer & Sendable

  public init(width: Double = SheetSize.page.width, measurer: any TextMeasurer & Sendable) {
    (self.width, self.measurer) = (width, measurer)
  }

  /// A sheet as narrow as a column of text, where names give way to numbers and a key.
  var isNarrow: Bool { width < 400 }

  /// A sheet with room for legends beside the plots.
  var isWide: Bool { width >= 600 }

  /// Width between the margins, points.
  var room: Double { width - 2 * FigureStyle.pageMargin }

  public func width(of text: String, font: Font) -> Double {
    measurer.width(of: text, font: font)
  }
}

/// How large a figure comes out, points.
public struct SheetSize: Equatable, Sendable {
  public let width: Double
  /// What it has to fit into; nil lets it be as high as it needs.
  public let height: Double?
  /// As it was asked for: `page`, `90mm`.
  public let text: String

  public init(width: Double, height: Double? = nil, text: String) {
    (self.width, self.height, self.text) = (width, height, text)
  }

  /// One column of a journal page.
  public static let column = SheetSize(width: 252, text: "column")
  /// Two columns of a journal page.
  public static let page = SheetSize(width: 504, text: "page")
  /// A slide of 16 : 9.
  public static let slide = SheetSize(width: 960, height: 540, text: "slide")

  /// The widths in points that a figure can be laid out for.
  public static let widths = 216.0...2880.0

  /// The widest sheet that is laid out at its own scale: what is larger is looked at from farther
  /// away, and its letters grow with it.
  private static let widestUnscaled = 640.0

  /// The widths to lay out for, from the one with the largest letters on.
  private var layoutWidths: [Double] {
    guard width > Self.widestUnscaled else { return [width] }
    guard height != nil else { return [Self.widestUnscaled] }
    return Array(stride(from: Self.widestUnscaled, to: width, by: 40)) + [width]
  }

  /// The first layout that fits, else the last, at this size.
  func fitted(_ layout: (Double) -> FigureLayout) -> FigureLayout {
    var found: FigureLayout?
    for layoutWidth in layoutWidths {
      let scaled = layout(layoutWidth).scaled(from: layoutWidth, to: width)
      found = scaled
      if let height, scaled.drawing.size.height > height { continue }
      break
    }
    return found ?? layout(width)
  }
}

extension FigureLayout {
  fileprivate func scaled(from layoutWidth: Double, to width: Double) -> FigureLayout {
    let scaled = drawing.scaled(by: width / layoutWidth)
    return FigureLayout(
      // To the last digit as wide as asked for.
      drawing: Drawing(
        size: Size(width: width, height: scaled.size.height), operations: scaled.operations),
      warnings: warnings, leftOut: leftOut, remarks: remarks)
  }
}
