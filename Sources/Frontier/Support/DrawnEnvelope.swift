import CostModel
import Evidence
import Normalization

/// Which rows hold the envelope in a draw: `ParetoEnvelope` by the places of rows in anchors.csv,
/// for draws by the thousand.
struct DrawnEnvelope: Equatable {
  /// A corner of the staircase.
  struct Corner: Equatable {
    let ttft: Double
    let cost: Double
    /// Among rows that coincide, the one whose architecture the envelope already has, else the
    /// first of the file.
    let row: Int
    let architecture: Int
  }

  /// By rising TTFT and falling cost.
  private(set) var corners: [Corner] = []

  /// - Parameters:
  ///   - members: the rows that take part.
  ///   - ttft, costs, architectures: by row; the cost of an infeasible row is no number.
  init(_ members: [Int], ttft: [Double], costs: ArraySlice<Double>, architectures: [Int]) {
    let start = costs.startIndex
    let sorted = members.filter { costs[start + $0] < .infinity }
      .sorted { (ttft[$0], costs[start + $0], $0) < (ttft[$1], costs[start + $1], $1) }
    for row in sorted {
      let corner = Corner(
        ttft: ttft[row], cost: costs[start + row], row: row, architecture: architectures[row])
      guard let last = corners.last else {
        corners.append(corner)
        continue
      }
      if corner.cost < last.cost {
        corners.append(corner)
      } else if corner.cost == last.cost, corner.ttft == last.ttft,
        corner.architecture == corners.dropLast().last?.architecture
      {
        corners[corners.count - 1] = corner
      }
    }
  }

  /// The corners at which the architecture changes, the first one included.
  var turns: [Corner] {
    corners.indices.filter {
      $0 == 0 || corners[$0].architecture != corners[$0 - 1].architecture
    }.map { corners[$0] }
  }

  /// Architectures by rising TTFT.
  var order: [Int] { turns.map(\.architecture) }

  /// Whether `order` is this one.
  func hasOrder(_ order: [Int]) -> Bool {
    var place = -1
    for index in corners.indices
    where index == 0 || corners[index].architecture != corners[index - 1].architecture {
      place += 1
      guard place < order.count, order[place] == corners[index].architecture else { return false }
    }
    return place == order.count - 1
  }

  /// Whether a row at `ttft` of this cost lies on a corner.
  func holds(ttft: Double, cost: Double) -> Bool {
    corners.contains { $0.ttft == ttft && $0.cost == cost }
  }
}

/// The anchors of an edition in its draws.
struct DrawnAnchors: Sendable {
  let anchors: [Anchor]
  /// By row: the place of the architecture in `Architecture.allCases`.
  let architectures: [Int]
  /// The rows that the reading of `rows` lets take part.
  let members: [Int]

  /// - Throws: when the calibration lacks the choice of rows.
  init(_ edition: Edition) throws(EvidenceError) {
    anchors = edition.anchors
    architectures = edition.anchors.map { anchor in
      Architecture.allCases.firstIndex { $0.rawValue == anchor.architecture.rawValue } ?? 0
    }
    let rule = try edition.rowsRule
    members = edition.anchors.indices.filter {
      edition.anchors[$0].exclusion(under: rule) == nil
    }
  }

  /// CPM of each row on references of the conversions, USD per million served tokens: all rows on
  /// the first, then on the next. Not a number where infeasible.
  func costs(_ conversions: Conversions, on places: Range<Int>, _ draw: Draws.Draw) -> [Double] {
    let width = anchors.count
    var costs = [Double](repeating: .nan, count: width * places.count)
    for row in 0..<width {
      conversions.costs(of: row, on: places) { place, cost in
        costs[(place - places.lowerBound) * width + row] = cost / draw.throughputs[row]
      }
    }
    return costs
  }

  /// The x of each row on a reference, ms.
  func ttft(_ conversions: Conversions, on reference: Int) -> [Double] {
    anchors.indices.map { conversions.ttft(of: $0, on: reference) }
  }

  /// - Parameters:
  ///   - ttft, costs: of every row on one reference.
  ///   - members: those that it runs through; nil takes `members`.
  func envelope(ttft: [Double], costs: ArraySlice<Double>, members: [Int]? = nil)
    -> DrawnEnvelope
  {
    DrawnEnvelope(
      members ?? self.members, ttft: ttft, costs: costs, architectures: architectures)
  }
}
