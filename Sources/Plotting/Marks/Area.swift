/// A filled area.
public struct Area: Mark, Equatable, Sendable {
  public var path: Path
  public var fill: Color

  public init(_ path: Path, fill: Color) {
    self.path = path
    self.fill = fill
  }

  /// The band between two lines that run the same way, straight or as staircases.
  public static func between(_ line: [Point], and other: [Point], fill: Color) -> Area {
    Area(.polyline(line + other.reversed(), closed: true), fill: fill)
  }

  public func draw(on canvas: any Canvas) { canvas.fill(path, with: fill) }
}
