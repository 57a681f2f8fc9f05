import Evidence
import Normalization
import Plotting
import Tables

/// One row's audit as a worked example.
struct AuditPage {
  private let audit: AnchorAudit
  private let frame: ReferenceFrame
  private let pin: Pin
  private let overlaps: ClosedRange<Double>
  private var sources: AuditSources
  private(set) var document = ReportDocument()

  init(
    _ audit: AnchorAudit, frame: ReferenceFrame, pin: Pin, overlaps: ClosedRange<Double>
  ) {
    self.audit = audit
    self.frame = frame
    self.pin = pin
    self.overlaps = overlaps
    sources = AuditSources(of: audit.row.anchor)
    head()
    var worked = ReportDocument()
    for section in audit.worksheet.sections { write(section, to: &worked) }
    document.append(.fold("Every step, worked", worked))
    if audit.infeasibility == nil { readings() }
    document.append(.title(3, "Sources"))
    document.append(.references(sources.references))
  }

  static func title(_ anchor: Anchor) -> String { "\(anchor.id): \(anchor.label)" }

  private var anchor: Anchor { audit.row.anchor }

  private func cell(_ column: String) -> String { anchor.printed[column] ?? "" }

  // MARK: Head

  private mutating func head() {
    document.append(.title(2, Self.title(anchor)))
    document.append(
      .paragraph(
        "\(anchor.system), \(anchor.architecture.rawValue). \(anchor.model) on "
          + "\(cell("accelerators")) × \(anchor.accelerator), tensor parallel "
          + "\(cell("tensor_parallel")); \(anchor.workload): \(cell("prompt_tokens")) prompt and "
          + "\(cell("output_tokens")) output tokens. Published: \(cell("throughput")) "
          + "\(cell("throughput_unit"))\(throughputRange). \(contract) \(part)"))
    document.append(
      .paragraph(
        "From: \(anchor.citation.source). \(anchor.citation.locator). "
          + "Evidence for the throughput: \(anchor.citation.evidence.rawValue)\(weakness)."))
    if !anchor.citation.note.isEmpty { document.append(.note(anchor.citation.note)) }
    document.append(.result(verdict))
    if !audit.row.steps.isEmpty { document.append(.table(overview)) }
  }

  private var throughputRange: String {
    anchor.throughputRange == nil
      ? "" : " (\(cell("throughput_low")) to \(cell("throughput_high")))"
  }

  /// What the throughput was published under, and the TTFT that goes with it.
  private var contract: String {
    let limit = anchor.ttftLimit.map { limit in
      let words =
        switch limit.statistic {
        case .schedulingDelay: "median scheduling delay before prefill, not TTFT itself"
        case .slo: "percentile not stated"
        case .p99, .p90: limit.statistic.rawValue
        }
      return "TTFT limit \(cell("ttft_limit_ms")) ms (\(words))"
    }
    let measured =
      anchor.ttftMeasured.map {
        "TTFT measured: \(cell("ttft_measured_ms")) ms (\($0.statistic.rawValue))."
      } ?? "No TTFT measured at this point is published."
    let kind = anchor.isOnContract ? "Contract" : "No contract, for there is"
    let terms =
      [limit ?? "no TTFT limit", "TPOT \(cell("tpot_ms")) ms (\(anchor.tpotStatistic))"]
    return "\(kind)\(anchor.isOnContract ? ":" : "") \(terms.joined(separator: ", ")). \(measured)"
  }

  private var part: String {
    audit.row.exclusion.map { "It takes no part in the envelope: \($0)." }
      ?? "It takes part in the envelope."
  }

  private var weakness: String {
    switch anchor.citation.evidence {
    case .figure: " (read off a figure)"
    case .assumed: " (assumed)"
    default: ""
    }
  }

  private var verdict: String {
    guard let cpm = audit.row.cpm else {
      let why = audit.infeasibility
      return "infeasible at step \(why?.step.rawValue ?? ""): \(why?.reason ?? "")"
    }
    let band = audit.row.band(overlaps: overlaps).map {
      ", band \(AuditNumber.text($0.lowerBound)) to \(AuditNumber.text($0.upperBound))"
    }
    return "CPM \(AuditNumber.text(cpm)) $/Mtok\(band ?? "") at TTFT "
      + "\(AuditNumber.text(audit.row.ttft)) ms (\(ttftKind))"
  }

  private var ttftKind: String {
    switch audit.row.ttftKind {
    case .limit: "the limit, on every accelerator"
    case .measured: "measured, at \(frame.accelerator)'s prefill rate"
    }
  }

  private var overview: ReportTable {
    var table = ReportTable([
      .left("step"), .right("× prefill"), .right("× decode"), .right("prefill s/Mtok"),
      .right("decode s/Mtok"), .right("CPM $/Mtok"),
    ])
    for step in audit.row.steps {
      table.append([
        step.name.rawValue, AuditNumber.text(step.prefillFactor),
        AuditNumber.text(step.decodeFactor), AuditNumber.text(step.prefillSeconds * 1e6),
        AuditNumber.text(step.decodeSeconds * 1e6), AuditNumber.text(step.cpm),
      ])
    }
    return table
  }

  // MARK: Steps

