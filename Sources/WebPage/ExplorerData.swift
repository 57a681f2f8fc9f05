import CostModel
import Evidence
import Explorer
import Figures
import FoundationEssentials
import Frontier
import Normalization
import Plotting
import Reports
import Tables
import Workloads

/// What the explorer is computed from, and how it is drawn.
struct ExplorerData: Encodable, Sendable {
  /// A number that the WebAssembly is told.
  struct Input: Encodable {
    let name: String
    /// Of what, and which parameter; missing for what the reader of the page says.
    let kind: String?
    let parameter: String?
  }

  struct Choice: Encodable {
    let name: String
    let isDrawn: Bool
    /// The default first.
    let readings: [String]
    /// What they mean, in their order; empty for one without words.
    let meanings: [String]
    /// The one that holds.
    let reading: String
  }

  /// A value of a constant, and the reading under which it holds.
  struct Value: Encodable {
    let value: Double
    let choice: String?
    let reading: String?
    /// Of a share of a peak rate that nobody measured on this accelerator; missing for others.
    let isAssumed: Bool?

    init(_ row: Constant, under reading: Reading?) throws {
      // The one word among the inputs is a regime.
      if case .word(let word) = row.value {
        value = word == TransferRegime.amortized.rawValue ? 1 : 0
      } else {
        value = try row.si
      }
      (choice, self.reading) = (reading?.choice, reading?.name)
      let isShare = [ExplorerInput.prefillMFU, .decodeMBU].contains {
        $0.constant?.parameter == row.parameter
      }
      isAssumed = isShare && row.citation.evidence == .assumed ? true : nil
    }
  }

  /// What the achieved shares of peak rates were measured on. Its sentence is that of
  /// `frontier locate`, around what they are assumed for.
  struct Measured: Encodable {
    let accelerators: Double
    let before: String
    let after: String

    /// Tensor parallelism of the runs that the readings of `efficiencies` come from.
    static let runs = Measured(
      accelerators: 4,
      before: "The achieved shares of peak rates were measured with Llama models of 70B in BF16 on "
        + "4 A100 or H100; for ", after: " they are assumed.")
  }

  struct Accelerator: Encodable {
    let id: String
    /// At the pin; missing where nobody sells it then.
    let usdPerHour: Double?
    /// Calibration id of the interconnect; missing where calibration.csv does not say.
    let link: String?
  }

  struct Axis: Encodable {
    let title: String
    let ticks: [Double]
  }

  struct Bands: Encodable {
    let edges: [Double]
    let colors: [String]
  }

  /// What one starts with.
  struct Start: Encodable {
    let model: String
    let accelerator: String
    let contract: String
    let promptTokens: Double
    let outputTokens: Double
  }

  /// In the order in which they are told.
  let inputs: [Input]
  /// What is told of an architecture, and of a workload besides, in their order.
  let parts: [String]
  let outputs: [String]
  let architectures: [String]
  let models: [String]
  /// By id, as their owners write them.
  let modelNames: [String: String]
  let accelerators: [Accelerator]
  let interconnects: [String]
  let contracts: [String]
  let choices: [Choice]
  /// `choice=reading` that leaves Equation 7 as it is printed.
  let equation7: String
  /// By `accelerator/H100.prefill_mfu`.
  let values: [String: [Value]]
  let shares: [Double]
  /// Equal steps of that axis in which the program looks for a crossing.
  let shareSteps: Int
  /// The TPOT limits among which it looks for one, ms.
  let tpotRange: [Double]
  /// B/s.
  let bandwidths: [Double]
  let bands: Bands
  let shareAxis: Axis
  /// GB/s.
  let bandwidthAxis: Axis
  let start: Start
  let pin: String
  let measured: Measured
  /// How often the closed form names the cheaper side of the runs, under this page's readings; nil
  /// where there are no runs.
  let yardstick: String?

