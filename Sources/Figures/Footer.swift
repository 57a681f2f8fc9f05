import Frontier
import Plotting

/// The line under every figure that says what it assumes.
struct Footer {
  /// A price that the figure uses.
  struct Price {
    let accelerator: String
    let usdPerHour: Double
  }

  let text: String

  /// - Parameter notes: what else the figure assumes, first.
  init(_ assumptions: Assumptions, prices: [Price], notes: [String] = []) {
    self.init(notes + Self.statements(assumptions, prices: prices))
  }

  /// - Parameter statements: lines break between them only.
  init(_ statements: [String]) {
    text = statements.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: "\u{A0}· ")
  }

  private static func statements(_ assumptions: Assumptions, prices: [Price]) -> [String] {
    let prices = prices.map { "\($0.accelerator) \(text(price: $0.usdPerHour)) $/h" }
    let overlaps = assumptions.overlaps
    let settings = assumptions.settings.map { "\($0.name) = \($0.text)" }
    return [
      "prices \(assumptions.pin): \(prices.isEmpty ? "none" : prices.joined(separator: ", "))",
      "η = \(NumberFormat.plain(assumptions.overlap)), swept "
        + "\(NumberFormat.plain(overlaps.lowerBound))–\(NumberFormat.plain(overlaps.upperBound))",
      "\(assumptions.transferRegime) transfers",
    ] + settings.prefix(1).map { "set for this run: \($0)" } + settings.dropFirst() + [
      "anchors.csv \(assumptions.digests.anchors.prefix(8))",
      "calibration.csv \(assumptions.digests.calibration.prefix(8)) (SHA-256)",
    ]
  }

  /// A price in USD/h as a reader expects it, with two decimals or more.
  static func text(price: Double) -> String { NumberFormat.plain(price, atLeast: 2) }

  func block(width: Double, measurer: any TextMeasurer) -> TextBlock {
    TextBlock(
      RichText(plain: text), font: FigureStyle.footerFont, measurer: measurer, maxWidth: width)
  }
}

extension Assumptions {
  /// What a picture's metadata says of its making: the footer's statements, by key, in ASCII.
  public var statements: [(key: String, value: String)] {
    let settings = settings.map { "\($0.name)=\($0.text)" }
    return [
      ("Pin", pin.description), ("Overlap", overlapText), ("Transfer regime", transferRegime),
      ("Settings", settings.isEmpty ? "none" : settings.joined(separator: " ")),
      ("anchors.csv SHA-256", digests.anchors), ("calibration.csv SHA-256", digests.calibration),
    ]
  }
}

/// A page with a footer: the room above it is the figure's.
struct Page {
  let size: Size
  let body: Rect
  private let footer: TextBlock

  /// - Parameter height: of the room above the footer, points.
  init(bodyHeight height: Double, footer: Footer, measurer: any TextMeasurer) {
    let margin = FigureStyle.pageMargin
    let width = FigureStyle.pageWidth - 2 * margin
    self.footer = footer.block(width: width, measurer: measurer)
    body = Rect(x: margin, y: margin, width: width, height: height)
    size = Size(
      width: FigureStyle.pageWidth,
      height: (height + 2 * margin + Self.footerGap + self.footer.size.height).rounded(.up))
  }

  /// The page with `draw`'s marks and the footer.
  func drawing(_ draw: (any Canvas) throws -> Void) rethrows -> Drawing {
    let canvas = RecordingCanvas()
    try draw(canvas)
    footer.draw(
      on: canvas, at: Point(body.minX, body.maxY + Self.footerGap),
      align: TextAlignment(.start, .top), color: FigureStyle.footerColor)
    return Drawing(size: size, operations: canvas.operations)
  }

  private static let footerGap = 7.0
}
