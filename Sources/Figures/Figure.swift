import Evidence
import Plotting

/// A figure of the paper: how it is called, and how it is made from the evidence.
public struct Figure: Sendable {
  /// The stem of its file names: `figure-1`.
  public let id: String
  /// What it shows, in a few words.
  public let title: String
  let content: @Sendable (FigureContext, any TextMeasurer) throws -> FigureContent

  /// Every figure there is, in order. A new one is a file in this room and a line here.
  public static let all = [figure1, figure2, figure3]

  /// Computes the figure and lays it out.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public func make(_ context: FigureContext, measurer: any TextMeasurer) throws -> FigureContent {
    try content(context, measurer)
  }
}

/// A figure, computed and laid out.
public struct FigureContent: Equatable, Sendable {
  public let drawing: Drawing
  public let data: DataTable
  /// The figure in plain ASCII words, for someone who cannot see it.
  public let description: String
  /// What a reader of the figure should know that its marks do not show: labels without a free
  /// place, rows that are infeasible or contradict themselves.
  public let warnings: [String]
}
