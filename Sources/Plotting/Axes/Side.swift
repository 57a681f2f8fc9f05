/// An edge of a plot.
public enum Side: Equatable, Hashable, Sendable {
  case left, top, right, bottom

  /// Whether values on this side run from left to right.
  public var isHorizontal: Bool { self == .top || self == .bottom }

  /// `scale` laid along this side of `plot`: rightwards or upwards.
  public func scale(_ scale: any Scale, in plot: Rect) -> any Scale {
    isHorizontal
      ? scale.ranged(from: plot.minX, to: plot.maxX)
      : scale.ranged(from: plot.maxY, to: plot.minY)
  }

  /// The point beside `plot` at `position` along this side, `distance` points outside it.
  func point(_ position: Double, distance: Double, of plot: Rect) -> Point {
    switch self {
    case .left: Point(plot.minX - distance, position)
    case .right: Point(plot.maxX + distance, position)
    case .top: Point(position, plot.minY - distance)
    case .bottom: Point(position, plot.maxY + distance)
    }
  }

  /// How a text is aligned that begins at this side and reads away from the plot.
  var labelAlignment: TextAlignment {
    switch self {
    case .left: TextAlignment(.end, .middle)
    case .right: TextAlignment(.start, .middle)
    case .top: TextAlignment(.middle, .bottom)
    case .bottom: TextAlignment(.middle, .top)
    }
  }

  /// Margins of `depth` on this side alone, and of `lowEnd` and `highEnd` where its ends overhang.
  func margins(depth: Double, lowEnd: Double = 0, highEnd: Double = 0) -> Margins {
    switch self {
    case .left: Margins(left: depth, top: highEnd, bottom: lowEnd)
    case .right: Margins(top: highEnd, right: depth, bottom: lowEnd)
    case .top: Margins(left: lowEnd, top: depth, right: highEnd)
    case .bottom: Margins(left: lowEnd, right: highEnd, bottom: depth)
    }
  }
}
