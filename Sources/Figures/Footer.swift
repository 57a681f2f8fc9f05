import Evidence
import Plotting

/// The line under every figure that says what it assumes.
struct Footer {
  let text: String

  /// - Parameters:
  ///   - rates: the prices used.
  ///   - notes: what else the figure assumes, first.
  /// - Throws: the lookup's error when a constant is missing.
  init(_ context: FigureContext, rates: [Constant], notes: [String] = []) throws {
    self.init(notes + (try Self.assumptions(context, rates: rates)))
  }

  /// Statements of no one context: for what shows two of them.
  init(_ statements: [String]) {
    // Lines break between statements only, after the dot.
    text = statements.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: "\u{A0}· ")
  }

  private static func assumptions(_ context: FigureContext, rates: [Constant]) throws -> [String] {
    let calibration = context.calibration
    let prices = try rates.map { rate in
      "\(rate.entity.split(separator: "/").last ?? "") \(try rate.priceText) $/h"
    }
    let overlaps = try calibration.overlapRange()
    var parts = [
      "prices \(context.pin): \(prices.isEmpty ? "none" : prices.joined(separator: ", "))",
      "η = \(NumberFormat.plain(try calibration.number("transfer", "overlap"))), swept "
        + "\(NumberFormat.plain(overlaps.lowerBound))–\(NumberFormat.plain(overlaps.upperBound))",
      "\(try calibration.word("transfer", "regime")) transfers",
    ]
    let settings = calibration.overrides.map { "\($0.name) = \($0.text)" }
    if let first = settings.first { parts += ["set for this run: \(first)"] + settings.dropFirst() }
    parts.append("anchors.csv \(context.digests.anchors.prefix(8))")
    parts.append("calibration.csv \(context.digests.calibration.prefix(8)) (SHA-256)")
    return parts
  }

  func block(width: Double, measurer: any TextMeasurer) -> TextBlock {
    TextBlock(
      RichText(plain: text), font: FigureStyle.footerFont, measurer: measurer, maxWidth: width)
  }
}

extension Constant {
  /// A price as a reader expects it, with two decimals or more.
  /// - Throws: when this is no number.
  var priceText: String {
    get throws {
      let price = try si
      return NumberFormat.plain(price, atLeast: 2)
    }
  }
}

extension FigureContext {
  /// What a picture's metadata says of its making: the footer's statements, by key, in ASCII.
  /// - Throws: the lookup's error when a constant is missing.
  public var statements: [(key: String, value: String)] {
    get throws {
      let settings = calibration.overrides.map { "\($0.name)=\($0.text)" }
      return [
        ("Pin", pin.description),
        ("Overlap", try calibration.constant("transfer", "overlap").text),
        ("Transfer regime", try calibration.word("transfer", "regime")),
        ("Settings", settings.isEmpty ? "none" : settings.joined(separator: " ")),
        ("anchors.csv SHA-256", digests.anchors), ("calibration.csv SHA-256", digests.calibration),
      ]
    }
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
