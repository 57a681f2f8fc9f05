import Frontier
import Normalization
import Plotting

/// What stands above and below the points of a `FrontierPanel`: each row's stated error as a pale
/// bar, and its spread over the draws as a whisker.
struct FrontierBars {
  private let bands: [(row: NormalizedAnchor, box: Rect)]
  private let whiskers: [(row: NormalizedAnchor, spread: Quantiles, whisker: Whisker)]
  private let names: FrontierMarkNames

  /// - Parameters:
  ///   - rows: that have a cost.
  ///   - marks: the boxes around them, in their order.
  ///   - spread: nil draws no whiskers.
  ///   - lines: that whiskers had better not run along.
  ///   - side: where whiskers move first, right of their points (1) or left (−1).
  ///   - names: what the marks are called.
  init(
    _ rows: [NormalizedAnchor], marks: [Rect], of frontier: AnchorFrontier,
    spread: FrontierSpread.Panel?, lines: [[Point]], side: Double, names: FrontierMarkNames,
    at place: FrontierPlace
  ) {
    self.names = names
    bands = rows.compactMap { row in
      guard row.anchor.relativeBand != nil, let band = row.band(overlaps: frontier.overlaps) else {
        return nil
      }
      let ends = [band.upperBound, band.lowerBound].map { place.point(row.ttft, $0) }
      return (row, Rect(around: ends).inset(left: -4, top: 0, right: -4, bottom: 0))
    }
    let spreads = rows.reduce(into: [:]) { spreads, row in
      spreads[row.id] = spread?.costs[row.id].map { (row: row, spread: $0) }
    }
    let found = zip(rows, marks).compactMap { row, mark in
      spreads[row.id].map { Whisker(row, $0.spread, mark: mark, at: place) }
    }
    whiskers = WhiskerPlaces(
      found, marks: zip(rows, marks).map { ($0.id, $1) }, lines: lines, side: side, in: place.plot
    ).whiskers.compactMap { whisker in
      spreads[whisker.id].map { ($0.row, $0.spread, whisker) }
    }
  }

  /// Over the points, which would hide them.
  func drawTicks(on canvas: any Canvas) {
    for (row, spread, whisker) in whiskers {
      let color = FigureStyle.color(row.anchor.architecture)
      canvas.group(names.median(row, spread)) {
        Polyline(whisker.median, stroke: Stroke(color, width: 1.6), halo: Whisker.halo)
          .draw(on: canvas)
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
    for (row, spread, whisker) in whiskers {
      canvas.group(names.whisker(row, spread)) {
        ErrorBar(x: whisker.x, from: whisker.top, to: whisker.bottom, stroke: Self.stroke(row))
          .draw(on: canvas)
      }
    }
  }

  private static func stroke(_ row: NormalizedAnchor) -> Stroke {
    Stroke(FigureStyle.color(row.anchor.architecture), width: 0.8)
  }

  /// Every mark, in the order of `rows`. A join to a whisker that stands aside begins at the mark's
  /// edge, over its halo and under its face.
  func draw(
    marks rows: [NormalizedAnchor], on canvas: any Canvas,
    _ style: (NormalizedAnchor) -> MarkerStyle, at place: FrontierPlace
  ) {
    let joins = whiskers.reduce(into: [:]) { $0[$1.row.id] = $1.whisker.join }
    for row in rows {
      let (style, center) = (style(row), place.point(row))
      canvas.group(names.anchor(row)) {
        guard let join = joins[row.id] else {
          return Marker(style, at: center).draw(on: canvas)
        }
        Marker(style.haloAlone, at: center).draw(on: canvas)
        Polyline(join, stroke: Self.stroke(row)).draw(on: canvas)
        Marker(style.faceAlone, at: center).draw(on: canvas)
      }
    }
  }

  static func pale(_ color: Color) -> Color { color.mixed(with: .white, share: 0.65) }

  /// What texts keep clear of.
  var boxes: [Rect] {
    let whiskers = whiskers.map(\.whisker)
    return bands.map(\.box)
      + (whiskers.flatMap(\.boxes) + whiskers.compactMap(\.joinBox)).map { $0.inset(by: -1.1) }
  }

  var lines: [[Point]] {
    let whiskers = whiskers.map(\.whisker)
    return whiskers.flatMap { [$0.line, $0.median] } + whiskers.compactMap(\.join)
  }
}

extension MarkerStyle {
  /// The white ring without the mark.
  fileprivate var haloAlone: MarkerStyle {
    MarkerStyle(shape, radius: radius, halo: halo + (outline?.width ?? 0) / 2)
  }

  /// The mark without its white ring.
  fileprivate var faceAlone: MarkerStyle {
    MarkerStyle(shape, radius: radius, fill: fill, outline: outline, halo: 0)
  }
}

extension Whisker {
  /// A row's spread over the draws: from the 5th to the 95th percentile.
  fileprivate init(
    _ row: NormalizedAnchor, _ spread: Quantiles, mark: Rect, at place: FrontierPlace
  ) {
    self.init(
      id: row.id, at: place.point(row), mark: mark, from: place.y.position(of: spread.p95),
      to: place.y.position(of: spread.p05), tick: place.y.position(of: spread.p50))
  }
}
