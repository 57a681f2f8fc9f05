/// A surface in bands of colour, with the area that has no values hatched.
public struct BandedHeatMap: Mark {
  public var field: SampledField
  public var bands: ColorBands
  /// Nothing is drawn outside it.
  public var plot: Rect
  /// Ground of the area without values.
  public var missingFill: Color
  /// Lines over the area without values.
  public var missingHatch: Stroke?
  /// Thin lines between bands.
  public var edgeStroke: Stroke?

  public init(
    _ field: SampledField, bands: ColorBands, plot: Rect, missingFill: Color = .white,
    missingHatch: Stroke? = Stroke(.gray(0.55), width: 0.5), edgeStroke: Stroke? = nil
  ) {
    self.field = field
    self.bands = bands
    self.plot = plot
    self.missingFill = missingFill
    self.missingHatch = missingHatch
    self.edgeStroke = edgeStroke
  }

  public func draw(on canvas: any Canvas) {
    canvas.clip(to: .rect(plot)) {
      drawBands(on: canvas)
      if let edgeStroke { drawEdges(on: canvas, stroke: edgeStroke) }
      let missing = field.missingArea
      guard !missing.elements.isEmpty else { return }
      canvas.fill(missing, with: missingFill)
      if let missingHatch { Hatch(missing, stroke: missingHatch).draw(on: canvas) }
    }
  }

  /// Each band covers all higher ones too and is painted over by them, so no seam can show.
  private func drawBands(on canvas: any Canvas) {
    let whole = field.extended()
    let values = whole.y.indices.flatMap { row in whole.x.indices.map { whole[$0, row] } }
    guard let least = values.min(), let greatest = values.max(), !least.isNaN else { return }
    canvas.fill(.rect(field.bounds), with: bands.color(of: least))
    for step in bands.steps where step.edge > least && step.edge <= greatest {
      canvas.fill(whole.outline(at: step.edge), with: step.color)
    }
  }

  private func drawEdges(on canvas: any Canvas, stroke: Stroke) {
    let path = bands.edges.flatMap(field.isolines(at:)).reduce(into: Path()) {
      $0.append(.polyline($1))
    }
    if !path.elements.isEmpty { canvas.stroke(path, with: stroke) }
  }
}
