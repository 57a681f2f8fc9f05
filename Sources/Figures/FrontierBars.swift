import Frontier
import Normalization
import Plotting

/// What stands above and below the points of a `FrontierPanel`: each row's stated error as a pale
/// bar, and its spread over the draws as a whisker.
struct FrontierBars {
  /// A whisker and the point that it belongs to.
  private struct Whisker {
    let row: NormalizedAnchor
    let spread: Quantiles
    let point: Point
    /// Of the 95th and the 5th percentile, and of the median.
    let (top, bottom, tick): (Double, Double, Double)
    /// Beside the point where whiskers would run into each other.
    var x: Double

    var line: [Point] { [Point(x, top), Point(x, bottom)] }
  }

  private let bands: [(row: NormalizedAnchor, box: Rect)]
  private let whiskers: [Whisker]
  private let names: FrontierMarkNames

  /// - Parameters:
  ///   - rows: that have a cost.
  ///   - spread: nil draws no whiskers.
  ///   - names: what the marks are called.
  ///   - side: where whiskers move first, right of their points (1) or left (−1).
  init(
    _ rows: [NormalizedAnchor], of frontier: AnchorFrontier, spread: FrontierSpread.Panel?,
    side: Double, names: FrontierMarkNames, at place: FrontierPlace
  ) {
    self.names = names
    bands = rows.compactMap { row in
      guard row.anchor.relativeBand != nil, let band = row.band(overlaps: frontier.overlaps) else {
        return nil
      }
      let ends = [band.upperBound, band.lowerBound].map { place.point(row.ttft, $0) }
      return (row, Rect(around: ends).inset(left: -4, top: 0, right: -4, bottom: 0))
    }
    whiskers = Self.apart(
      rows.compactMap { row in
        guard let found = spread?.costs[row.id] else { return nil }
        let point = place.point(row)
        return Whisker(
          row: row, spread: found, point: point, top: place.y.position(of: found.p95),
          bottom: place.y.position(of: found.p05), tick: place.y.position(of: found.p50),
          x: point.x)
      }, side)
  }

  /// Points, between whiskers of one TTFT.
  private static let lane = 5.5

  /// Moves each whisker that would run into another, or through another's point, to the side; those
  /// that are alone at their TTFT stay.
  private static func apart(_ whiskers: [Whisker], _ side: Double) -> [Whisker] {
    func others(_ whisker: Whisker) -> [Whisker] {
      whiskers.filter {
        $0.row.id != whisker.row.id && abs($0.point.x - whisker.point.x) < 1
      }
    }
    let byHeight = whiskers.sorted { ($0.point.y, $0.row.id) < ($1.point.y, $1.row.id) }
    var placed = byHeight.filter { others($0).isEmpty }
    for var whisker in byHeight where !others(whisker).isEmpty {
      let span = whisker.top - 5...whisker.bottom + 5
      let isOverPoint = others(whisker).contains { span.contains($0.point.y) }
      let lanes = [0, 1, -1, 2, -2, 3, -3].filter { $0 != 0 || !isOverPoint }
        .map { whisker.point.x + $0 * side * lane }
      whisker.x =
        lanes.first { x in
          !placed.contains { abs($0.x - x) < lane - 1 && meets($0, whisker) }
        } ?? whisker.point.x
      placed.append(whisker)
    }
    return placed
  }

  private static func meets(_ one: Whisker, _ other: Whisker) -> Bool {
    one.top - 3 < other.bottom && other.top - 3 < one.bottom
  }

  /// Over the points, which would hide them.
  func drawTicks(on canvas: any Canvas) {
    for whisker in whiskers {
      let color = FigureStyle.color(whisker.row.anchor.architecture)
      let ends = [-2.6, 2.6].map { Point(whisker.x + $0, whisker.tick) }
      canvas.group(names.median(whisker.row, whisker.spread)) {
        Polyline(ends, stroke: Stroke(color, width: 1.6), halo: 0.6).draw(on: canvas)
      }
    }
  }

  func draw(on canvas: any Canvas) {
    for (row, box) in bands {
      canvas.group(names.statedError(row)) {
        Area(.rect(box), fill: Self.pale(FigureStyle.color(row.anchor.architecture)))
          .draw(on: canvas)
      }
    }
    for whisker in whiskers {
      canvas.group(names.whisker(whisker.row, whisker.spread)) { draw(whisker, on: canvas) }
    }
  }

  private func draw(_ whisker: Whisker, on canvas: any Canvas) {
    let stroke = Stroke(FigureStyle.color(whisker.row.anchor.architecture), width: 0.8)
    if whisker.x != whisker.point.x {
      let end = Point(whisker.x, min(max(whisker.point.y, whisker.top), whisker.bottom))
      canvas.stroke(.segment(whisker.point, end), with: stroke)
    }
    ErrorBar(x: whisker.x, from: whisker.top, to: whisker.bottom, stroke: stroke)
      .draw(on: canvas)
  }

  static func pale(_ color: Color) -> Color { color.mixed(with: .white, share: 0.65) }

  /// What texts keep clear of.
  var boxes: [Rect] {
    bands.map(\.box) + whiskers.map { Rect(around: $0.line).inset(by: -1.5) }
  }

  var lines: [[Point]] { whiskers.map(\.line) }
}