  /// - Throws: the lookup's error when a constant is missing.
  init(_ edition: Edition) throws {
    let calibration = edition.calibration
    let frame = ReferenceFrame()
    inputs = ExplorerInput.allCases.map { input in
      Input(
        name: "\(input)", kind: input.constant?.kind, parameter: input.constant?.parameter)
    }
    parts = ExplorerPart.allCases.map { "\($0)" }
    outputs = ExplorerOutput.allCases.map { "\($0)" }
    architectures = ArchitectureCosts.architectures.map(\.label)
    models = calibration.ids(of: .model)
    modelNames = Dictionary(
      models.map { ($0, ModelName.text($0)) }, uniquingKeysWith: { first, _ in first })
    accelerators = calibration.ids(of: .accelerator).map { id in
      Accelerator(
        id: id, usdPerHour: try? edition.rate(of: id).si,
        link: try? calibration.word(.accelerator(id), "scale_up_link"))
    }
    interconnects = calibration.ids(of: .interconnect)
    contracts = calibration.ids(of: .contract)
    choices = try Self.choices(edition)
    equation7 = Combination.equation7.description
    values = try Self.values(calibration)
    // Rounded as in data files: the last bits of exp differ between C libraries.
    (shares, bandwidths) = (
      BreakEvenSurface.shares, BreakEvenSurface.bandwidths.map { DataText.rounded($0) }
    )
    shareSteps = ShareAxis.figure.steps
    let limits = WorkloadCrossings.tpotRangeMs
    tpotRange = [limits.lowerBound, limits.upperBound]
    bands = Bands(
      edges: LocateFigure.bands.edges, colors: LocateFigure.bands.colors.map(Self.css))
    shareAxis = Axis(title: BreakEvenAxes.shareTitle, ticks: BreakEvenAxes.shareTicks)
    bandwidthAxis = Axis(title: BreakEvenAxes.bandwidthTitle, ticks: BreakEvenAxes.bandwidthTicks)
    start = Start(
      model: frame.model, accelerator: frame.accelerator, contract: frame.contract,
      promptTokens: try calibration.number(.workload(ReferenceWorkload.workload), "prompt_tokens"),
      outputTokens: try calibration.number(.workload(ReferenceWorkload.workload), "output_tokens"))
    pin = edition.pin.description
    measured = .runs
    yardstick = LocateReport.yardstick(in: edition).map(LocateReport.text)
  }

  /// `#e69f00`
  private static func css(_ color: Color) -> String {
    "#"
      + [color.red, color.green, color.blue].map { level in
        let digits = String(Int((level * 255).rounded()), radix: 16)
        return digits.count < 2 ? "0\(digits)" : digits
      }.joined()
  }

  /// Those that the cost of a workload depends on.
  private static func choices(_ edition: Edition) throws -> [Choice] {
    try edition.choices(lookedUpBy: { _ = try Deployment(DeploymentPlan(), in: $0) }).map {
      choice in
      Choice(
        name: choice.name, isDrawn: choice.isDrawn, readings: choice.readings,
        meanings: choice.readings.map { choice.meaning(of: $0) ?? "" },
        reading: try edition.calibration.reading(choice.name))
    }
  }

  /// Every value of what the explorer looks up, under every reading.
  private static func values(_ calibration: Calibration) throws -> [String: [Value]] {
    let parameters =
      ExplorerInput.allCases.compactMap(\.constant).map(\.parameter)
      + ["bytes_per_s", "ttft_ms", "tpot_ms"]
    let settings = calibration.overrides
    let set = Set(settings.map(\.name))
    let rows = calibration.fileRows.filter {
      parameters.contains($0.parameter) && $0.entity.kind != .choice && !$0.entity.isRate
    }
    var values: [String: [Value]] = [:]
    for row in rows where !set.contains(row.name) {
      values[row.name, default: []].append(try Value(row, under: row.reading))
    }
    for row in settings where parameters.contains(row.parameter) {
      values[row.name] = [try Value(row, under: nil)]
    }
    return values
  }

  /// JSON that can stand in a page.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
        .replacing("<", with: "\\u003c")
    }
  }
}
