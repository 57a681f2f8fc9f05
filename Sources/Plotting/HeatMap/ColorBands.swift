/// Which colour stands for which numbers: a colour below the first edge and one from each edge on.
public struct ColorBands: Equatable, Sendable {
  public struct Step: Equatable, Sendable {
    /// The least number of the band.
    public var edge: Double
    public var color: Color

    public init(from edge: Double, _ color: Color) {
      self.edge = edge
      self.color = color
    }
  }

  /// The colour below the lowest edge.
  public let lowest: Color
  /// In rising order of their edges.
  public let steps: [Step]

  public init(below lowest: Color, steps: [Step]) {
    self.lowest = lowest
    self.steps = steps.sorted { $0.edge < $1.edge }
  }

  /// Bands symmetric about zero. With edges 0.1 and 0.2: below −0.2, −0.2 to −0.1, −0.1 to 0.1
  /// (neutral), 0.1 to 0.2, and 0.2 up.
  /// - Parameters:
  ///   - edges: the positive edges.
  ///   - splitsAtZero: whether zero is an edge too; then there is no neutral band.
  public static func symmetric(
    edges: [Double], palette: DivergingPalette, splitsAtZero: Bool = false
  ) -> ColorBands {
    let positive = edges.filter { $0 > 0 }.sorted()
    let colors =
      splitsAtZero
      ? palette.bandsMeetingAtZero(perSide: positive.count + 1)
      : palette.bands(perSide: positive.count)
    let all = positive.reversed().map { -$0 } + (splitsAtZero ? [0] : []) + positive
    let steps = zip(all, colors.dropFirst()).map { Step(from: $0, $1) }
    return ColorBands(below: colors.first ?? palette.neutral, steps: steps)
  }

  public var edges: [Double] { steps.map(\.edge) }

  /// One more than there are edges.
  public var colors: [Color] { [lowest] + steps.map(\.color) }

  public func color(of value: Double) -> Color {
    steps.last { $0.edge <= value }?.color ?? lowest
  }
}
