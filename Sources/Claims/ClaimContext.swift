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
  private let frontiers = Memory<FrontierKey, AnchorFrontier>()
  private let passModels = Memory<InstanceKey, PassModel>()

  private struct FrontierKey: Hashable {
    let rows: String?
    let accelerator: String
  }

  private struct InstanceKey: Hashable {
    let words: [String?]
    let numbers: [Double?]
  }

  /// - Parameter crossovers: found in this context and others.
  init(_ edition: Edition, sharing crossovers: CrossoverMemory = CrossoverMemory()) {
    (self.edition, self.crossovers) = (edition, crossovers)
  }

  var calibration: Calibration { edition.calibration }
  var frame: ReferenceFrame { ReferenceFrame() }

  /// The passes of the instance that a quantity is taken at.
  /// - Throws: the lookup's error when a constant is missing.
  func passModel(_ arguments: QuantityArguments) throws -> PassModel {
    let (words, numbers) = (arguments.words, arguments.numbers)
    let key = InstanceKey(
      words: [words["model"], words["accelerator"]],
      numbers: [numbers["accelerators"], numbers["kv_bytes"]])
    return try passModels.value(at: key) {
      try calibration.passModel(ClaimScenario.instance(arguments, self))
    }
  }

  /// The anchors on an accelerator, and their envelope.
  /// - Parameter rows: the reading of the choice of that name, the edition's own for nil.
  /// - Throws: the lookup's error when a constant or a price is missing.
  func frontier(rows: String?, on accelerator: String) throws -> AnchorFrontier {
    try frontiers.value(at: FrontierKey(rows: rows, accelerator: accelerator)) {
      let readings = rows.map { [Reading(choice: "rows", name: $0)] } ?? []
      return try AnchorFrontier(edition.with(readings: readings), on: accelerator)
    }
  }
}

/// What was found before, by all that it depends on.
final class Memory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let known = Mutex<[Key: Value]>([:])

  /// - Parameter find: may run on several threads at once, which all get what one of them found.
  func value(at key: Key, found find: () throws -> Value) rethrows -> Value {
    if let value = known.withLock({ $0[key] }) { return value }
    let value = try find()
    return known.withLock { known in
      // Whoever was first is who all others share it with.
      if let first = known[key] { return first }
      known[key] = value
      return value
    }
  }
}

/// The α*(B) that were found: many rows look at the same ones, and combinations of readings that do
/// not touch them find the same.
typealias CrossoverMemory = Memory<[Double], CrossoverCurve>

/// α* at bandwidths and overlaps, with all else held.
typealias CrossoverCurve = Memory<TransferPlace, BreakEven>

/// Where α* is looked for on its curve.
struct TransferPlace: Hashable {
  let bandwidth: Double
  let overlap: Double
}
