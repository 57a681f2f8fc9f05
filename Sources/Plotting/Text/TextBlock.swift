/// Which point of a text lies on its anchor.
public struct TextAlignment: Equatable, Sendable {
  public enum Horizontal: Equatable, Sendable { case start, middle, end }
  /// `baseline` is the first line's; `middle` is halfway between the first line's capital height
  /// and the last line's baseline; `top` and `bottom` are the edges of `TextBlock.size`.
  public enum Vertical: Equatable, Sendable { case baseline, middle, top, bottom }

  public var horizontal: Horizontal
  public var vertical: Vertical

  public init(_ horizontal: Horizontal, _ vertical: Vertical) {
    self.horizontal = horizontal
    self.vertical = vertical
  }

  public static let centred = TextAlignment(.middle, .middle)
}

/// Text laid out in lines: measured once, then placed and drawn anywhere, at any angle.
public struct TextBlock {
  let font: Font
  let lines: [TextLine]
  /// From baseline to baseline, points.
  let lineHeight: Double

  /// - Parameter maxWidth: the width in points past which lines are broken between words; a longer
  ///   word keeps its line. nil keeps the text on one line.
  public init(
    _ text: RichText, font: Font, measurer: any TextMeasurer, maxWidth: Double? = nil
  ) {
    let typesetter = Typesetter(font: font, measurer: measurer)
    self.font = font
    lineHeight = 1.25 * font.size
    lines = maxWidth.map { typesetter.lines(text, maxWidth: $0) } ?? [typesetter.line(text)]
  }

  /// Paragraphs below each other, each broken as `maxWidth` asks.
  public init(
    _ paragraphs: [RichText], font: Font, measurer: any TextMeasurer, maxWidth: Double
  ) {
    let typesetter = Typesetter(font: font, measurer: measurer)
    self.font = font
    lineHeight = 1.25 * font.size
    lines = paragraphs.flatMap { typesetter.lines($0, maxWidth: maxWidth) }
  }

  /// Width of the widest line; from the top of the tallest letter to the bottom of the lowest one.
  public var size: Size {
    Size(width: lines.map(\.width).max() ?? 0, height: top + depth)
  }

  /// How often a line is broken.
  var breaks: Double { Double(max(0, lines.count - 1)) }

  /// Height above the first baseline.
  private var top: Double { lines.first?.ascent ?? 0 }

  /// Depth below the first baseline.
  private var depth: Double {
    Double(max(0, lines.count - 1)) * lineHeight + (lines.last?.descent ?? 0)
  }

  /// The box that the text takes when its anchor is at `anchor`; for a turned text, the
  /// axis-parallel box around it.
  /// - Parameter angle: clockwise turn about `anchor`, degrees; −90 reads upwards.
  public func bounds(
    at anchor: Point, align: TextAlignment = TextAlignment(.start, .baseline), angle: Double = 0
  ) -> Rect {
    let left = -shift(width: size.width, align.horizontal)
    let box = Rect(
      x: left, y: baseline(align.vertical) - top, width: size.width, height: size.height)
    return Rotation(degrees: angle).bounds(of: box).moved(by: anchor)
  }

  public func draw(
    on canvas: any Canvas, at anchor: Point,
    align: TextAlignment = TextAlignment(.start, .baseline), color: Color = .black,
    angle: Double = 0
  ) {
    let rotation = Rotation(degrees: angle)
    for (index, line) in lines.enumerated() {
      let y = baseline(align.vertical) + Double(index) * lineHeight
      let x = -shift(width: line.width, align.horizontal)
      for piece in line.pieces {
        let turned = rotation.apply(Point(x + piece.x, y + piece.y))
        canvas.draw(
          piece.text, at: anchor.offset(turned.x, turned.y), font: piece.font, color: color,
          angle: angle)
      }
    }
  }

  /// How far the first baseline lies below the anchor.
  private func baseline(_ vertical: TextAlignment.Vertical) -> Double {
    switch vertical {
    case .baseline: 0
    case .top: top
    case .bottom: -depth
    case .middle: (font.capHeight - Double(max(0, lines.count - 1)) * lineHeight) / 2
    }
  }

  private func shift(width: Double, _ horizontal: TextAlignment.Horizontal) -> Double {
    switch horizontal {
    case .start: 0
    case .middle: width / 2
    case .end: width
    }
  }
}