  private mutating func write(_ section: Worksheet.Section, to document: inout ReportDocument) {
    document.append(.title(3, title(section.topic)))
    let inputs = audit.worksheet.newInputs(of: section)
    if !inputs.isEmpty { document.append(.table(table(of: inputs))) }
    document.append(.calculations(section.lines.map(calculation)))
    if let result = result(section.topic) { document.append(.result(result)) }
  }

  private func title(_ topic: Worksheet.Topic) -> String {
    switch topic {
    case .step(.published): "1. Published: what the row says, split between the phases"
    case .step(.model): "2. Model: from \(anchor.model) to \(frame.model)"
    case .step(.hardware): "3. Hardware: from \(anchor.accelerator) to \(frame.accelerator)"
    case .step(.contract): "4. Contract: from the published TPOT to the figure's"
    case .step(.price): "5. Price: \(frame.accelerator) at \(pin)"
    case .band: "The band"
    case .prediction: "What the closed form expects"
    }
  }

  private mutating func table(of inputs: [Quantity]) -> ReportTable {
    var table = ReportTable([
      .left("given"), .left("value"), .left("from"), .left("evidence"), .left("source"),
    ])
    for input in inputs {
      let (name, number) = origin(of: input)
      let grade = input.grade(in: anchor).map { $0.rawValue + ($0.isWeak ? " !" : "") }
      table.append([
        input.symbol, AuditNumber.textWithUnit(input, of: anchor), name, grade ?? "see note",
        "[\(number)]",
      ])
    }
    return table
  }

  private mutating func origin(of input: Quantity) -> (name: String, source: Int) {
    switch input.origin {
    case .constant(let constant): (constant.name, sources.number(of: constant))
    case .anchor(let column): (column, 1)
    case .derived: ("", 1)
    }
  }

  private func calculation(_ line: Derivation) -> ReportDocument.Calculation {
    let numbers = line.substituted { AuditNumber.text($0, of: anchor) }
    var pieces = [line.expression, numbers, AuditNumber.textWithUnit(line.result, of: anchor)]
    // What stands alone needs no calculation.
    if numbers == AuditNumber.text(line.result, of: anchor) { pieces.remove(at: 1) }
    return ReportDocument.Calculation(
      symbol: line.result.symbol, pieces: pieces, meaning: line.result.meaning ?? "")
  }

  private func result(_ topic: Worksheet.Topic) -> String? {
    switch topic {
    case .step(let name):
      guard let step = audit.row.steps.first(where: { $0.name == name }) else {
        return "infeasible: \(audit.infeasibility?.reason ?? "")"
      }
      return "prefill × \(AuditNumber.text(step.prefillFactor)), "
        + "decode × \(AuditNumber.text(step.decodeFactor)), CPM \(AuditNumber.text(step.cpm)) $/Mtok"
    case .band:
      let band = audit.row.band(overlaps: overlaps)
      let kind = anchor.relativeBand == nil ? "sweeping the overlap" : "as stated"
      return band.map {
        "drawn band, \(kind): \(AuditNumber.text($0.lowerBound)) to "
          + "\(AuditNumber.text($0.upperBound)) $/Mtok"
      }
    case .prediction:
      guard let prediction = audit.prediction, let cpm = audit.row.cpm else { return nil }
      let use = prediction.sourceUse
      return "published / predicted \(DataText.fixed(cpm / prediction.cpm, decimals: 2)); the "
        + "published system got \(DataText.fixed(use * 100, decimals: 0)) % of "
        + "what the closed form sees in its own machine\(use > Self.surprisingUse ? excess : "")"
    }
  }

  /// An achieved share of the closed form above which a row is explained.
  static let surprisingUse = 1.05

  /// How the row can be faster than the closed form thinks possible on its own machine: by the
  /// shares of the peak that the reading in force gives that machine.
  private var excess: String {
    let shares = audit.worksheet.lines.flatMap(\.inputs).compactMap { input -> Constant? in
      guard case .constant(let constant) = input.origin,
        constant.entity == .accelerator(anchor.accelerator),
        ["prefill_mfu", "decode_mbu"].contains(constant.parameter)
      else { return nil }
      return constant
    }
    var texts: [String] = []
    for share in shares {
      let text = "\(share.parameter) \(share.text)" + (share.reading.map { " (\($0))" } ?? "")
      if !texts.contains(text) { texts.append(text) }
    }
    return ": it did better than \(texts.joined(separator: " and ")) of "
      + "\(anchor.accelerator), which are then no upper bound but what another system achieved"
  }

  // MARK: Other readings

  private mutating func readings() {
    document.append(.title(3, "Other readings a reviewer would try"))
    let readings = audit.otherReadings
    guard !readings.isEmpty else {
      document.append(.paragraph("No choice has another reading that the conversion reads."))
      return
    }
    var table = ReportTable([
      .left("choice"), .left("reading"), .right("CPM $/Mtok"), .right("change"),
    ])
    table.append(["as drawn", "", audit.row.cpm.map(AuditNumber.text) ?? "", ""])
    var last = ""
    for other in readings {
      let choice = other.reading.choice
      table.append([
        choice == last ? "" : choice, other.reading.name,
        other.cpm.map(AuditNumber.text) ?? "infeasible", other.change.map(Self.change) ?? "",
      ])
      last = choice
    }
    document.append(.table(table))
  }

  private static func change(_ share: Double) -> String {
    share.magnitude < 1e-12 ? "0" : NumberFormat.percent(share)
  }
}
