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
