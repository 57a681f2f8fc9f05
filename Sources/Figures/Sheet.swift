import Plotting

/// What a figure is laid out on: how wide it is, and how wide texts are on it.
public struct Sheet: TextMeasurer, Sendable {
  /// Two columns of a journal page, points.
  public static let pageWidth = 504.0

  /// Points.
  public let width: Double
  private let measurer: any TextMeasurer & Sendable

  public init(width: Double = pageWidth, measurer: any TextMeasurer & Sendable) {
    (self.width, self.measurer) = (width, measurer)
  }

  /// Width between the margins, points.
  var room: Double { width - 2 * FigureStyle.pageMargin }

  public func width(of text: String, font: Font) -> Double {
    measurer.width(of: text, font: font)
  }
}
