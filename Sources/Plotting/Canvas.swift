/// Knows how wide a text is. Layout needs nothing else from a backend.
public protocol TextMeasurer {
  /// Advance width in points of `text` on one line.
  func width(of text: String, font: Font) -> Double
}

/// What a figure is drawn on. Coordinates and lengths are points; areas fill by the even-odd rule.
public protocol Canvas: AnyObject {
  func fill(_ path: Path, with color: Color)
  func stroke(_ path: Path, with stroke: Stroke)

  /// Draws one line of plain text.
  /// - Parameters:
  ///   - origin: where the baseline starts.
  ///   - angle: clockwise turn about `origin`, degrees.
  func draw(_ text: String, at origin: Point, font: Font, color: Color, angle: Double)

  /// Runs `body`, keeping what it draws inside `path`.
  func clip(to path: Path, _ body: () -> Void)
}

/// One call on a canvas, kept.
public indirect enum DrawingOperation: Equatable, Sendable {
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(String, at: Point, font: Font, color: Color, angle: Double)
  case clip(Path, [DrawingOperation])
}

/// A finished page: laid out once, replayed on as many backends as there are formats, so that no
/// two formats can differ in layout.
public struct Drawing: Equatable, Sendable {
  public let size: Size
  public let operations: [DrawingOperation]

  public init(size: Size, operations: [DrawingOperation]) {
    self.size = size
    self.operations = operations
  }

  /// Repeats every recorded call on `canvas`, in order.
  public func replay(on canvas: any Canvas) { Self.replay(operations, on: canvas) }

  private static func replay(_ operations: [DrawingOperation], on canvas: any Canvas) {
    for operation in operations {
      switch operation {
      case .fill(let path, let color): canvas.fill(path, with: color)
      case .stroke(let path, let stroke): canvas.stroke(path, with: stroke)
      case .text(let text, let origin, let font, let color, let angle):
        canvas.draw(text, at: origin, font: font, color: color, angle: angle)
      case .clip(let path, let inner): canvas.clip(to: path) { replay(inner, on: canvas) }
      }
    }
  }
}

/// A canvas that only remembers the calls made on it: what figures are laid out on, and what tests
/// look at.
public final class RecordingCanvas: Canvas {
  public private(set) var operations: [DrawingOperation] = []

  public init() {}

  public func fill(_ path: Path, with color: Color) { operations.append(.fill(path, color)) }

  public func stroke(_ path: Path, with stroke: Stroke) {
    operations.append(.stroke(path, stroke))
  }

  public func draw(_ text: String, at origin: Point, font: Font, color: Color, angle: Double) {
    operations.append(.text(text, at: origin, font: font, color: color, angle: angle))
  }

  public func clip(to path: Path, _ body: () -> Void) {
    var outer: [DrawingOperation] = []
    swap(&outer, &operations)
    body()
    swap(&outer, &operations)
    operations.append(.clip(path, outer))
  }
}
