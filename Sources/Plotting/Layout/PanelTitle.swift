/// A panel's letter and title above the upper left corner of its plot.
public struct PanelTitle: Equatable, Sendable {
  public var text: RichText
  public var font: Font
  /// Between the text and the plot, points.
  public var gap: Double

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
    TextBlock(text, font: font, measurer: measurer)
  }

  /// a … z, then aa, ab and so on.
  private static func letter(_ index: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz")
    let head = index >= alphabet.count ? letter(index / alphabet.count - 1) : ""
    return head + String(alphabet[index % alphabet.count])
  }
}
