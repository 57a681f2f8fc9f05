import Evidence
import Frontier
import Plotting

/// The line under every figure that says what it assumes.
struct Footer {
  /// A price that the figure uses.
  struct Price {
    let accelerator: String
    let usdPerHour: Double
    /// Whether it was given for the run, and is none of the pin's.
    var isGiven = false
  }

  /// Lines break between them before they break inside one.
  private let statements: [Statement]

  private struct Statement {
    let text: String
    /// Left to the caption where the sheet is narrow.
    var isDetail = false
  }

  /// What the figure took for η.
  enum Overlap {
    /// `transfer.overlap`.
    case ofSurface
    /// `transfer.overlap` alone: nothing is swept.
    case held
    /// None: nothing that is shown depends on how transfers are paid for.
    case unused
    /// Each row's own, as its source has it.
    case published([Anchor])
  }

  /// - Parameters:
  ///   - prices: nil where the pin's do not count.
  ///   - notes: what else the figure assumes, first.
  ///   - details: after them, where the sheet is not narrow.
  init(
    _ assumptions: Assumptions, overlap: Overlap, prices: [Price]?, notes: [String] = [],
    details: [String] = []
  ) {
    self.init(
      notes, details: details,
      then: Self.statements(assumptions, overlap: overlap, prices: prices))
  }

  /// - Parameter statements: lines break between them only.
  init(_ statements: [String], details: [String] = [], then others: [String] = []) {
    self.statements =
      statements.map { Statement(text: $0) } + details.map { Statement(text: $0, isDetail: true) }
      + others.map { Statement(text: $0) }
  }

  private static func statements(
    _ assumptions: Assumptions, overlap: Overlap, prices: [Price]?
  ) -> [String] {
    let settings = assumptions.settings.map { "\($0.name) = \($0.text)" }
    let readings = assumptions.askedReadings
    let transfers = words(overlap, assumptions).map {
      [$0, "\(assumptions.transferRegime) transfers"]
    }
    return [prices.map { text($0, assumptions) }].compactMap { $0 } + (transfers ?? [])
      + (readings.isEmpty ? [] : ["readings: " + readings.joined(separator: ", ")])
      + settings.prefix(1).map { "set for this run: \($0)" } + settings.dropFirst()
  }

  private static func text(_ prices: [Price], _ assumptions: Assumptions) -> String {
    let source = prices.contains(where: \.isGiven) ? "price as given" : "prices \(assumptions.pin)"
    let words = prices.map { "\($0.accelerator) \(text(price: $0.usdPerHour))" }
    return "\(source): \(words.isEmpty ? "none" : words.joined(separator: ", "))"
  }

  /// What was taken for η: `η = 0.5, swept 0.3–0.8`; nil where it does not matter.
  static func words(_ overlap: Overlap, _ assumptions: Assumptions) -> String? {
    let (low, high) = (assumptions.overlaps.lowerBound, assumptions.overlaps.upperBound)
    let swept = ", swept \(NumberFormat.plain(low))–\(NumberFormat.plain(high))"
    switch overlap {
    case .ofSurface: return "η = \(NumberFormat.plain(assumptions.overlap))" + swept
    case .held: return "η = \(NumberFormat.plain(assumptions.overlap))"
    case .unused: return nil
    case .published(let anchors):
      let published = publishedOverlaps(anchors)
      return published.isEmpty
        ? "no η: no disaggregated row" : "η as published: \(published)" + swept
    }
  }

  /// The value that most rows have, then the others with their systems: `0.5, Mooncake 0.7`.
  private static func publishedOverlaps(_ anchors: [Anchor]) -> String {
    let rows = Dictionary(grouping: anchors.filter { $0.overlap != nil }) { $0.overlap ?? 0 }
    let byCount = rows.sorted { (-$0.value.count, $0.key) < (-$1.value.count, $1.key) }
    let values = byCount.enumerated().map { index, group in
      let systems = Set(group.value.map(\.system)).sorted().joined(separator: " and ")
      return (index == 0 ? "" : systems.shortened(to: 30) + " ") + NumberFormat.plain(group.key)
    }
    return values.joined(separator: ", ")
  }

  /// A price in USD/h as a reader expects it, with two decimals or more: `$6.155/h`.
  static func text(price: Double) -> String { "$\(NumberFormat.plain(price, atLeast: 2))/h" }

  func block(on sheet: Sheet) -> TextBlock {
    let width = sheet.room
    let font = FigureStyle.footerFont
    func fits(_ line: String) -> Bool { sheet.width(of: line, font: font) <= width }
    var lines: [String] = []
    for statement in statements.filter({ !($0.isDetail && sheet.isNarrow) }).map(\.text) {
      if let last = lines.last, case let longer = last + " · " + statement, fits(longer) {
        lines[lines.count - 1] = longer
      } else {
        lines.append(statement)
      }
    }
    return TextBlock(
      lines.map { RichText(plain: $0) }, font: font, measurer: sheet, maxWidth: width)
  }
}

extension Assumptions {
  /// The reading of a choice: `measured` of `ttft`; nil where there is no such choice.
  func reading(_ choice: String) -> String? {
    readings.first { $0.reading.choice == choice }?.reading.name
  }

  /// What a picture's metadata says of its making: the footer's statements, by key, in ASCII.
  public var statements: [(key: String, value: String)] {
    return [
      ("Pin", pin.description), ("Overlap", overlapText), ("Transfer regime", transferRegime),
      ("Readings", askedReadings.isEmpty ? "default" : askedReadings.joined(separator: " ")),
      ("Settings", assignments.isEmpty ? "none" : assignments.joined(separator: " ")),
      ("anchors.csv SHA-256", digests.anchors), ("calibration.csv SHA-256", digests.calibration),
    ]
      + (digests.measurements.isEmpty
        ? [] : [("measurements.csv SHA-256", digests.measurements)])
  }
}

/// A page with a footer: the room above it is the figure's.
struct Page {
  let body: Rect
  private let footer: TextBlock
  private let sheet: Sheet

  /// - Parameter height: of the room above the footer, points.
  init(bodyHeight height: Double, footer: Footer, sheet: Sheet) {
    let margin = FigureStyle.pageMargin
    self.footer = footer.block(on: sheet)
    self.sheet = sheet
    body = Rect(x: margin, y: margin, width: sheet.room, height: height)
  }

  /// The page with `draw`'s marks and the footer.
  /// - Parameter notes: what a reader must know of the marks, known when they are drawn: stands
  ///   above the footer.
  func drawing(
    _ draw: (any Canvas) throws -> Void, notes: () -> [String] = { [] }
  ) rethrows -> Drawing {
    let canvas = RecordingCanvas()
    try draw(canvas)
    var top = body.maxY + Self.footerGap
    for note in notes() {
      let block = TextBlock(
        RichText(plain: note), font: FigureStyle.labelFont, measurer: sheet,
        maxWidth: body.width)
      block.draw(on: canvas, at: Point(body.minX, top), align: TextAlignment(.start, .top))
      top += block.size.height + Self.noteGap
    }
    footer.draw(
      on: canvas, at: Point(body.minX, top), align: TextAlignment(.start, .top),
      color: FigureStyle.footerColor)
    let height = top + footer.size.height + FigureStyle.pageMargin
    return Drawing(
      size: Size(width: sheet.width, height: height.rounded(.up)),
      operations: canvas.operations)
  }

  private static let footerGap = 7.0
  private static let noteGap = 3.0
}
