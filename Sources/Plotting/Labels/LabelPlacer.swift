/// Finds places for the labels of points: beside their marks where there is room, farther away with
/// a line to the mark where there is none; clear of marks, of each other and of what else is drawn.
///
/// Every label has the same candidates around its mark. Labels take their cheapest candidates one
/// after the other, most hemmed-in first; then single labels move as long as that lowers the total,
/// and at last each label in turn insists on one of its best places while the others give way.
/// Ties go to the earlier candidate and the earlier label: the same input gives the same layout.
public struct LabelPlacer {
  public let font: Font
  public let bounds: Rect
  public let obstacles: [Rect]
  public let lines: [[Point]]
  private let measurer: any TextMeasurer

  /// - Parameters:
  ///   - bounds: what labels must stay inside, usually the plot.
  ///   - obstacles: boxes to keep clear of: legends, other text, marks without a label.
  ///   - lines: lines to keep clear of: frontiers, contours.
  public init(
    font: Font, measurer: any TextMeasurer, bounds: Rect, obstacles: [Rect] = [],
    lines: [[Point]] = []
  ) {
    self.font = font
    self.measurer = measurer
    self.bounds = bounds
    self.obstacles = obstacles
    self.lines = lines
  }

  public func place(_ requests: [LabelRequest]) -> LabelLayout {
    let blocks = requests.map { TextBlock($0.text, font: font, measurer: measurer) }
    let scene = LabelScene(
      bounds: bounds, marks: requests.map { ($0.anchor, $0.radius) }, obstacles: obstacles,
      lines: lines.map(Segment.pieces))
    let candidates = zip(requests, blocks).map { LabelCandidate.all(for: $0, size: $1.size) }
    var search = LabelSearch(scene: scene, candidates: candidates)
    let places = search.best()
    let labels = requests.indices.map { index in
      PlacedLabel(
        text: blocks[index], color: requests[index].color, rect: places[index].rect,
        leader: places[index].leader.map { ($0.from, $0.to) })
    }
    return LabelLayout(labels: labels, conflicts: scene.conflicts(of: places))
  }
}
