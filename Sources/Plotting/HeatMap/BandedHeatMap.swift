/// A surface in bands of colour, with the area that has no values hatched.
public struct BandedHeatMap: Mark {
  public var field: SampledField
  public var bands: ColorBands
  /// Nothing is drawn outside it.
  public var plot: Rect
  /// Marks the side below one of the edges, for readers who see no colours.
  public var lowSide: LowSide?

  public init(
    _ field: SampledField, bands: ColorBands, plot: Rect, lowSide: LowSide? = nil
  ) {
    self.field = field
    self.bands = bands
    self.plot = plot
    self.lowSide = lowSide
  }

  /// What lies below one of the edges of the bands, and how it is hatched.
  public struct LowSide: Equatable, Sendable {
    public var edge: Double
    public var hatch: Stroke

    public init(below edge: Double, hatch: Stroke) {
      self.edge = edge
      self.hatch = hatch
    }
  }

  public func draw(on canvas: any Canvas) {
    canvas.clip(to: .rect(plot)) {
      drawBands(on: canvas)
      let missingArea = field.missingArea
      guard !missingArea.elements.isEmpty else { return }
      canvas.fill(missingArea, with: .white)
      Hatch(missingArea, stroke: Stroke(.gray(0.55), width: 0.5)).draw(on: canvas)
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
    guard let lowSide, least < lowSide.edge else { return }
    // By the even-odd rule the outline cuts the other side out of the whole.
    var area = Path.rect(field.bounds)
    area.append(whole.outline(at: lowSide.edge))
    Hatch(area, stroke: lowSide.hatch).draw(on: canvas)
  }
}
