/// Numbered boxes by where they lie on the page: those near a place are found without looking at
/// the others.
public struct BoxIndex {
  private let origin: Point
  private let (columns, rows): (Int, Int)
  /// The numbers of the boxes that reach into each cell, row by row. What lies beyond the bounds is
  /// kept in the outermost cells.
  private var cells: [[Int]]
  /// By number; nil where there is none.
  private var boxes: [Rect?] = []

  /// Side of a cell, points: about the height of two texts.
  private static let side = 16.0

  public init(over bounds: Rect) {
    origin = Point(bounds.minX, bounds.minY)
    columns = max(Int((max(bounds.width, 0) / Self.side).rounded(.up)), 1)
    rows = max(Int((max(bounds.height, 0) / Self.side).rounded(.up)), 1)
    cells = [[Int]](repeating: [], count: columns * rows)
  }

  /// Boxes that are numbered in their order.
  public init(_ boxes: [Rect], over bounds: Rect) {
    self.init(over: bounds)
    for (number, box) in boxes.enumerated() { insert(box, as: number) }
  }

  /// Puts a box in, in place of the one that had its number.
  mutating func insert(_ box: Rect, as number: Int) {
    remove(number)
    while boxes.count <= number { boxes.append(nil) }
    boxes[number] = box
    forEachCell(of: box) { cells[$0].append(number) }
  }

  mutating func remove(_ number: Int) {
    guard boxes.indices.contains(number), let box = boxes[number] else { return }
    boxes[number] = nil
    forEachCell(of: box) { cell in cells[cell].removeAll { $0 == number } }
  }

  /// The numbers of all boxes that touch `area`, rising.
  func numbers(touching area: Rect) -> [Int] {
    var found: [Int] = []
    forEachCell(of: area) { cell in
      for number in cells[cell] where boxes[number]?.touches(area) ?? false {
        found.append(number)
      }
    }
    return found.sorted().withoutRepeats
  }

  /// Whether a box that touches `area` passes the test.
  func contains(touching area: Rect, where test: (Int) -> Bool) -> Bool {
    let (across, down) = span(of: area)
    for row in down {
      for column in across {
        for number in cells[row * columns + column]
        where (boxes[number]?.touches(area) ?? false) && test(number) {
          return true
        }
      }
    }
    return false
  }

  /// Whether no box has any of its area in `area`.
  public func isFree(_ area: Rect) -> Bool {
    !contains(touching: area) { (boxes[$0]?.overlap(area) ?? 0) > 0 }
  }

  private func forEachCell(of box: Rect, _ body: (Int) -> Void) {
    let (across, down) = span(of: box)
    for row in down {
      for column in across { body(row * columns + column) }
    }
  }

  private func span(of box: Rect) -> (ClosedRange<Int>, ClosedRange<Int>) {
    func cell(_ offset: Double, _ count: Int) -> Int {
      Int(min(max(offset / Self.side, 0), Double(count - 1)))
    }
    let left = cell(box.minX - origin.x, columns)
    let top = cell(box.minY - origin.y, rows)
    return (
      left...max(left, cell(box.maxX - origin.x, columns)),
      top...max(top, cell(box.maxY - origin.y, rows))
    )
  }
}

extension [Int] {
  /// Of sorted numbers each once.
  fileprivate var withoutRepeats: [Int] {
    reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
