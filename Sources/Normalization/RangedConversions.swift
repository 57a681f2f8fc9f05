import CostModel
import Evidence

/// The conversions of an edition's rows wherever its ranged constants stand in their ranges.
///
/// What is looked up stays looked up: a place in the ranges costs a handful of multiplications.
public struct RangedConversions: Sendable {
  /// What rows were run on.
  private struct Machine: Hashable {
    let model: String
    let accelerator: String
    let tensorParallel: Int

    init(_ anchor: Anchor) {
      (model, accelerator) = (anchor.model, anchor.accelerator)
      tensorParallel = anchor.tensorParallel
    }
  }

  /// Each machine once, and the place of every row's among them.
  private struct Machines {
    private(set) var all: [Machine] = []
    private(set) var ofRows: [Int] = []

    init(_ anchors: [Anchor]) {
      for machine in anchors.map(Machine.init) {
        let place = all.firstIndex(of: machine) ?? all.count
        if place == all.count { all.append(machine) }
        ofRows.append(place)
      }
    }
  }

  private let edition: Edition
  private let ranged: [Constant]
  private let frames: [ReferenceFrame]
  private let machines: Machines
  private let own: Conversions
  /// Of each reference, and of each machine that rows were run on.
  private let references: [RangedInstance]
  private let sources: [RangedInstance]
  /// Whether converting looks up a ranged constant that is no number of an instance.
  private let needsLookups: Bool

  /// - Parameters:
  ///   - frames: one for each reference.
  ///   - ranged: the constants whose values a draw has, in its order.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public init(_ edition: Edition, frames: [ReferenceFrame], ranged: [Constant]) throws {
    (self.edition, self.frames, self.ranged) = (edition, frames, ranged)
    machines = Machines(edition.anchors)
    let log = LookupLog()
    own = try Self.conversions(edition.recording(in: log), frames, machines)
    func settings(_ model: String, _ accelerator: String) -> RangedInstance {
      RangedInstance(
        edition.calibration, model: model, accelerator: accelerator, ranged: ranged)
    }
    references = frames.map { settings($0.model, $0.accelerator) }
    sources = machines.all.map { settings($0.model, $0.accelerator) }
    let set = Set((references + sources).flatMap(\.places))
    let lines = log.lines
    needsLookups = ranged.enumerated().contains { index, constant in
      lines.contains(constant.line) && !set.contains(index)
    }
  }

  private static func conversions(
    _ edition: Edition, _ frames: [ReferenceFrame], _ machines: Machines
  ) throws -> Conversions {
    let calibration = edition.calibration
    return Conversions(
      rows: try zip(edition.anchors, machines.ofRows).map { anchor, machine in
        Conversions.Row(
          row: ConversionRow(anchor), ttft: try edition.ttft(of: anchor), machine: machine)
      },
      tpots: try frames.map { try calibration.tpotSeconds(contract: $0.contract) },
      references: try frames.map(edition.costModel),
      sources: try machines.all.map {
        try calibration.passModel(
          calibration.instance(
            model: $0.model, accelerator: $0.accelerator, count: Double($0.tensorParallel)))
      })
  }

  /// The conversions with every ranged constant at its value; at the constants' own values when
  /// there are none.
  ///
  /// - Parameter values: in the order of the ranged constants; in the base unit.
  /// - Throws: nothing that `init` does not.
  public func at(_ values: [Double]) throws -> Conversions {
    guard !values.isEmpty else { return own }
    guard !needsLookups else {
      let drawn = edition.with(edition.calibration.at(values, of: ranged))
      return try Self.conversions(drawn, frames, machines)
    }
    var drawn = own
    for index in references.indices where !references[index].places.isEmpty {
      let model = own.references[index]
      drawn.references[index] = CostModel(
        passes: references[index].passes(model.passes, at: values),
        usdPerAcceleratorHour: model.usdPerAcceleratorHour)
    }
    for index in sources.indices where !sources[index].places.isEmpty {
      drawn.sources[index] = sources[index].passes(own.sources[index], at: values)
    }
    return drawn
  }
}

/// The conversions of all rows to one or more references.
public struct Conversions: Sendable {
  struct Row: Sendable {
    let row: ConversionRow
    let ttft: Anchor.TTFT
    /// Its place in `sources`.
    let machine: Int
  }

  let rows: [Row]
  /// T of each reference's contract, s.
  let tpots: [Double]
  /// The priced closed form of each reference.
  public fileprivate(set) var references: [CostModel]
  fileprivate(set) var sources: [PassModel]

  /// Sets CPM_served on references, as `Normalizer` finds it step by step, USD per million tokens;
  /// leaves what is infeasible.
  ///
  /// - Parameters:
  ///   - row: its place in anchors.csv.
  ///   - places: which references, by their place; all of one model.
  ///   - set: is given a reference's place and the cost there.
  public func costs(of row: Int, on places: Range<Int>, set: (Int, Double) -> Void) {
    let (own, machine) = (rows[row].row, rows[row].machine)
    guard let first = places.first,
      let published = Conversion.estimate(own, on: sources[machine], tpot: own.tpot)
    else { return }
    // All that does not depend on the reference's accelerator, once.
    let seconds = Conversion.seconds(published, atRate: own.rate)
    let model = Conversion.modelFactors(
      own, from: sources[machine], to: references[first].instance.model, batch: published.batch)
    for place in places {
      guard let before = Conversion.estimate(own, on: references[place].passes, tpot: own.tpot),
        let after = Conversion.estimate(own, on: references[place].passes, tpot: tpots[place])
      else { continue }
      let hardware = Conversion.hardwareFactors(
        from: sources[machine].instance.accelerator,
        to: references[place].instance.accelerator)
      let prefill = seconds.prefill * model.prefill * hardware.prefill
      let decode =
        seconds.decode * model.decode * hardware.decode
        * (after.decodeSeconds / before.decodeSeconds)
      set(place, references[place].usdPerMillionTokensPerSecond * (prefill + decode))
    }
  }

  /// The row's x, as `Normalizer` finds it, ms.
  public func ttft(of row: Int, on reference: Int) -> Double {
    let ttft = rows[row].ttft
    switch ttft.kind {
    case .limit: return ttft.milliseconds
    case .measured:
      return ttft.milliseconds
        * Conversion.ttftScale(
          from: sources[rows[row].machine].instance.accelerator,
          to: references[reference].instance.accelerator)
    }
  }
}
