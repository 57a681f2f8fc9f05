/// Hundredths of a point: the grid that coordinates are rounded to.
struct GridPoint: Equatable {
  var x = 0
  var y = 0

  /// From here to `other`, as two numbers.
  func offset(to other: GridPoint) -> [Int] { [other.x - x, other.y - y] }
}

enum GridSegment: Equatable {
  case move(GridPoint)
  case line(GridPoint)
  case quadratic(control: GridPoint, end: GridPoint)
  case cubic(GridPoint, GridPoint, GridPoint)
  case close
}

/// The same path in as few characters as relative commands allow, coordinates rounded to 0.01.
///
/// Offsets are taken between points already rounded, so that no error adds up along the path.
/// - Returns: nothing if `data` is not in cairo's form: absolute M, L, C and Z, spaces between all.
func compactPathData(_ data: String) -> String? {
  guard let segments = gridSegments(data) else { return nil }
  var writer = PathDataWriter()
  for (index, segment) in segments.enumerated() {
    // A move with nothing after it paints nothing; cairo writes one after every Z.
    if case .move = segment, index + 1 == segments.count || segments[index + 1].isMove { continue }
    writer.write(segment)
  }
  return writer.text
}

extension GridSegment {
  fileprivate var isMove: Bool { if case .move = self { true } else { false } }
}

private func gridSegments(_ data: String) -> [GridSegment]? {
  var words = data.split(separator: " ")[...]
  var segments: [GridSegment] = []
  var current = ExactPoint(x: 0, y: 0)
  func points(_ count: Int) -> [ExactPoint]? {
    let numbers = words.prefix(2 * count).compactMap(Double.init).filter { abs($0) < 1e9 }
    words = words.dropFirst(2 * count)
    guard numbers.count == 2 * count else { return nil }
    return stride(from: 0, to: numbers.count, by: 2).map {
      ExactPoint(x: numbers[$0], y: numbers[$0 + 1])
    }
  }
  while let command = words.popFirst() {
    guard let count = ["M": 1, "L": 1, "C": 3, "Z": 0][command], let points = points(count)
    else { return nil }
    switch command {
    case "M": segments.append(.move(points[0].rounded))
    case "L": segments.append(.line(points[0].rounded))
    case "C": segments.append(curve(from: current, points[0], points[1], to: points[2]))
    default: segments.append(.close)
    }
    current = points.last ?? current
  }
  return segments
}

private struct ExactPoint {
  var x: Double
  var y: Double

  var rounded: GridPoint { GridPoint(x: Int((x * 100).rounded()), y: Int((y * 100).rounded())) }
}

/// A curve of a glyph was quadratic before cairo raised its degree; it is written as one where the
/// cubic that it stands for keeps to the same 0.005 that rounding keeps to.
private func curve(
  from start: ExactPoint, _ first: ExactPoint, _ second: ExactPoint, to end: ExactPoint
) -> GridSegment {
  let control = ExactPoint(
    x: (3 * (first.x + second.x) - start.x - end.x) / 4,
    y: (3 * (first.y + second.y) - start.y - end.y) / 4
  ).rounded
  let (gridStart, gridEnd) = (start.rounded, end.rounded)
  func isNear(_ wanted: ExactPoint, _ end: GridPoint) -> Bool {
    abs(Double(end.x + 2 * control.x) / 3 - wanted.x * 100) <= 0.5
      && abs(Double(end.y + 2 * control.y) / 3 - wanted.y * 100) <= 0.5
  }
  return isNear(first, gridStart) && isNear(second, gridEnd)
    ? .quadratic(control: control, end: gridEnd)
    : .cubic(first.rounded, second.rounded, gridEnd)
}

/// Writes relative commands, leaving out each letter and space that SVG's grammar can do without.
private struct PathDataWriter {
  private(set) var text = ""
  private var current = GridPoint()
  private var start = GridPoint()
  /// The command that numbers without a letter would now belong to.
  private var implied: Character?
  private var endsInFraction = false

  mutating func write(_ segment: GridSegment) {
    switch segment {
    case .move(let end):
      write("m", current.offset(to: end))
      (current, start) = (end, end)
      implied = "l"
    case .line(let end):
      // One that rounding made a point only shows as the cap of a path that is nothing else.
      if end != current || current == start { writeLine(to: end) }
      current = end
    case .quadratic(let control, let end):
      write("q", [control, end].flatMap(current.offset))
      current = end
    case .cubic(let first, let second, let end):
      write("c", [first, second, end].flatMap(current.offset))
      current = end
    case .close:
      write("z", [])
      current = start
    }
  }

  private mutating func writeLine(to end: GridPoint) {
    let offset = current.offset(to: end)
    if offset[1] == 0 {
      write("h", [offset[0]])
    } else if offset[0] == 0 {
      write("v", [offset[1]])
    } else {
      write("l", offset)
    }
  }

  private mutating func write(_ command: Character, _ numbers: [Int]) {
    let needsLetter = implied != command || numbers.isEmpty
    if needsLetter { text.append(command) }
    for (index, number) in numbers.enumerated() {
      write(number, separated: index > 0 || !needsLetter)
    }
    implied = command
  }

  private mutating func write(_ hundredths: Int, separated: Bool) {
    let number = decimal(hundredths)
    let separates = number.hasPrefix("-") || number.hasPrefix(".") && endsInFraction
    if separated && !separates { text.append(" ") }
    text += number
    endsInFraction = number.contains(".")
  }
}

/// Hundredths as a decimal number without superfluous zeros: 5 is ".05".
private func decimal(_ hundredths: Int) -> String {
  let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
  var text = hundredths < 0 ? "-" : ""
  if whole > 0 || fraction == 0 { text += String(whole) }
  let (tenths, rest) = fraction.quotientAndRemainder(dividingBy: 10)
  if fraction > 0 { text += rest == 0 ? ".\(tenths)" : ".\(tenths)\(rest)" }
  return text
}
