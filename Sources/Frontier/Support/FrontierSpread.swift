import Evidence
import Normalization

/// Figures 1 and 3 over the draws: how far each row's cost spreads, and how firm the envelope's
/// order is.
public struct FrontierSpread: Equatable, Sendable {
  /// One accelerator.
  public struct Panel: Equatable, Sendable {
    public let accelerator: String
    /// Of each row's CPM, USD per million served tokens, by the row's place in anchors.csv; nil for
    /// a row that is infeasible in every draw.
    public let costs: [Quantiles?]
    /// In how many draws the envelope's architectures follow each other as under the edition's own
    /// readings.
    public let order: SupportShare
    /// The same with Equation 7 as printed; nil where no choice leaves it open.
    public let orderUnderSum: SupportShare?
  }

  /// How many draws there are.
  public let draws: Int
  public let panels: [Panel]

  public subscript(accelerator: String) -> Panel? {
    panels.first { $0.accelerator == accelerator }
  }

  /// - Parameter accelerators: that have a price at the pin; calibration ids.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(
    _ edition: Edition, on accelerators: [String], plan: DrawPlan = .standard
  ) throws {
    let draws = try Draws(edition, plan: plan)
    let frames = accelerators.map { ReferenceFrame(accelerator: $0) }
    let rows = DrawnAnchors(edition)
    let own = try Self.sample(
      rows, RangedNormalizer(edition, frames: frames, ranged: []), Draws.own(edition))
    let samples = try draws.map(
      sharing: { try RangedNormalizer($0, frames: frames, ranged: draws.constants) },
      making: { try Self.sample(rows, $0, $1) })
    self.draws = draws.count
    let isSum = draws.underSum
    panels = try Parallel.map(Array(accelerators.enumerated())) { panel, accelerator in
      let width = rows.anchors.count
      let order = samples.map { $0.orders[panel] == own.orders[panel] }
      return Panel(
        accelerator: accelerator,
        costs: (0..<width).map { row in
          Quantiles(samples.map { $0.costs[panel * width + row] }.filter { !$0.isNaN })
        },
        order: SupportShare(order),
        orderUnderSum: isSum.map { isSum in SupportShare(zip(order, isSum).filter(\.1).map(\.0)) })
    }
  }

  /// A draw on every accelerator, one after the other.
  private struct Sample: Sendable {
    var costs: [Double] = []
    var orders: [[Int]] = []
  }

  private static func sample(
    _ rows: DrawnAnchors, _ ranged: RangedNormalizer, _ draw: Draws.Draw
  ) throws -> Sample {
    var sample = Sample()
    for normalizer in try ranged.normalizers(at: draw.values) {
      let costs = try rows.costs(by: normalizer, draw)
      let envelope = DrawnEnvelope(
        rows.members, ttft: try rows.anchors.map(normalizer.ttft), costs: costs[...],
        architectures: rows.architectures)
      sample.costs += costs
      sample.orders.append(envelope.order)
    }
    return sample
  }
}

extension SupportShare {
  init(_ cases: [Bool]) { self.init(holds: cases.count { $0 }, of: cases.count) }
}

extension Draws {
  /// An edition as it is.
  static func own(_ edition: Edition) -> Draw {
    Draw(values: [], throughputs: [Double](repeating: 1, count: edition.anchors.count))
  }

  /// Of each draw, whether it has Equation 7 as printed; nil where no choice leaves it open.
  var underSum: [Bool]? {
    guard choices.contains(where: { $0.name == Combination.equation7.choice }) else { return nil }
    let held = combinations.map { $0.contains(Combination.equation7) }
    return combination.map { held[$0] }
  }
}
