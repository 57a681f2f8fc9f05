import Foundation
import Plotting

/// What a drawing shows, as far as tests ask: texts with the ground that they stand on, marks, lines
/// and frames.
struct PageContent {
  struct Text {
    let text: String
    let size: Double
    let box: Rect
    /// Of its colour with the ground at its middle, 1 to 21.
    let contrast: Double
  }

  struct Line {
    let stroke: Stroke
    let path: Path
    let isClipped: Bool

    /// White ones are the margins of markers.
    var isEnvelope: Bool { stroke.width == 2 && stroke.color != .white }
  }

  private(set) var texts: [Text] = []
  private(set) var strokes: [Line] = []
  /// Filled marks of points.
  private(set) var marks: [Rect] = []
  /// Filled boxes, from the lowest up: what texts can stand on.
  private var grounds: [(box: Rect, color: Color)] = []

  init(_ drawing: Drawing, _ measurer: any TextMeasurer) {
    visit(drawing.operations, isClipped: false, measurer)
  }

  private mutating func visit(
    _ operations: [DrawingOperation], isClipped: Bool, _ measurer: any TextMeasurer
  ) {
    for operation in operations {
      switch operation {
      case .clip(_, let inner): visit(inner, isClipped: true, measurer)
      case .group(_, let inner): visit(inner, isClipped: isClipped, measurer)
      case .stroke(let path, let stroke):
        strokes.append(Line(stroke: stroke, path: path, isClipped: isClipped))
      case .fill(let path, let color): fill(path, color)
      case .text(let text, _, let font, let color, _):
        guard let box = FiguresTests.texts(in: [operation], measurer).first?.box else { continue }
        texts.append(
          Text(
            text: text, size: font.size, box: box,
            contrast: Self.contrast(color, ground(at: box.center))))
      }
    }
  }

  private mutating func fill(_ path: Path, _ color: Color) {
    let box = path.bounds
    if path.isQuadrilateral { grounds.append((box, color)) }
    if Self.markColors.contains(color), box.width < 12, box.height < 12, box.width > 4 {
      marks.append(box)
    }
  }

  private static let markColors: [Color] = [
    OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen,
  ]

  /// White under all that is filled there.
  private func ground(at point: Point) -> Color {
    grounds.reduce(.white) { ground, area in
      guard area.box.contains(point) else { return ground }
      return ground.mixed(
        with: Color(red: area.color.red, green: area.color.green, blue: area.color.blue),
        share: area.color.alpha)
    }
  }

  /// As WCAG 2.1 has it.
  private static func contrast(_ one: Color, _ other: Color) -> Double {
    let lights = [one, other].map { color in
      let parts = [color.red, color.green, color.blue].map {
        $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }.sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  /// Pairs of texts that share more than the boxes around them have to.
  var overlappingTexts: [(String, String)] {
    texts.indices.flatMap { index in
      texts[(index + 1)...].compactMap { other in
        let (one, least) = (
          texts[index], min(texts[index].box.area, other.box.area)
        )
        return one.box.overlap(other.box) >= 0.15 * least ? (one.text, other.text) : nil
      }
    }
  }

  /// Texts that hide a good part of a mark.
  var coveredMarks: [(text: String, mark: Point)] {
    texts.flatMap { text in
      marks.filter { $0.overlap(text.box) > 0.2 * $0.area }.map { (text.text, $0.center) }
    }
  }

  /// Texts that a line from a label to its mark runs through.
  var crossedTexts: [(text: String, box: Rect, leader: (Point, Point))] {
    let leaders = strokes.filter { $0.stroke == Stroke(.black, width: 0.5) }
      .compactMap(\.path.ends)
    return texts.compactMap { text in
      let box = text.box.inset(by: 0.8)
      let crossing = leaders.first { from, to in
        // A line is walked in steps shorter than any text is high.
        let steps = max(1, Int(from.distance(to: to)))
        return (0...steps).contains { step in
          let share = Double(step) / Double(steps)
          return box.contains(
            Point(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)))
        }
      }
      return crossing.map { (text.text, text.box, $0) }
    }
  }

  /// How many labels stand along the lower and the left side of each frame that has any there.
  var labelCounts: [(side: String, frame: Rect, count: Int)] {
    let frames = strokes.filter { $0.path.isQuadrilateral }.map(\.path.bounds)
      .filter { $0.width > 40 && $0.height > 40 }
    return frames.flatMap { frame in
      let below = texts.filter { text in
        abs(text.box.minY - frame.maxY - 8) < 5 && frame.minX - 12 < text.box.midX
          && text.box.midX < frame.maxX + 12 && text.text.first?.isNumber ?? false
      }
      let left = texts.filter { text in
        abs(frame.minX - 6 - text.box.maxX) < 3 && frame.minY - 6 < text.box.midY
          && text.box.midY < frame.maxY + 6 && text.text.first?.isNumber ?? false
      }
      return [("lower side", below), ("left side", left)].filter { !$0.1.isEmpty }.map {
        ($0.0, frame, $0.1.count)
      }
    }
  }
}

extension Path {
  /// Whether it is one closed box, turned or not.
  fileprivate var isQuadrilateral: Bool {
    guard elements.count == 5, elements.last == .close else { return false }
    return elements[1...3].allSatisfy { if case .line = $0 { true } else { false } }
  }
}

extension Rect {
  fileprivate var area: Double { width * height }
}
