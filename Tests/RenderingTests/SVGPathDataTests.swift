import Foundation
import Plotting
import TestSupport
import Testing

@testable import Rendering

/// Reads relative path data as absolute coordinates: each segment as its letter and points, h and v
/// as lines.
private func segments(_ data: String) throws -> [(letter: Character, points: [Double])] {
  var rest = data[...]
  var result: [(letter: Character, points: [Double])] = []
  var (x, y, startX, startY) = (0.0, 0.0, 0.0, 0.0)
  var command: Character = " "
  func number() throws -> Double {
    let match = try #require(rest.prefixMatch(of: /[ ,]*(-?(?:\d+\.?\d*|\.\d+))/), "\(rest)")
    rest = rest[match.range.upperBound...]
    return try #require(Double(match.1))
  }
  while let next = rest.drop(while: { $0 == " " }).first {
    if next.isLetter {
      rest = rest.drop(while: { $0 == " " }).dropFirst()
      command = next
    } else {
      try #require(command != "z", "numbers after z")
    }
    let (baseX, baseY) = command.isLowercase ? (x, y) : (0, 0)
    func point() throws -> [Double] { [baseX + (try number()), baseY + (try number())] }
    var points: [Double] = []
    var letter = Character(command.uppercased())
    switch letter {
    case "M", "L": points = try point()
    case "H": points = [baseX + (try number()), y]
    case "V": points = [x, baseY + (try number())]
    case "C": points = try point() + point() + point()
    case "Q": points = try point() + point()
    case "Z": points = [startX, startY]
    default: Issue.record("unknown command \(command)")
    }
    if "HV".contains(letter) { letter = "L" }
    (x, y) = (points[points.count - 2], points[points.count - 1])
    if letter == "M" {
      (startX, startY) = (x, y)
      command = command == "m" ? "l" : "L"
    }
    result.append((letter, letter == "Z" ? [] : points))
  }
  return result
}

@Suite struct SVGPathDataTests {
  private func data(_ elements: [Path.Element]) throws -> String {
    var path = Path()
    path.elements = elements
    return try SVGPathData(path).bytes.utf8
  }

  private func move(_ x: Double, _ y: Double) -> Path.Element { .move(Point(x, y)) }
  private func line(_ x: Double, _ y: Double) -> Path.Element { .line(Point(x, y)) }

  @Test func lettersSpacesAndZerosThatCanGoAreGone() throws {
    #expect(
      try data([
        move(1, 2), line(1.5, 2), line(1.5, 2.25), line(1, 2), .close, move(1, 2),
      ]) == "m1 2h.5v.25l-.5-.25z")
    #expect(
      try data([move(0, 0), line(1, 1), line(2, 2), line(0.5, 2.5)]) == "m0 0 1 1 1 1-1.5.5")
    #expect(
      try data([
        move(0, 0), .curve(control1: Point(0, 3), control2: Point(4, 3), end: Point(4, 0)),
        .curve(control1: Point(4, -3), control2: Point(0, -4), end: Point(0.25, 0.125)),
      ]) == "m0 0c0 3 4 3 4 0 0-3-4-4-3.75.13")
    #expect(try data([move(0, 0), line(1, 0), .close, line(0, 1)]) == "m0 0h1zv1")
    #expect(try data([]) == "")
  }

  @Test func roundingDoesNotAddUpAndGivesNoMinusZero() throws {
    #expect(try data([move(10.004, 0), line(10.008, 0.5), line(10.012, 1)]) == "m10 0 .01.5v.5")
    #expect(try data([move(100, -0.004), line(0.05, -0.05)]) == "m100 0-99.95-.05")
    #expect(try data([move(-0.0, -0.001), line(-0.005, 0.005)]) == "m0 0-.01.01")
    #expect(try data([move(1, 1), line(2, 2), line(2.001, 2.001), line(3, 2)]) == "m1 1 1 1h1")
  }

  @Test func whatPaintsNothingIsLeftOutAndADotIsNot() throws {
    #expect(try data([move(3, 3), move(4, 4), line(5, 4), move(9, 9)]) == "m4 4h1")
    #expect(try data([move(1, 1), line(1, 1)]) == "m1 1h0")
    #expect(try data([move(1, 1), .close]) == "m1 1z")
    #expect(try data([.close]) == "")
  }

  @Test func aPathThatLacksItsMoveStartsAtItsFirstPoint() throws {
    #expect(try data([line(1, 1), line(2, 1)]) == "m1 1h0 1")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e9, -8e6])
  func aCoordinateThatNoPageHasIsAnError(_ number: Double) throws {
    let error = try #require(throws: RenderingError.self) {
      _ = try data([move(0, 0), line(1, number)])
    }
    #expect(error.description.contains("\(number)"))
  }

  @Test func outlinesKeepTheirQuadraticCurves() throws {
    let outline: [Glyph.Segment] = [
      .move(Point(10, 0)), .quadratic(control: Point(20, 0), end: Point(20.5, -10)),
      .line(Point(10, -10)), .move(Point(0, 0)), .line(Point(1, 0)), .line(Point(1, 1)),
    ]
    let data = try SVGPathData(outline: outline).bytes.utf8
    #expect(data == "m10 0q10 0 10.5-10h-10.5zm-10 0h1v1z")
  }

  @Test func noCoordinateMovesByMoreThanHalfAHundredth() throws {
    var random = SeededNumbers(seed: 1)
    var farthest = 0.0
    for _ in 0..<200 {
      var elements = [move(0, 0)]
      var (x, y) = (0.0, 0.0)
      func step() -> Point {
        x += Double.random(in: -4...4, using: &random)
        y += Double.random(in: -4...4, using: &random)
        return Point(x, y)
      }
      for index in 1..<60 {
        switch index % 6 {
        case 0: elements.append(.move(step()))
        case 1, 3: elements.append(.line(step()))
        case 5: elements.append(.close)
        default: elements.append(.curve(control1: step(), control2: step(), end: step()))
        }
      }
      let written = try segments(try data(elements))
      try #require(written.count == elements.count)
      for (element, segment) in zip(elements, written) {
        let points: [Point] =
          switch element {
          case .move(let end), .line(let end): [end]
          case .curve(let first, let second, let end): [first, second, end]
          case .close: []
          }
        let numbers = points.flatMap { [$0.x, $0.y] }
        try #require(numbers.count == segment.points.count)
        for (wanted, found) in zip(numbers, segment.points) {
          farthest = max(farthest, abs(wanted - found))
        }
      }
    }
    #expect(farthest <= 0.005 + 1e-9)
  }
}

@Suite struct DecimalTests {
  @Test(arguments: [
    (0, "0"), (-0.0, "0"), (0.0004, "0"), (-0.0004, "0"), (0.0005, ".001"), (-0.0005, "-.001"),
    (0.5, ".5"), (-0.05, "-.05"), (12, "12"), (10.25, "10.25"), (100.101, "100.101"),
    (7_999_999, "7999999"),
  ])
  func numbersAreShortAndHaveOneForm(_ value: Double, _ expected: String) throws {
    var bytes: [UInt8] = []
    try bytes.append(value, decimals: 3)
    #expect(bytes.utf8 == expected)
  }
}
