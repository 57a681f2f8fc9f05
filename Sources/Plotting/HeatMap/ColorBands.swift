/// Which colour stands for which numbers: a colour below the first edge and one from each edge on.
public struct ColorBands: Equatable, Sendable {
  /// Where the bands meet, rising.
  public let edges: [Double]
  /// From the lowest band to the highest: one more than there are edges.
  public let colors: [Color]

  /// - Parameters:
  ///   - lowest: the colour below every edge.
  ///   - steps: the colour from each edge up to the next.
  public init(below lowest: Color, steps: [(edge: Double, color: Color)]) {
    let rising = steps.sorted { $0.edge < $1.edge }
    edges = rising.map(\.edge)
    colors = [lowest] + rising.map(\.color)
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
    let steps = zip(all, colors.dropFirst()).map { (edge: $0, color: $1) }
    return ColorBands(below: colors.first ?? palette.neutral, steps: steps)
  }

  public func color(of value: Double) -> Color { colors[edges.count { $0 <= value }] }
}
