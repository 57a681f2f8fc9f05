import Plotting

/// Finds the texts that were drawn and the boxes they take.
enum DrawnText {
  static func boxes(in operations: [DrawingOperation], measurer: any TextMeasurer)
    -> [(text: String, box: Rect)]
  {
    operations.flatMap { operation -> [(text: String, box: Rect)] in
      switch operation {
      case .text(let text, let origin, let font, _, let angle):
        let block = TextBlock(RichText(plain: text), font: font, measurer: measurer)
        return [(text, block.bounds(at: origin, angle: angle))]
      case .clip(_, let inner), .group(_, let inner): return boxes(in: inner, measurer: measurer)
      case .fill, .stroke: return []
      }
    }
  }
}
