/// Eight colours that people with any common colour vision can tell apart: Okabe and Ito, "Color
/// Universal Design", 2008.
public enum OkabeIto {
  public static let black = Color(0x000000)
  public static let orange = Color(0xE69F00)
  public static let skyBlue = Color(0x56B4E9)
  public static let bluishGreen = Color(0x009E73)
  public static let yellow = Color(0xF0E442)
  public static let blue = Color(0x0072B2)
  public static let vermillion = Color(0xD55E00)
  public static let reddishPurple = Color(0xCC79A7)
}

/// Colours for signed numbers: a neutral middle, two hues away from it, darker with distance.
public struct DivergingPalette: Equatable, Sendable {
  public var neutral: Color
  /// From the lightest to the darkest.
  public var negative: [Color]
  /// From the lightest to the darkest.
  public var positive: [Color]

  public init(neutral: Color, negative: [Color], positive: [Color]) {
    self.neutral = neutral
    self.negative = negative
    self.positive = positive
  }

  /// ColorBrewer's PuOr with 11 classes (Brewer, colorbrewer2.org), safe for colour-blind readers:
  /// purple below zero, orange above.
  public static let purpleOrange = DivergingPalette(
    neutral: Color(0xF7F7F7),
    negative: [0xD8DAEB, 0xB2ABD2, 0x8073AC, 0x542788, 0x2D004B].map { Color($0) },
    positive: [0xFEE0B6, 0xFDB863, 0xE08214, 0xB35806, 0x7F3B08].map { Color($0) })

  /// ColorBrewer's BrBG with 6 classes, safe for colour-blind readers: brown below the middle, teal
  /// above it, without a neutral colour between them.
  public static let brownTeal = [0x8C510A, 0xD8B365, 0xF6E8C3, 0xC7EAE5, 0x5AB4AC, 0x01665E].map {
    Color($0)
  }

  /// `2 * count + 1` colours, from the most negative through the neutral to the most positive.
  func bands(perSide count: Int) -> [Color] {
    side(negative, count).reversed() + [neutral] + side(positive, count)
  }

  /// `count` colours evenly along a side, the last its darkest.
  private func side(_ colors: [Color], _ count: Int) -> [Color] {
    let stops = [neutral] + colors
    return (0..<max(0, count)).map { index in
      let place = Double((index + 1) * colors.count) / Double(count)
      let lower = min(Int(place), colors.count - 1)
      return stops[lower].mixed(with: stops[lower + 1], share: place - Double(lower))
    }
  }
}
