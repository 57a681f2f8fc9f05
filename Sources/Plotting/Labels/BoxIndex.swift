/// Numbered boxes by where they lie on the page: those near a place are found without looking at
/// the others.
public struct BoxIndex {
  private struct Entry {
    let box: Rect
    let cells: Cells
  }

  /// The columns and rows that a box reaches into.
  private struct Cells {
    let (left, right, top, bottom): (Int, Int, Int, Int)
  }

  private let origin: Point
  private let (columns, rows): (Int, Int)
  /// The numbers of the boxes that reach into each cell, row by row. What lies beyond the bounds is
  /// kept in the outermost cells.
  private var numbers: [[Int]]
  /// By number; nil where there is none.
  private var entries: [Entry?] = []

  /// Side of a cell, points: about the height of two texts.
  private static let side = 16.0

  public init(over bounds: Rect) {
    origin = Point(bounds.minX, bounds.minY)
    columns = max(Int((max(bounds.width, 0) / Self.side).rounded(.up)), 1)
    rows = max(Int((max(bounds.height, 0) / Self.side).rounded(.up)), 1)
    numbers = [[Int]](repeating: [], count: columns * rows)
  }

  /// Boxes that are numbered in their order.
  public init(_ boxes: [Rect], over bounds: Rect) {
    self.init(over: bounds)
    for (number, box) in boxes.enumerated() { insert(box, as: number) }
  }

  /// Puts a box in, in place of the one that had its number.
  mutating func insert(_ box: Rect, as number: Int) {
    remove(number)
    while entries.count <= number { entries.append(nil) }
    let cells = cells(of: box)
    entries[number] = Entry(box: box, cells: cells)
    for row in cells.top...cells.bottom {
      for column in cells.left...cells.right { numbers[row * columns + column].append(number) }
    }
  }

  mutating func remove(_ number: Int) {
    guard entries.indices.contains(number), let cells = entries[number]?.cells else { return }
    entries[number] = nil
    for row in cells.top...cells.bottom {
      for column in cells.left...cells.right {
        numbers[row * columns + column].removeAll { $0 == number }
      }
    }
  }

  /// The numbers of all boxes that touch `area`, rising.
  func numbers(touching area: Rect) -> [Int] {
    var found: [Int] = []
    visit(area) { number in
      found.append(number)
      return false
    }
    if found.count > 1 { found.sort() }
    return found
  }

  /// Whether a box that touches `area` passes the test.
  func contains(touching area: Rect, where test: (Int) -> Bool) -> Bool {
    visit(area, until: test)
  }

  /// Whether no box has any of its area in `area`.
  public func isFree(_ area: Rect) -> Bool {
    !visit(area) { (entries[$0]?.box.overlap(area) ?? 0) > 0 }
  }

  /// Hands each box that touches `area` to `test` once, until that is true.
  @discardableResult
  private func visit(_ area: Rect, until test: (Int) -> Bool) -> Bool {
    let reach = cells(of: area)
    for row in reach.top...reach.bottom {
      for column in reach.left...reach.right {
        for number in numbers[row * columns + column] {
          guard let entry = entries[number], entry.box.touches(area),
            // Of the cells that box and area share, the first one.
            max(entry.cells.left, reach.left) == column, max(entry.cells.top, reach.top) == row
          else { continue }
          if test(number) { return true }
        }
      }
    }
    return false
  }

  private func cells(of box: Rect) -> Cells {
    func cell(_ offset: Double, _ count: Int) -> Int {
      Int(min(max(offset / Self.side, 0), Double(count - 1)))
    }
    let left = cell(box.minX - origin.x, columns)
    let top = cell(box.minY - origin.y, rows)
    return Cells(
      left: left, right: max(left, cell(box.maxX - origin.x, columns)), top: top,
      bottom: max(top, cell(box.maxY - origin.y, rows)))
  }
}
