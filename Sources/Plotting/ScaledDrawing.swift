extension Drawing {
  /// This drawing with every length, strokes' and letters' too, times `factor`.
  public func scaled(by factor: Double) -> Drawing {
    guard factor != 1 else { return self }
    let scaling = Scaling(factor: factor)
    return Drawing(
      size: Size(width: size.width * factor, height: size.height * factor),
      operations: operations.map(scaling.apply))
  }
}

/// Takes what is drawn away from the origin by a factor.
private struct Scaling {
  let factor: Double

  func apply(_ operation: DrawingOperation) -> DrawingOperation {
    switch operation {
    case .fill(let path, let color): .fill(apply(path), color)
    case .stroke(let path, let stroke): .stroke(apply(path), apply(stroke))
    case .text(let text, let origin, let font, let color, let angle):
      .text(
        text, at: apply(origin), font: Font(size: font.size * factor, weight: font.weight),
        color: color, angle: angle)
    case .clip(let path, let inner): .clip(apply(path), inner.map(apply))
    case .group(let name, let inner): .group(name, inner.map(apply))
    }
  }

  private func apply(_ point: Point) -> Point { Point(point.x * factor, point.y * factor) }

  private func apply(_ path: Path) -> Path {
    var scaled = Path()
    scaled.elements = path.elements.map { element in
      switch element {
      case .move(let point): .move(apply(point))
      case .line(let point): .line(apply(point))
      case .curve(let control1, let control2, let end):
        .curve(control1: apply(control1), control2: apply(control2), end: apply(end))
      case .close: .close
      }
    }
    return scaled
  }

  private func apply(_ stroke: Stroke) -> Stroke {
    Stroke(
      stroke.color, width: stroke.width * factor, dash: stroke.dash.map { $0 * factor },
      cap: stroke.cap)
  }
}
