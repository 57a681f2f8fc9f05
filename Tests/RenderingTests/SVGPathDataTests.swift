import Foundation
import Testing

@testable import Rendering

/// Reads path data of any spacing, absolute or relative, as absolute coordinates: each segment as
/// its letter and points; a quadratic curve as the cubic that it is, h and v as lines.
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
    case "Q":
      let (control, end) = (try point(), try point())
      points =
        [
          x + 2 * control[0], y + 2 * control[1], end[0] + 2 * control[0],
          end[1] + 2 * control[1],
        ].map { $0 / 3 } + end
      letter = "C"
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
  @Test(arguments: [
    ("M 1 2 L 1.5 2 L 1.5 2.25 L 1 2 Z M 1 2 ", "m1 2h.5v.25l-.5-.25z"),
    ("M 0 0 L 1 1 L 2 2 L 0.5 2.5", "m0 0 1 1 1 1-1.5.5"),
    ("M 10.004 0 L 10.008 0.5 L 10.012 1", "m10 0 .01.5v.5"),
    ("M 0 0 C 0 3 4 3 4 0 C 4 -3 0 -4 0.25 0.125", "m0 0c0 3 4 3 4 0 0-3-4-4-3.75.13"),
    ("M 3 3 M 4 4 L 5 4 M 9 9", "m4 4h1"),
    ("M 1 1 L 1 1", "m1 1h0"),
    ("M 1 1 L 2 2 L 2.001 2.001 L 3 2", "m1 1 1 1h1"),
    ("M 0 0 L 1 0 Z L 0 1", "m0 0h1zv1"),
    ("M 100 -0.004 L 0.05 -0.05", "m100 0-99.95-.05"),
    ("", ""),
  ])
  func pathsAreWrittenShort(written: String, expected: String) {
    #expect(compactPathData(written) == expected)
  }

  @Test(arguments: ["M 1", "M 1 2 A 1 1", "M 1 x", "m 1 2", "1 2", "M 1 2 L 3 nan", "M 1e300 0"])
  func whatIsNotInCairosFormIsLeftAlone(written: String) {
    #expect(compactPathData(written) == nil)
  }

  @Test func noCoordinateMovesByMoreThanHalfAHundredth() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var data = ""
      var (x, y) = (0.0, 0.0)
      for index in 0..<60 {
        // Steps as in a glyph, in cairo's 256ths of a point.
        func step() -> String {
          x += Double(Int.random(in: -400...400, using: &random)) / 256
          y += Double(Int.random(in: -400...400, using: &random)) / 256
          return String(format: " %f %f", x, y)
        }
        switch index % 6 {
        case 0: data += "M\(step()) "
        case 1, 3: data += "L\(step()) "
        case 5: data += "Z "
        default: data += "C\(step())\(step())\(step()) "
        }
      }
      try expectClose(data)
    }
  }

  @Test func quadraticCurvesAreFoundAndKeepToTheirPlace() throws {
    var random = SystemRandomNumberGenerator()
    var count = 0
    for _ in 0..<500 {
      let corners = (0..<6).map { _ in Double.random(in: 0...9, using: &random) }
      func onGrid(_ value: Double) -> Double { (value * 256).rounded() / 256 }
      let controls = [0, 1, 4, 5].map { end in
        onGrid((corners[end] + 2 * corners[2 + end % 2]) / 3)
      }
      let points =
        [controls[0], controls[1], controls[2], controls[3]]
        + corners[4...].map(onGrid)
      let numbers = points.map { String(format: "%f", $0) }.joined(separator: " ")
      let data = "M \(onGrid(corners[0])) \(onGrid(corners[1])) C \(numbers)"
      try expectClose(data)
      count += try #require(compactPathData(data)).contains("q") ? 1 : 0
    }
    #expect(count > 250)
  }

  private func expectClose(_ data: String) throws {
    let compact = try #require(compactPathData(data))
    let (before, after) = (try segments(data), try segments(compact))
    try #require(before.map(\.letter) == after.map(\.letter))
    for (old, new) in zip(before, after) {
      for (oldNumber, newNumber) in zip(old.points, new.points) {
        #expect(abs(oldNumber - newNumber) <= 0.005 + 1e-9)
      }
    }
  }
}
