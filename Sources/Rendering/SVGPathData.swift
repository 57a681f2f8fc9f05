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
  var scanner = PathDataScanner(data)
  var segments: [GridSegment] = []
  var start = ExactPoint(x: 0, y: 0)
  var current = start
  while let command = scanner.command() {
    switch command {
    case UInt8(ascii: "M"):
      guard let end = scanner.point() else { return nil }
      segments.append(.move(end.rounded))
      (start, current) = (end, end)
    case UInt8(ascii: "L"):
      guard let end = scanner.point() else { return nil }
      segments.append(.line(end.rounded))
      current = end
    case UInt8(ascii: "C"):
      guard let first = scanner.point(), let second = scanner.point(), let end = scanner.point()
      else { return nil }
      segments.append(curve(from: current, first, second, to: end))
      current = end
    case UInt8(ascii: "Z"):
      segments.append(.close)
      current = start
    default:
      return nil
    }
  }
  return scanner.isAtEnd ? segments : nil
}

/// Reads cairo's path data byte by byte: letters and plain decimal numbers, one space between all.
private struct PathDataScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ data: String) { bytes = Array(data.utf8) }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func command() -> UInt8? {
    skipSpaces()
    guard position < bytes.count else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func point() -> ExactPoint? {
    guard let x = number(), let y = number() else { return nil }
    return ExactPoint(x: x, y: y)
  }

  /// A number of at most 15 digits, which a Double tells exactly before the point is set.
  private mutating func number() -> Double? {
    skipSpaces()
    let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    var (digits, decimals, isFraction) = (0, 0, false)
    var value = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
        decimals += isFraction ? 1 : 0
      } else {
        break
      }
      position += 1
      guard digits <= 15 else { return nil }
    }
    let ends = position >= bytes.count || bytes[position] == UInt8(ascii: " ")
    guard digits > 0, ends else { return nil }
    let magnitude = Double(value) / Self.powersOfTen[decimals]
    return magnitude < 1e9 ? (isNegative ? -magnitude : magnitude) : nil
  }

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
  }

  private static let powersOfTen = (0...15).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
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
  private var bytes: [UInt8] = []
  private var current = GridPoint()
  private var start = GridPoint()
  /// The command that numbers without a letter would now belong to.
  private var implied: UInt8?
  private var endsInFraction = false

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ segment: GridSegment) {
    switch segment {
    case .move(let end):
      write(UInt8(ascii: "m"), current.offset(to: end))
      (current, start) = (end, end)
      implied = UInt8(ascii: "l")
    case .line(let end):
      // One that rounding made a point only shows as the cap of a path that is nothing else.
      if end != current || current == start { writeLine(to: end) }
      current = end
    case .quadratic(let control, let end):
      write(UInt8(ascii: "q"), [control, end].flatMap(current.offset))
      current = end
    case .cubic(let first, let second, let end):
      write(UInt8(ascii: "c"), [first, second, end].flatMap(current.offset))
      current = end
    case .close:
      write(UInt8(ascii: "z"), [])
      current = start
    }
  }

  private mutating func writeLine(to end: GridPoint) {
    let offset = current.offset(to: end)
    if offset[1] == 0 {
      write(UInt8(ascii: "h"), [offset[0]])
    } else if offset[0] == 0 {
      write(UInt8(ascii: "v"), [offset[1]])
    } else {
      write(UInt8(ascii: "l"), offset)
    }
  }

  private mutating func write(_ command: UInt8, _ numbers: [Int]) {
    let needsLetter = implied != command || numbers.isEmpty
    if needsLetter { bytes.append(command) }
    for (index, number) in numbers.enumerated() {
      write(number, separated: index > 0 || !needsLetter)
    }
    implied = command
  }

  /// Hundredths as a decimal number without superfluous zeros: 5 is ".05".
  private mutating func write(_ hundredths: Int, separated: Bool) {
    let (whole, fraction) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let startsWithPoint = whole == 0 && fraction > 0
    if hundredths < 0 {
      bytes.append(UInt8(ascii: "-"))
    } else if separated && !(startsWithPoint && endsInFraction) {
      bytes.append(UInt8(ascii: " "))
    }
    if !startsWithPoint { bytes += String(whole).utf8 }
    endsInFraction = fraction > 0
    guard fraction > 0 else { return }
    let (tenths, rest) = fraction.quotientAndRemainder(dividingBy: 10)
    bytes += [UInt8(ascii: "."), UInt8(ascii: "0") + UInt8(tenths)]
    if rest > 0 { bytes.append(UInt8(ascii: "0") + UInt8(rest)) }
  }
}
