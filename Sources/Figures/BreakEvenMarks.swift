import CostModel
import Evidence
import Frontier
import Plotting

/// What is drawn inside one plot of Figure 2: the banded surface, its isolines, the break-even
/// lines, and the published systems.
struct BreakEvenMarks {
  let panel: BreakEvenPanel
  let plot: Rect
  /// Whether the published systems are labelled: they lie at the same places in every panel.
  let namesSystems: Bool
  let measurer: any TextMeasurer

  private let x: any Scale
  private let y: any Scale
  private let field: SampledField
  /// Where the difference equals each edge of the bands.
  private let isolines: [(level: Double, lines: [[Point]])]

  /// Edges at ±these, USD per million tokens: the two signs differ by an order of magnitude.
  static let bands = ColorBands.symmetric(
    edges: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5], palette: .purpleOrange)

  init(panel: BreakEvenPanel, plot: Rect, namesSystems: Bool, measurer: any TextMeasurer) {
    self.panel = panel
    self.plot = plot
    self.namesSystems = namesSystems
    self.measurer = measurer
    let shares = BreakEvenPanel.shares
    x = Side.bottom.scale(LinearScale(shares[0]...shares[shares.count - 1]), in: plot)
    y = Side.left.scale(
      LogScale(BreakEvenPanel.bandwidthRange), in: plot)
    let (x, y) = (x, y)
    field = SampledField(
      x: shares.map { x.position(of: $0) },
      y: BreakEvenPanel.bandwidths.map { y.position(of: $0) }
    ) { column, row in panel.grid[column][row].difference ?? .nan }
    let field = field
    isolines = Self.bands.edges.map { ($0, field.isolines(at: $0)) }
  }

  /// - Returns: the names of labels that could not be kept clear of something.
  func draw(on canvas: any Canvas) -> [String] {
    BandedHeatMap(field, bands: Self.bands, plot: plot).draw(on: canvas)
    var taken = systemBoxes
    canvas.clip(to: .rect(plot)) {
      drawIsolines(on: canvas)
      drawBreakEven(on: canvas)
    }
    drawSystems(on: canvas)
    let layout = systemLabels()
    taken += layout.labels.map(\.rect)
    for label in layout.labels {
      canvas.fill(.rect(label.rect.inset(by: -0.8)), with: Self.ground)
      label.draw(on: canvas)
    }
    taken += breakEvenBoxes
    drawRegionNames(on: canvas, taken: &taken)
    drawIsolineLabels(on: canvas, taken: &taken)
    return Set(layout.conflicts.map(\.label)).sorted().map {
      "there is no free place for the label of \(named[$0].names.joined(separator: ", "))"
    }
  }

  private static let ground = Color(0xFFFFFF, alpha: 0.82)
  private static let font = Font(size: 7)
  /// Ground around a text, points.
  private static let air = 1.5

  // MARK: Isolines

  private func drawIsolines(on canvas: any Canvas) {
    for (level, lines) in isolines {
      for line in lines { canvas.stroke(.polyline(line), with: Self.isoline(level)) }
    }
  }

  /// Solid where disaggregation is cheaper, dashed where colocation is.
  static func isoline(_ level: Double) -> Stroke {
    Stroke(.gray(0.2), width: 0.5, dash: level < 0 ? [2, 1.5] : [])
  }

  private func drawIsolineLabels(on canvas: any Canvas, taken: inout [Rect]) {
    for (level, lines) in isolines.sorted(by: { abs($0.level) > abs($1.level) }) {
      guard let longest = lines.max(by: { $0.count < $1.count }) else { continue }
      let text = (level > 0 ? "+" : "") + NumberFormat.plain(level)
      drawInline(RichText(plain: text), along: longest, on: canvas, taken: &taken)
    }
  }

  /// Boxes along the break-even lines, for labels to keep clear of.
  private var breakEvenBoxes: [Rect] {
    panel.contours.flatMap(lines).flatMap { line in
      zip(line, line.dropFirst()).map { Rect(around: [$0, $1]).inset(by: -1) }
    }
  }

  private func drawInline(
    _ text: RichText, along line: [Point], on canvas: any Canvas, taken: inout [Rect]
  ) {
    guard
      let label = InlineLabel.along(
        line, text: text, font: Self.font, measurer: measurer, bounds: plot.inset(by: 1),
        avoiding: taken)
    else { return }
    label.draw(on: canvas, ground: Self.ground)
    taken.append(label.ground.bounds)
  }

  // MARK: Break-even lines

  private func lines(_ contour: BreakEvenSurface.Contour) -> [[Point]] {
    contour.pieces.map { piece in
      piece.map { Point(x.position(of: $0.prefillShare), y.position(of: $0.bandwidth)) }
    }
  }

  private func isDefault(_ contour: BreakEvenSurface.Contour) -> Bool {
    contour.overlap == panel.surface.transfer.overlap
  }

  private func drawBreakEven(on canvas: any Canvas) {
    for contour in panel.contours.sorted(by: { !isDefault($0) && isDefault($1) }) {
      let stroke = Self.stroke(contour, in: panel)
      for line in lines(contour) { Polyline(line, stroke: stroke, halo: 0.8).draw(on: canvas) }
    }
  }

  /// Heavy at the default η, dashed at the low end of the sweep, dotted at its high end.
  private static func stroke(_ contour: BreakEvenSurface.Contour, in panel: BreakEvenPanel)
    -> Stroke
  {
    if contour.overlap == panel.surface.transfer.overlap { return Stroke(.black, width: 2.2) }
    let isLow = contour.overlap == panel.overlaps.lowerBound
    return Stroke(.black, width: 1, dash: isLow ? [5, 2.5] : [1.2, 1.8])
  }

  /// Writes into the widest free part of each side which architecture is cheaper there.
  private func drawRegionNames(on canvas: any Canvas, taken: inout [Rect]) {
    if panel.isInfeasible {
      let text = TextBlock(
        RichText("neither architecture meets the contract").bold, font: Self.font,
        measurer: measurer, maxWidth: 0.75 * plot.width)
      let box = text.bounds(at: plot.center, align: .centred).inset(by: -Self.air)
      canvas.fill(.rect(box), with: Self.ground)
      text.draw(on: canvas, at: plot.center, align: .centred)
      taken.append(box)
    }
    for (name, sign) in [(disaggregationName, 1.0), ("chunked cheaper", -1.0)] {
      guard let (text, center) = regionName(name, sign: sign, clearOf: taken) else { continue }
      let box = text.bounds(at: center, align: .centred).inset(by: -Self.air)
      canvas.fill(.rect(box), with: Self.ground)
      text.draw(on: canvas, at: center, align: .centred)
      taken.append(box)
    }
  }

  /// A region's name with its place: on one line where there is room, else a word to a line.
  private func regionName(_ name: String, sign: Double, clearOf taken: [Rect]) -> (
    TextBlock, Point
  )? {
    for share in [0.75, 0] {
      let text = TextBlock(
        RichText(plain: name).bold, font: Self.font, measurer: measurer,
        maxWidth: share * plot.width)
      if let center = roomiestPlace(for: text.size, sign: sign, clearOf: taken) {
        return (text, center)
      }
    }
    return nil
  }

  /// Says where the break-even is when it lies left of the axis.
  private var disaggregationName: String {
    let shares = BreakEvenPanel.shares
    let found = panel.surface.breakEvenPrefillShare(
      bandwidth: BreakEvenPanel.bandwidthRange.upperBound,
      overlap: panel.surface.transfer.overlap)
    guard let share = found.value, share < shares[0] else { return "P/D cheaper" }
    let place = "break-even at α = \(NumberFormat.fixed(share, decimals: 2))"
    return "P/D cheaper; " + place.replacing(" ", with: "\u{A0}")
  }

  /// The centre of a box of `size` inside the region of `sign`, farthest from the other region.
  private func roomiestPlace(for size: Size, sign: Double, clearOf taken: [Rect]) -> Point? {
    var best: (center: Point, room: Double)?
    for column in field.x.indices {
      for row in stride(from: 0, to: field.y.count, by: 3) {
        let center = Point(field.x[column], field.y[row])
        let box = Rect(
          x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width,
          height: size.height
        ).inset(by: -Self.air)
        guard plot.contains(box), !taken.contains(where: { $0.overlap(box) > 0 })
        else { continue }
        let room = clearance(of: box, sign: sign)
        if room > best?.room ?? 0 { best = (center, room) }
      }
    }
    return best?.center
  }

  /// How far `box` lies from the nearest sample of the other sign, points.
  private func clearance(of box: Rect, sign: Double) -> Double {
    var nearest = Double.infinity
    for (column, x) in field.x.enumerated() {
      for (row, y) in field.y.enumerated() where !(field[column, row] * sign > 0) {
        let dx = max(box.minX - x, x - box.maxX, 0)
        let dy = max(box.minY - y, y - box.maxY, 0)
        nearest = min(nearest, dx * dx + dy * dy)
      }
    }
    return min(nearest, 1e4)
  }

  // MARK: Systems

  /// A disaggregated system as a point, or several colocated ones at one α as a tick.
  private struct Place {
    var names: [String]
    let role: Anchor.Role
    let share: Double
    let bandwidth: Double?
    let point: Point
    let isOutside: Bool

    /// Where a label is attached: the tail of an arrow, the middle of a tick, the mark itself.
    var handle: Point {
      point.offset(isOutside ? -10 : 0, bandwidth == nil ? -5 : 0)
    }
  }

  /// α outside the axis goes to its end, marked by an arrow and its number.
  private var places: [Place] {
    panel.systems.reduce(into: []) { places, system in
      if system.bandwidth == nil,
        let same = places.firstIndex(where: {
          $0.bandwidth == nil && $0.role == system.role
            && abs($0.share - system.prefillShare) < 1e-9
        })
      {
        if !places[same].names.contains(system.name) { places[same].names.append(system.name) }
        return
      }
      let height = system.bandwidth.map { y.clampedPosition(of: $0) } ?? plot.maxY
      places.append(
        Place(
          names: [system.name], role: system.role, share: system.prefillShare,
          bandwidth: system.bandwidth,
          point: Point(x.clampedPosition(of: system.prefillShare), height),
          isOutside: !x.domain.contains(system.prefillShare)))
    }
  }

  private func drawSystems(on canvas: any Canvas) {
    // Reference rows under those of the envelope; off the axis only the latter.
    for place in places.sorted(by: { $0.role == .reference && $1.role == .envelope }) {
      let point = place.point
      if place.isOutside {
        guard place.role == .envelope else { continue }
        let direction = point.x > plot.midX ? -1.0 : 1
        Arrow(
          from: point.offset(12 * direction, place.bandwidth == nil ? -5 : 0),
          to: point.offset(0, place.bandwidth == nil ? -5 : 0),
          stroke: Stroke(.black, width: 1.2)
        ).draw(on: canvas)
      } else if place.bandwidth == nil {
        Polyline(
          [point, point.offset(0, -9)], stroke: Self.systemTick(place.role), halo: 0.8
        ).draw(on: canvas)
      } else {
        Marker(Self.systemMarker(place.role), at: point).draw(on: canvas)
      }
    }
  }

  private static func systemMarker(_ role: Anchor.Role) -> MarkerStyle {
    switch role {
    case .envelope:
      MarkerStyle(
        .circle, radius: 3.2, fill: FigureStyle.color(.disaggregated),
        outline: Stroke(.white, width: 0.8))
    case .reference: .hollow(.circle, FigureStyle.color(.disaggregated), radius: 2.2, width: 0.9)
    }
  }

  private static func systemTick(_ role: Anchor.Role) -> Stroke {
    Stroke(role == .envelope ? .black : .gray(0.45), width: role == .envelope ? 2 : 1)
  }

  private var systemBoxes: [Rect] {
    places.map { place in
      Rect(x: place.point.x - 5, y: place.point.y - 9, width: 10, height: 12)
    }
  }

  private var referenceBoxes: [Rect] {
    places.filter { $0.role == .reference && !$0.isOutside }.map { place in
      Rect(around: [
        place.point.offset(-2.5, place.bandwidth == nil ? -9 : -2.5), place.point.offset(2.5, 2.5),
      ])
    }
  }

  private func systemLabels() -> LabelLayout {
    let placer = LabelPlacer(
      font: Self.font, measurer: measurer, bounds: plot.inset(by: 2),
      obstacles: namesSystems ? referenceBoxes : [],
      lines: panel.contours.filter(isDefault).flatMap(lines))
    return placer.place(
      named.map { place in
        let name = place.names.joined(separator: ", ").shortened(to: 24)
        let text =
          place.isOutside ? "\(name), α \(NumberFormat.significant(place.share, digits: 3))" : name
        return LabelRequest(
          at: place.handle, radius: place.isOutside ? 4 : 4.5, RichText(plain: text),
          preferred: [.left, .aboveLeft, .above])
      })
  }

  private var named: [Place] {
    namesSystems ? places.filter { $0.role == .envelope } : []
  }

  // MARK: Legend

  static func legend(_ panels: [BreakEvenPanel]) -> Legend {
    let contours = panels.first?.contours ?? []
    var entries = contours.sorted { $0.overlap < $1.overlap }.map { contour in
      LegendEntry(
        RichText(plain: "break-even B*(α), η = \(NumberFormat.plain(contour.overlap))"),
        line: panels.first.map { stroke(contour, in: $0) })
    }
    entries += [
      LegendEntry("difference > 0: P/D cheaper", line: isoline(1)),
      LegendEntry("difference < 0: colocation cheaper", line: isoline(-1)),
      LegendEntry("published P/D system", marker: systemMarker(.envelope)),
      LegendEntry(
        "published colocated system (no B)",
        marker: MarkerStyle(.tick, radius: 4, outline: systemTick(.envelope))),
      LegendEntry("hollow, thin: reference rows", marker: systemMarker(.reference)),
    ]
    if panels.contains(where: { $0.grid.joined().contains { $0.colocated == nil } }) {
      entries.append(
        LegendEntry(
          "chunked prefill infeasible",
          swatchOutline: Stroke(.gray(0.4), width: 0.5), hatch: Stroke(.gray(0.55), width: 0.5)))
    }
    return Legend(entries, columns: 3, font: FigureStyle.labelFont, isFramed: false)
  }
}

