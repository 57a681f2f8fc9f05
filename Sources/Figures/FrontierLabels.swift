import Evidence
import Frontier
import Normalization
import Plotting

/// The labels of a `FrontierPanel`'s points.
struct FrontierLabels {
  /// A text for each row, short enough to be placed; empty where a row has none of its own.
  let texts: [RichText]
  /// By row; of rows that share a text that of the most important one.
  let importances: [Int]
  /// The rows that each row's text names.
  private let named: [[Int]]

  /// Of rows that lie on one point the first names all.
  /// - Parameter label: nil leaves a point bare.
  init(
    _ rows: [NormalizedAnchor], of frontier: AnchorFrontier, at place: FrontierPlace,
    label: (NormalizedAnchor) -> String?
  ) {
    var groups = [[(row: Int, text: RichText)]](repeating: [], count: rows.count)
    var firsts = PointIndex()
    for (index, row) in rows.enumerated() {
      guard let text = label(row) else { continue }
      let first = firsts.first(near: place.point(row), within: 1) ?? index
      if first == index { firsts.insert(place.point(row), as: index) }
      groups[first].append((index, FigureStyle.name(row.anchor, text)))
    }
    texts = groups.map { group in
      guard let first = group.first?.text else { return RichText(runs: []) }
      return group.count < 3
        ? group.dropFirst().reduce(first) { $0 + ", " + $1.text }
        : first + RichText(plain: " and \(group.count - 1) more")
    }
    named = groups.map { $0.count < 3 ? $0.map(\.row) : $0.prefix(1).map(\.row) }
    let members = frontier.envelope.members
    importances = groups.map { group in
      group.map { Self.importance(rows[$0.row], members) }.max() ?? 0
    }
  }

  /// The rows that section 5.1 names before the envelope's, those before all others.
  static func importance(_ row: NormalizedAnchor, _ members: Set<String>) -> Int {
    if row.anchor.section == RowsRule.namedSection { return 2 }
    return members.contains(row.id) ? 1 : 0
  }

  /// The rows that no placed text names.
  func unnamed(by layout: LabelLayout) -> Set<Int> {
    Set(texts.indices).subtracting(layout.labels.flatMap { named[$0.request] })
  }
}

/// Points by where they lie, in squares of one point.
private struct PointIndex {
  private struct Square: Hashable {
    let (x, y): (Int, Int)
  }

  private var squares: [Square: [(index: Int, point: Point)]] = [:]

  private static func square(_ point: Point) -> Square {
    Square(x: Int(point.x.rounded(.down)), y: Int(point.y.rounded(.down)))
  }

  mutating func insert(_ point: Point, as index: Int) {
    squares[Self.square(point), default: []].append((index, point))
  }

  /// The lowest index among the points nearer than `distance`, at most one point.
  func first(near point: Point, within distance: Double) -> Int? {
    let middle = Self.square(point)
    var lowest: Int?
    for x in middle.x - 1...middle.x + 1 {
      for y in middle.y - 1...middle.y + 1 {
        for other in squares[Square(x: x, y: y)] ?? []
        where other.point.distance(to: point) < distance {
          lowest = min(lowest ?? other.index, other.index)
        }
      }
    }
    return lowest
  }
}

extension FrontierPanel {
  /// Labels and inset. Labels have the first choice; where they leave the inset no room, they make
  /// some.
  /// - Returns: the ids of the rows without a label, and whether the inset has a place or needs
  ///   none.
  func drawTexts(
    _ rows: [NormalizedAnchor], on canvas: any Canvas, _ place: FrontierPlace, taken: [Rect],
    bars: FrontierBars, lines: [[Point]], measurer: any TextMeasurer
  ) -> (unlabelled: Set<String>, hasInset: Bool) {
    let labels = FrontierLabels(rows, of: frontier, at: place, label: label)
    // Bare points take part with an empty text, so that no label is put where it could be theirs.
    let requests = rows.indices.map { index in
      LabelRequest(
        at: place.point(rows[index]), radius: marker(rows[index]).reach, labels.texts[index],
        importance: labels.importances[index])
    }
    func placed(clearOf inset: [Rect]) -> LabelLayout {
      LabelPlacer(
        font: labelFont, measurer: measurer, bounds: place.plot.inset(by: 2),
        obstacles: taken + inset, lines: lines
      ).place(requests)
    }
    var layout = placed(clearOf: [])
    let inset =
      hasInset
      ? FrontierInset(frontier, scale: place.y, font: Font(size: 7), measurer: measurer) : nil
    var found: Rect?
    if let inset {
      let marks = taken + rows.map { box($0, place) } + bars.boxes
      let beside = inset.place(in: place.plot, clearOf: marks + layout.boxes, lines: lines)
      found = beside ?? inset.place(in: place.plot, clearOf: marks, lines: lines)
      if beside == nil, let found { layout = placed(clearOf: [found.inset(by: -2)]) }
      if let found { inset.draw(on: canvas, in: found) }
    }
    layout.draw(on: canvas)
    return (
      Set(labels.unnamed(by: layout).map { rows[$0].id }), inset == nil || found != nil
    )
  }
}
