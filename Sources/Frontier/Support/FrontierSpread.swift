import Evidence
import Normalization

/// Figures 1 and 3 over the draws: how far each row's cost spreads, and how firm the envelope's
/// order is.
public struct FrontierSpread: Equatable, Sendable {
  /// One accelerator.
  public struct Panel: Equatable, Sendable {
    public let accelerator: String
    /// Of each row's CPM, USD per million served tokens, by the row's id; without rows that are
    /// infeasible in every draw.
    public let costs: [String: Quantiles]
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

  private init(draws: Int, panels: [Panel]) { (self.draws, self.panels) = (draws, panels) }

  /// The same draws on some of the accelerators only; nil where one of them is not among these.
  public func on(_ accelerators: [String]) -> FrontierSpread? {
    let panels = accelerators.compactMap { self[$0] }
    return panels.count == accelerators.count ? FrontierSpread(draws: draws, panels: panels) : nil
  }

  /// - Parameter accelerators: that have a price at the pin; calibration ids.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(
    _ edition: Edition, on accelerators: [String], plan: DrawPlan = .standard
  ) throws {
    let draws = try Draws(edition, plan: plan)
    let frames = accelerators.map { ReferenceFrame(accelerator: $0) }
    let rows = try DrawnAnchors(edition)
    let own = try RangedConversions(edition, frames: frames, ranged: []).at([])
    let costs = rows.costs(own, on: frames.indices, Draws.own(edition))
    let orders = frames.indices.map { panel in
      rows.envelope(ttft: rows.ttft(own, on: panel), costs: rows.slice(costs, panel)).order
    }
    let samples = try draws.map(
      sharing: { try RangedConversions($0, frames: frames, ranged: draws.constants) },
      making: { Sample(rows, try $0.at($1.values), $1, orders: orders) })
    self.draws = draws.count
    let sums = draws.underSum
    panels = try Parallel.map(Array(accelerators.enumerated())) { panel, accelerator in
      let width = rows.anchors.count
      let order = samples.map { $0.hasOrder[panel] }
      return Panel(
        accelerator: accelerator,
        costs: rows.anchors.enumerated().reduce(into: [:]) { costs, row in
          costs[row.element.id] = Quantiles(
            samples.map { $0.costs[panel * width + row.offset] }.filter { !$0.isNaN })
        },
        order: SupportShare(order),
        orderUnderSum: SupportShare(order, among: sums))
    }
  }

  /// A draw on every accelerator, one after the other.
  private struct Sample: Sendable {
    let costs: [Double]
    /// Whether the envelope has the order of the edition's own.
    let hasOrder: [Bool]

    init(
      _ rows: DrawnAnchors, _ conversions: Conversions, _ draw: Draws.Draw, orders: [[Int]]
    ) {
      let costs = rows.costs(conversions, on: orders.indices, draw)
      self.costs = costs
      hasOrder = orders.enumerated().map { panel, order in
        rows.envelope(
          ttft: rows.ttft(conversions, on: panel), costs: rows.slice(costs, panel)
        ).hasOrder(order)
      }
    }
  }
}

extension DrawnAnchors {
  /// Those of the costs that are on one reference.
  fileprivate func slice(_ costs: [Double], _ reference: Int) -> ArraySlice<Double> {
    costs[reference * anchors.count..<(reference + 1) * anchors.count]
  }
}

extension SupportShare {
  init(_ cases: [Bool]) { self.init(holds: cases.count { $0 }, of: cases.count) }

  /// - Parameter places: those of the cases that count; nil or none of them gives nil.
  init?(_ cases: [Bool], among places: [Int]?) {
    guard let places, !places.isEmpty else { return nil }
    self.init(holds: places.count { cases[$0] }, of: places.count)
  }
}

extension Draws {
  /// An edition as it is.
  static func own(_ edition: Edition) -> Draw {
    Draw(values: [], throughputs: [Double](repeating: 1, count: edition.anchors.count))
  }

  /// The draws that have Equation 7 as printed; nil where no choice leaves it open.
  var underSum: [Int]? {
    guard choices.contains(where: { $0.name == Combination.equation7.choice }) else { return nil }
    let held = combinations.map { $0.contains(Combination.equation7) }
    return combination.indices.filter { held[combination[$0]] }
  }
}
