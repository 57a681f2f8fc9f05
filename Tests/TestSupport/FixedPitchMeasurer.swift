import Plotting

/// Every character as wide as every other: layout that a test can work out by hand.
public struct FixedPitchMeasurer: TextMeasurer, Sendable {
  /// Width of a character in font sizes.
  public let pitch: Double

  public init(pitch: Double = 0.6) { self.pitch = pitch }

  public func width(of text: String, font: Font) -> Double {
    Double(text.count) * pitch * font.size
  }
}
