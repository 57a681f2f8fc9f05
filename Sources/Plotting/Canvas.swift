/// Knows how wide a text is. Layout needs nothing else from a backend.
public protocol TextMeasurer {
  /// Advance width in points of `text` on one line.
  func width(of text: String, font: Font) -> Double
}

/// What a group of marks stands for, for those who point at it or have it read out.
public struct MarkName: Equatable, Sendable {
  /// A kind and keys of the data file, `anchor-distserve-chat`: ASCII letters, digits, `-`, `_` and
  /// `.`.
  public let id: String
  /// What a reader would call it: `DistServe (chat), 2500 ms, $0.61/MTok`.
  public let title: String

  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }
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

  /// Runs `body`, whose marks stand together for one thing.
  func group(_ name: MarkName, _ body: () -> Void)
}

/// One call on a canvas, kept.
public indirect enum DrawingOperation: Equatable, Sendable {
  case fill(Path, Color)
  case stroke(Path, Stroke)
  case text(String, at: Point, font: Font, color: Color, angle: Double)
  case clip(Path, [DrawingOperation])
  case group(MarkName, [DrawingOperation])
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
      case .group(let name, let inner): canvas.group(name) { replay(inner, on: canvas) }
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
    operations.append(.clip(path, recorded(body)))
  }

  public func group(_ name: MarkName, _ body: () -> Void) {
    operations.append(.group(name, recorded(body)))
  }

  /// The calls that `body` makes, which do not join those before it.
  private func recorded(_ body: () -> Void) -> [DrawingOperation] {
    var inner: [DrawingOperation] = []
    swap(&inner, &operations)
    body()
    swap(&inner, &operations)
    return inner
  }
}
