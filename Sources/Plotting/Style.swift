/// An sRGB colour, components 0 to 1.
public struct Color: Equatable, Hashable, Sendable {
  public var red: Double
  public var green: Double
  public var blue: Double
  public var alpha: Double

  public init(red: Double, green: Double, blue: Double, alpha: Double = 1) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// A colour written as in CSS: `Color(0xE69F00)`.
  public init(_ hex: UInt32, alpha: Double = 1) {
    self.init(
      red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255,
      blue: Double(hex & 0xFF) / 255, alpha: alpha)
  }

  public static let black = Color(0x000000)
  public static let white = Color(0xFFFFFF)

  /// A grey: 0 is black, 1 is white.
  public static func gray(_ level: Double) -> Color {
    Color(red: level, green: level, blue: level)
  }

  /// The colour a given share of the way to `other`, component by component.
  public func mixed(with other: Color, share: Double) -> Color {
    func mix(_ from: Double, _ to: Double) -> Double { from + (to - from) * share }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue),
      alpha: mix(alpha, other.alpha))
  }
}

/// How a line is drawn: colour, width and dash lengths in points.
public struct Stroke: Equatable, Sendable {
  public enum Cap: Equatable, Sendable { case butt, round }

  public var color: Color
  public var width: Double
  public var dash: [Double]
  public var cap: Cap

  public init(_ color: Color, width: Double, dash: [Double] = [], cap: Cap = .butt) {
    self.color = color
    self.width = width
    self.dash = dash
    self.cap = cap
  }
}

/// A size and weight of the figures' one family, DejaVu Sans.
public struct Font: Equatable, Hashable, Sendable {
  public enum Weight: Equatable, Hashable, Sendable { case regular, bold }

  /// Size of the em square, points.
  public var size: Double
  public var weight: Weight

  public init(size: Double, weight: Weight = .regular) {
    self.size = size
    self.weight = weight
  }

  // DejaVu Sans's own metrics, as shares of the em.

  /// Height of a capital letter above the baseline, points.
  public var capHeight: Double { 0.729 * size }
  /// How far a tall letter reaches above the baseline, points.
  var ascent: Double { 0.76 * size }
  /// How far a tail reaches below the baseline, points.
  var descent: Double { 0.236 * size }
}
