import Frontier
import Plotting

/// Where the envelope changes its architecture: a rule over the plot's height, and what changes.
struct FlipMarks {
  private let flips: [ParetoEnvelope.Flip]
  private let text: (ParetoEnvelope.Flip) -> String
  private let name: (ParetoEnvelope.Flip) -> MarkName
  private let font: Font
  private let scale: any Scale
  private let plot: Rect

  /// - Parameters:
  ///   - text: what is written beside the rule at a flip.
  ///   - name: what the rule is called.
  ///   - scale: of TTFT, as it lies on the page.
  init(
    _ flips: [ParetoEnvelope.Flip], text: @escaping (ParetoEnvelope.Flip) -> String,
    name: @escaping (ParetoEnvelope.Flip) -> MarkName, font: Font, scale: any Scale, plot: Rect
  ) {
    (self.flips, self.text, self.name, self.font) = (flips, text, name, font)
    (self.scale, self.plot) = (scale, plot)
  }

  /// Draws a rule and a text for each flip, the text where it covers nothing, and no other rule; a
  /// text without such a place is left out.
  /// - Returns: the texts' boxes.
  func draw(
    on canvas: any Canvas, clearOf obstacles: [Rect], lines: [[Point]], measurer: any TextMeasurer
  ) -> [Rect] {
    let rules = flips.map {
      Rule.vertical(x: scale.position(of: $0.ttft), in: plot, stroke: Self.stroke)
    }
    for (flip, rule) in zip(flips, rules) { canvas.group(name(flip)) { rule.draw(on: canvas) } }
    let pieces = (lines + rules.map { [$0.from, $0.to] }).flatMap { line in
      zip(line, line.dropFirst()).map { Rect(around: [$0, $1]).inset(by: -1) }
    }
    let taken = BoxIndex(obstacles + pieces, over: plot)
    var boxes: [Rect] = []
    for (flip, rule) in zip(flips, rules) {
      let block = TextBlock(
        RichText(plain: text(flip)), font: font, measurer: measurer, maxWidth: 0.42 * plot.width)
      let place = places(of: block, x: rule.from.x).first { _, _, box in
        let wide = box.inset(by: -2)
        return taken.isFree(wide) && !boxes.contains { $0.overlap(wide) > 0 }
      }
      guard let (anchor, align, box) = place else { continue }
      block.draw(on: canvas, at: anchor, align: align)
      boxes.append(box)
    }
    return boxes
  }

  private static let stroke = Stroke(.gray(0.35), width: 0.7, dash: [1, 2])

  /// Beside the rule at `x`, from the lowest up, on both sides.
  private func places(of text: TextBlock, x: Double) -> [(Point, TextAlignment, box: Rect)] {
    let room = plot.inset(by: 3)
    let heights = stride(from: room.maxY, through: room.minY + text.size.height, by: -4)
    return heights.flatMap { y in
      [
        (Point(x - 4, y), TextAlignment(.end, .bottom)),
        (Point(x + 4, y), TextAlignment(.start, .bottom)),
      ].map { ($0, $1, text.bounds(at: $0, align: $1)) }
    }.filter { room.contains($0.2) }
  }
}
