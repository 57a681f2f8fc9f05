extension LabelScene {
  /// Everything that labels at `places` could not be kept from, label by label.
  func conflicts(of places: [LabelCandidate]) -> [LabelConflict] {
    places.indices.flatMap { conflicts(of: $0, in: places) }
  }

  private func conflicts(of label: Int, in places: [LabelCandidate]) -> [LabelConflict] {
    let place = places[label]
    var found: [LabelConflict] = []
    if !bounds.contains(place.rect) { found.append(.outsideBounds(label: label)) }
    for other in places.indices where other != label {
      if other > label && overlap(place, places[other]) {
        found.append(.overlapsLabel(label: label, other: other))
      }
      if covers(place, mark: other) { found.append(.overlapsMark(label: label, of: other)) }
      if leader(of: place, crosses: places[other]) {
        found.append(.leaderCrossesLabel(label: label, other: other))
      }
    }
    for (index, obstacle) in obstacles.enumerated() where covers(place, obstacle) {
      found.append(.overlapsObstacle(label: label, obstacle: index))
    }
    for (index, line) in lines.enumerated() where crosses(place, line) {
      found.append(.crossesLine(label: label, line: index))
    }
    return found
  }
}
