import Plotting

/// Hundredths of a point, or of a font's unit: the grid that coordinates are rounded to.
struct GridPoint: Equatable {
  var x = 0
  var y = 0

  /// - Throws: `RenderingError.invalidNumber`.
  init(_ point: Point) throws {
    x = try gridUnits(point.x, decimals: 2)
    y = try gridUnits(point.y, decimals: 2)
  }

  init() {}
}

/// SVG path data in as few characters as relative commands allow, coordinates rounded to 0.01.
///
/// Offsets are taken between points already rounded, so that no error adds up along the path.
struct SVGPathData {
  private(set) var bytes: [UInt8] = []
  /// The end of what is written.
  private var current = GridPoint()
  /// The start of the subpath that is being written.
  private var start: GridPoint?
  /// A move that is written once something follows it: alone it paints nothing.
  private var pendingMove: GridPoint?
  /// The command that numbers without a letter would now belong to.
  private var implied: UInt8?
  private var endsInFraction = false

  /// - Throws: `RenderingError.invalidNumber` for a coordinate that no page has.
  init(_ path: Path) throws {
    for element in path.elements {
      switch element {
      case .move(let point): pendingMove = try GridPoint(point)
      case .line(let end): line(to: try GridPoint(end))
      case .curve(let first, let second, let end):
        curve("c", [try GridPoint(first), try GridPoint(second), try GridPoint(end)])
      case .close: close()
      }
    }
  }

  /// In font units.
  /// - Throws: `RenderingError.invalidNumber`.
  init(outline: [Glyph.Segment]) throws {
    for segment in outline {
      switch segment {
      case .move(let point):
        close()
        pendingMove = try GridPoint(point)
      case .line(let end): line(to: try GridPoint(end))
      case .quadratic(let control, let end):
        curve("q", [try GridPoint(control), try GridPoint(end)])
      case .cubic(let first, let second, let end):
        curve("c", [try GridPoint(first), try GridPoint(second), try GridPoint(end)])
      }
    }
    close()
  }

  /// Writes the move that must stand before what follows, if there is one.
  /// - Parameter first: where a path starts that has no move, as cairo sees it.
  private mutating func begin(at first: GridPoint) {
    guard let move = pendingMove ?? (start == nil ? first : nil) else { return }
    write("m", [move])
    (start, pendingMove) = (move, nil)
    implied = UInt8(ascii: "l")
  }

  private mutating func line(to end: GridPoint) {
    begin(at: end)
    // One that rounding made a point only shows as the cap of a path that is nothing else.
    guard end != current || current == start else { return }
    if end.y == current.y {
      write("h", numbers: [end.x - current.x])
    } else if end.x == current.x {
      write("v", numbers: [end.y - current.y])
    } else {
      write("l", [end])
    }
    current = end
  }

  private mutating func curve(_ command: Unicode.Scalar, _ points: [GridPoint]) {
    begin(at: points[0])
    write(command, points)
  }

  private mutating func close() {
    guard pendingMove != nil || start != nil else { return }
    begin(at: current)
    write("z", numbers: [])
    current = start ?? current
  }

  /// All points relative to the current one; the last becomes the current one.
  private mutating func write(_ command: Unicode.Scalar, _ points: [GridPoint]) {
    write(command, numbers: points.flatMap { [$0.x - current.x, $0.y - current.y] })
    current = points.last ?? current
  }

  /// Leaves out each letter and space that SVG's grammar can do without.
  private mutating func write(_ command: Unicode.Scalar, numbers: [Int]) {
    let letter = UInt8(ascii: command)
    let needsLetter = implied != letter || numbers.isEmpty
    if needsLetter { bytes.append(letter) }
    for (index, number) in numbers.enumerated() {
      let startsWithPoint = number.magnitude < 100 && number != 0
      let isSeparate = number < 0 || (startsWithPoint && endsInFraction)
      if (index > 0 || !needsLetter) && !isSeparate { bytes.append(UInt8(ascii: " ")) }
      bytes.append(decimal: number, decimals: 2)
      endsInFraction = number % 100 != 0
    }
    implied = letter
  }
}

/// `value` in units of 10^−`decimals`, ties away from zero: every printed number is rounded here.
/// - Throws: `RenderingError.invalidNumber` for what is not finite or larger than cairo can draw.
func gridUnits(_ value: Double, decimals: Int) throws -> Int {
  guard abs(value) < 8e6 else { throw RenderingError.invalidNumber(value) }
  return Int((value * Double(powersOfTen[decimals])).rounded())
}

private let powersOfTen = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

extension [UInt8] {
  /// Appends `units` × 10^−`decimals` without superfluous zeros: 5 hundredths are ".05".
  mutating func append(decimal units: Int, decimals: Int) {
    var place = powersOfTen[decimals]
    let (whole, fraction) = Int(units.magnitude).quotientAndRemainder(dividingBy: place)
    if units < 0 { append(UInt8(ascii: "-")) }
    if whole > 0 || fraction == 0 { append(text: String(whole)) }
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    var rest = fraction
    while rest > 0 {
      place /= 10
      append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
    }
  }

  /// Appends `value`, rounded to so many decimals.
  /// - Throws: `RenderingError.invalidNumber`.
  mutating func append(_ value: Double, decimals: Int) throws {
    append(decimal: try gridUnits(value, decimals: decimals), decimals: decimals)
  }

  mutating func append(text: String) { append(contentsOf: text.utf8) }
}
