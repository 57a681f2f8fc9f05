import Frontier
import Plotting

/// Where the envelope changes its architecture: a rule over the plot's height, and what changes.
struct FlipMarks {
  private let flips: [ParetoEnvelope.Flip]
  private let text: (ParetoEnvelope.Flip) -> String
  private let font: Font
  private let scale: any Scale
  private let plot: Rect

  /// - Parameters:
  ///   - text: what is written beside the rule at a flip.
  ///   - scale: of TTFT, as it lies on the page.
  init(
    _ flips: [ParetoEnvelope.Flip], text: @escaping (ParetoEnvelope.Flip) -> String, font: Font,
    scale: any Scale, plot: Rect
  ) {
    (self.flips, self.text, self.font) = (flips, text, font)
    (self.scale, self.plot) = (scale, plot)
  }

  /// Draws a rule and a text for each flip, the text where it covers nothing, and no other rule.
  /// - Returns: the texts' boxes.
  func draw(
    on canvas: any Canvas, clearOf obstacles: [Rect], lines: [[Point]], measurer: any TextMeasurer
  ) -> [Rect] {
    let rules = flips.map {
      Rule.vertical(x: scale.position(of: $0.ttft), in: plot, stroke: Self.stroke)
    }
    for rule in rules { rule.draw(on: canvas) }
    var boxes: [Rect] = []
    for (flip, rule) in zip(flips, rules) {
      let block = TextBlock(
        RichText(plain: text(flip)), font: font, measurer: measurer, maxWidth: 0.42 * plot.width)
      let (anchor, align) = place(
        block, x: rule.from.x, clearOf: obstacles + boxes,
        lines: lines + rules.filter { $0 != rule }.map { [$0.from, $0.to] })
      block.draw(on: canvas, at: anchor, align: align)
      boxes.append(block.bounds(at: anchor, align: align))
    }
    return boxes
  }

  private static let stroke = Stroke(.gray(0.35), width: 0.7, dash: [1, 2])

  /// Beside the rule at `x`, as low as there is room, on the side that has it.
  private func place(_ text: TextBlock, x: Double, clearOf taken: [Rect], lines: [[Point]]) -> (
    Point, TextAlignment
  ) {
    let pieces = lines.flatMap { zip($0, $0.dropFirst()) }
    let room = plot.inset(by: 3)
    let heights = stride(from: room.maxY, through: room.minY + text.size.height, by: -4)
    let candidates = heights.flatMap { y in
      [
        (Point(x - 4, y), TextAlignment(.end, .bottom)),
        (Point(x + 4, y), TextAlignment(.start, .bottom)),
      ]
    }
    let inside = candidates.filter { anchor, align in
      room.contains(text.bounds(at: anchor, align: align))
    }
    let free = inside.first { anchor, align in
      let box = text.bounds(at: anchor, align: align).inset(by: -2)
      return !taken.contains { $0.overlap(box) > 0 }
        && !pieces.contains { Rect(around: [$0, $1]).inset(by: -1).overlap(box) > 0 }
    }
    return free ?? inside.first ?? candidates[0]
  }
}
