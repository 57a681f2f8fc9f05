/// Equal plots in rows and columns that share their outer axes.
public struct PanelGrid: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Between neighbouring plots of a row, points.
  public let columnGap: Double
  /// Between neighbouring plots of a column, points.
  public let rowGap: Double

  public init(rows: Int = 1, columns: Int, columnGap: Double = 12, rowGap: Double = 12) {
    self.rows = max(1, rows)
    self.columns = max(1, columns)
    self.columnGap = columnGap
    self.rowGap = rowGap
  }

  /// The plots, row by row from the top left.
  /// - Parameters:
  ///   - page: the room for everything.
  ///   - margins: what the axes and titles around the whole grid need.
  public func plots(in page: Rect, margins: Margins) -> [Rect] {
    let inner = page.inset(by: margins)
    let width = (inner.width - Double(columns - 1) * columnGap) / Double(columns)
    let height = (inner.height - Double(rows - 1) * rowGap) / Double(rows)
    return (0..<rows).flatMap { row in
      (0..<columns).map { column in
        Rect(
          x: inner.x + Double(column) * (width + columnGap),
          y: inner.y + Double(row) * (height + rowGap), width: width, height: height)
      }
    }
  }
}

/// A panel's letter and title above the upper left corner of its plot.
public struct PanelTitle: Equatable, Sendable {
  public var text: RichText
  public var font: Font
  /// Between the text and the plot, points.
  public var gap: Double
  /// Past which the text breaks into lines, points; nil keeps it on one.
  public var maxWidth: Double?

  /// - Parameter index: 0 is (a); nil leaves the letter out.
  public init(index: Int?, _ title: RichText, font: Font = Font(size: 9), gap: Double = 4) {
    let letter = index.map { RichText(plain: "(\(Self.letter($0))) ").bold }
    text = (letter ?? RichText(runs: [])) + title
    self.font = font
    self.gap = gap
  }

  /// The room above the plot.
  public func margins(measurer: any TextMeasurer) -> Margins {
    Margins(top: block(measurer).size.height + gap)
  }

  public func draw(on canvas: any Canvas, plot: Rect, measurer: any TextMeasurer) {
    block(measurer).draw(
      on: canvas, at: Point(plot.minX, plot.minY - gap), align: TextAlignment(.start, .bottom))
  }

  private func block(_ measurer: any TextMeasurer) -> TextBlock {
    TextBlock(text, font: font, measurer: measurer, maxWidth: maxWidth)
  }

  /// a … z, then aa, ab and so on.
  private static func letter(_ index: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let head = index >= alphabet.count ? letter(index / alphabet.count - 1) : ""
    return head + String(alphabet[index % alphabet.count])
  }
}

/// Room needed around a plot, points.
public struct Margins: Equatable, Sendable {
  public var left: Double
  public var top: Double
  public var right: Double
  public var bottom: Double

  public init(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  /// The margins that satisfy both, side by side: for things that share the room.
  public func union(_ other: Margins) -> Margins {
    Margins(
      left: max(left, other.left), top: max(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
  }

  /// The margins for one thing after the other: for things that stack.
  public static func + (first: Margins, second: Margins) -> Margins {
    Margins(
      left: first.left + second.left, top: first.top + second.top,
      right: first.right + second.right, bottom: first.bottom + second.bottom)
  }
}

extension Rect {
  /// What remains inside the margins.
  public func inset(by margins: Margins) -> Rect {
    inset(
      left: margins.left, top: margins.top, right: margins.right, bottom: margins.bottom)
  }
}
