/// Sizes (points) and colours of an axis.
public struct AxisStyle: Equatable, Sendable {
  public var tickFont = Font(size: 8)
  public var titleFont = Font(size: 9)
  public var line = Stroke(.gray(0.15), width: 0.7)
  public var grid = Stroke(.gray(0.88), width: 0.5)
  public var majorTick = 4.0
  public var minorTick = 2.2
  /// From the end of a major tick to its label.
  public var labelGap = 2.0
  /// From the labels to the title.
  public var titleGap = 3.0
  public var textColor = Color.black

  public init() {}
}
