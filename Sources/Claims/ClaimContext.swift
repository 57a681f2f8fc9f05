import CostModel
import Evidence
import Frontier
import Normalization
import Synchronization

/// What quantities are computed from: the evidence, at the prices of a pin; and what several
/// quantities ask for, found once.
struct ClaimContext: Sendable {
  let edition: Edition
  let crossovers: CrossoverMemory
  private let frontiers = FrontierMemory()

  /// - Parameter crossovers: found in this context and others.
  init(_ edition: Edition, sharing crossovers: CrossoverMemory = CrossoverMemory()) {
    (self.edition, self.crossovers) = (edition, crossovers)
  }

  var calibration: Calibration { edition.calibration }
  var frame: ReferenceFrame { ReferenceFrame() }

  /// The anchors on an accelerator, and their envelope.
  /// - Parameter rows: the reading of the choice of that name, the edition's own for nil.
  /// - Throws: the lookup's error when a constant or a price is missing.
  func frontier(rows: String?, on accelerator: String) throws -> AnchorFrontier {
    try frontiers.value(rows: rows, on: accelerator) {
      let readings = rows.map { [Reading(choice: "rows", name: $0)] } ?? []
      return try AnchorFrontier(edition.with(readings: readings), on: accelerator)
    }
  }
}

/// The envelopes of one context.
private final class FrontierMemory: Sendable {
  private struct Key: Hashable {
    let rows: String?
    let accelerator: String
  }

  private let known = Mutex<[Key: AnchorFrontier]>([:])

  func value(
    rows: String?, on accelerator: String, found: () throws -> AnchorFrontier
  ) rethrows -> AnchorFrontier {
    let key = Key(rows: rows, accelerator: accelerator)
    if let value = known.withLock({ $0[key] }) { return value }
    let value = try found()
    known.withLock { $0[key] = value }
    return value
  }
}

/// The α*(B) that were found: many rows look at the same ones, and combinations of readings that do
/// not touch them find the same.
final class CrossoverMemory: Sendable {
  private let curves = Mutex<[[Double]: Curve]>([:])

  /// - Parameter inputs: all that the curve depends on.
  func curve(_ inputs: [Double]) -> Curve {
    curves.withLock { curves in
      let curve = curves[inputs] ?? Curve()
      curves[inputs] = curve
      return curve
    }
  }

  /// α* at bandwidths and overlaps, with all else held.
  final class Curve: Sendable {
    private struct Place: Hashable {
      let bandwidth: Double
      let overlap: Double
    }

    private let known = Mutex<[Place: BreakEven]>([:])

    func value(bandwidth: Double, overlap: Double, found: () -> BreakEven) -> BreakEven {
      let place = Place(bandwidth: bandwidth, overlap: overlap)
      if let value = known.withLock({ $0[place] }) { return value }
      let value = found()
      known.withLock { $0[place] = value }
      return value
    }
  }
}
