/// Something drawn on a plot, placed in page points.
public protocol Mark {
  func draw(on canvas: any Canvas)
}

extension Canvas {
  /// Draws `marks` in order, the later over the earlier.
  public func draw(_ marks: [any Mark]) {
    for mark in marks { mark.draw(on: self) }
  }
}
