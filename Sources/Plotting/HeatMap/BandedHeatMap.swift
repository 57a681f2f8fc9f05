/// A surface in bands of colour, with the area that has no values hatched.
public struct BandedHeatMap: Mark {
  public var field: SampledField
  public var bands: ColorBands
  /// Nothing is drawn outside it.
  public var plot: Rect
  /// The area to be hatched instead of coloured: the one without values, unless its outline is known
  /// better than the samples tell it.
  public var missingArea: Path
  public var missingFill = Color.white
  public var missingHatch: Stroke? = Stroke(.gray(0.55), width: 0.5)
  /// Thin lines between bands.
  public var edgeStroke: Stroke?

  /// - Parameter missingArea: nil takes the field's own.
  public init(
    _ field: SampledField, bands: ColorBands, plot: Rect, missingArea: Path? = nil
  ) {
    self.field = field
    self.bands = bands
    self.plot = plot
    self.missingArea = missingArea ?? field.missingArea
  }

  public func draw(on canvas: any Canvas) {
    canvas.clip(to: .rect(plot)) {
      drawBands(on: canvas)
      if let edgeStroke { drawEdges(on: canvas, stroke: edgeStroke) }
      guard !missingArea.elements.isEmpty else { return }
      canvas.fill(missingArea, with: missingFill)
      if let missingHatch { Hatch(missingArea, stroke: missingHatch).draw(on: canvas) }
    }
  }

  /// Each band covers all higher ones too and is painted over by them, so no seam can show.
  private func drawBands(on canvas: any Canvas) {
    let whole = field.extended()
    let values = whole.y.indices.flatMap { row in whole.x.indices.map { whole[$0, row] } }
    guard let least = values.min(), let greatest = values.max(), !least.isNaN else { return }
    canvas.fill(.rect(field.bounds), with: bands.color(of: least))
    for edge in bands.edges where edge > least && edge <= greatest {
      canvas.fill(whole.outline(at: edge), with: bands.color(of: edge))
    }
  }

  private func drawEdges(on canvas: any Canvas, stroke: Stroke) {
    let path = bands.edges.flatMap(field.isolines(at:)).reduce(into: Path()) {
      $0.append(.polyline($1))
    }
    if !path.elements.isEmpty { canvas.stroke(path, with: stroke) }
  }
}