extension BreakEvenPanel {
  /// The contract as the paper writes it.
  var title: String {
    "(\(NumberFormat.plain(surface.contract.ttftMs)), "
      + "\(NumberFormat.plain(surface.contract.tpotMs))) ms"
  }

  /// The panel in plain ASCII words.
  var description: String {
    let overlap = surface.transfer.overlap
    let ends = [Self.bandwidthRange.lowerBound, Self.bandwidthRange.upperBound].map { bandwidth in
      let found = surface.breakEvenPrefillShare(bandwidth: bandwidth, overlap: overlap)
      return "at \(FrontierWords.number(bandwidth / 1e9)) GB/s \(Self.words(found))"
    }
    return "Contract \(name) ms: colocated minus disaggregated cost over prefill share 0.2 to "
      + "0.97 and bandwidth 25 to 900 GB/s, logarithmic; \(ends.joined(separator: ", "))."
  }

  private static func words(_ found: BreakEven) -> String {
    switch found {
    case .at(let share):
      "disaggregation is cheaper above a prefill share of \(FrontierWords.number(share))"
    case .colocationEverywhere: "colocation is cheaper at every prefill share"
    case .disaggregationEverywhere: "disaggregation is cheaper at every prefill share"
    case .infeasible: "neither meets the contract"
    }
  }
}
