/// Which colour stands for which numbers: a colour below the first edge and one from each edge on.
public struct ColorBands: Equatable, Sendable {
  /// Where the bands meet, rising.
  public let edges: [Double]
  /// From the lowest band to the highest: one more than there are edges.
  public let colors: [Color]

  /// Bands between rising edges.
  /// - Parameter colors: from the lowest band to the highest: one more than there are edges.
  public init(edges: [Double], colors: [Color]) {
    self.edges = edges
    self.colors = colors
  }

  /// Bands symmetric about zero. With edges 0.1 and 0.2: below −0.2, −0.2 to −0.1, −0.1 to 0.1
  /// (neutral), 0.1 to 0.2, and 0.2 up.
  /// - Parameter edges: the positive edges.
  public static func symmetric(edges: [Double], palette: DivergingPalette) -> ColorBands {
    let positive = edges.filter { $0 > 0 }.sorted()
    return ColorBands(
      edges: positive.reversed().map { -$0 } + positive,
      colors: palette.bands(perSide: positive.count))
  }

  public func color(of value: Double) -> Color { colors[edges.count { $0 <= value }] }
}
