import Plotting

/// The groups of a drawing by the ids of their marks, with what is drawn in each.
struct MarkGroups {
  private(set) var byID: [String: [DrawingOperation]] = [:]

  init(_ operations: [DrawingOperation]) { visit(operations) }

  private mutating func visit(_ operations: [DrawingOperation]) {
    for operation in operations {
      switch operation {
      case .group(let name, let inner):
        byID[name.id] = inner
        visit(inner)
      case .clip(_, let inner): visit(inner)
      default: break
      }
    }
  }

  /// What is drawn in a group, without white margins.
  private func inked(_ id: String) -> [Path] {
    (byID[id] ?? []).compactMap { operation in
      switch operation {
      case .fill(let path, _): path
      case .stroke(let path, let stroke): stroke.color == .white ? nil : path
      default: nil
      }
    }
  }

  func box(_ id: String) -> Rect {
    Rect(around: inked(id).flatMap { $0.bounds.corners })
  }

  /// The marker's face in a group, which may hold a line to it as well.
  func face(_ id: String) -> Rect? { inked(id).filter { $0.elements.last == .close }.first?.bounds }

  /// A straight line in a group.
  func line(_ id: String) -> (from: Point, to: Point)? {
    inked(id).lazy.compactMap(\.ends).first
  }
}

extension Path {
  /// The ends of a straight line; nil of any other path.
  var ends: (from: Point, to: Point)? {
    guard elements.count == 2, case .move(let from) = elements[0], case .line(let to) = elements[1]
    else { return nil }
    return (from, to)
  }
}
