import Evidence
import Normalization

/// A value, or null where there is none: left out, a reader could not tell it from a misspelt key.
struct OrNull<Value: Encodable>: Encodable {
  let value: Value?

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}

/// One row's audit as JSON.
struct AuditEntry: Encodable {
  /// A number that enters a formula, with its provenance unless it is derived.
  struct Input: Encodable {
    let symbol: String
    let value: Double
    let unit: String
    let printed: String
    var file: String?
    var line: Int?
    var name: String?
    var evidence: String?
    var source: String?
    var locator: String?
  }

  struct Line: Encodable {
    let symbol: String
    let value: Double
    let unit: String
    let printed: String
    let meaning: String
    let formula: String
    let substituted: String
    let inputs: [Input]
  }

  struct Step: Encodable {
    let step: String
    let prefillFactor: Double
    let decodeFactor: Double
    let prefillSeconds: Double
    let decodeSeconds: Double
    let cpm: Double
    let formula: String
    let inputs: [Input]
    let source: String
    let derivations: [Line]
  }

  struct Reading: Encodable {
    let reading: String
    let cpm: OrNull<Double>
    let change: OrNull<Double>
  }

  struct PredictionEntry: Encodable {
    let cpm: Double
    let publishedOverPredicted: Double
    let referenceUse: Double
    let sourceUse: Double
    let derivations: [Line]
  }

  struct InfeasibilityEntry: Encodable {
    let step: String
    let reason: String
    let derivations: [Line]
  }

  struct CitationEntry: Encodable {
    let source: String
    let locator: String
    let evidence: String
    let note: String
    let line: Int
  }

  let id: String
  let system: String
  let label: String
  let role: String
  let architecture: String
  let model: String
  let accelerator: String
  let accelerators: Int
  let tensorParallel: Int
  let workload: String
  let prefillShare: Double
  let ttftMs: Double
  let ttftBasis: String
  let tpotMs: Double
  let tpotBasis: String
  let citation: CitationEntry
  let cpm: OrNull<Double>
  let band: OrNull<[Double]>
  let bandDerivations: [Line]
  let steps: [Step]
  let otherReadings: [Reading]
  let prediction: OrNull<PredictionEntry>
  let infeasible: OrNull<InfeasibilityEntry>

  init(_ audit: AnchorAudit, overlaps: ClosedRange<Double>) {
    let row = audit.row
    let anchor = row.anchor
    let lines = AuditLines(audit)
    id = row.id
    system = anchor.system
    label = anchor.label
    role = anchor.role.rawValue
    architecture = anchor.architecture.rawValue
    model = anchor.model
    accelerator = anchor.accelerator
    accelerators = anchor.accelerators
    tensorParallel = anchor.tensorParallel
    workload = anchor.workload
    prefillShare = AuditNumber.rounded(anchor.prefillShare)
    ttftMs = AuditNumber.rounded(row.ttft)
    ttftBasis = anchor.ttftBasis
    tpotMs = AuditNumber.rounded(anchor.tpotMilliseconds)
    tpotBasis = anchor.tpotBasis
    citation = CitationEntry(
      source: anchor.citation.source, locator: anchor.citation.locator,
      evidence: anchor.citation.evidence.rawValue, note: anchor.citation.note, line: anchor.line)
    cpm = OrNull(value: row.cpm.map(AuditNumber.rounded))
    band = OrNull(
      value: row.band(overlaps: overlaps).map {
        [$0.lowerBound, $0.upperBound].map(AuditNumber.rounded)
      })
    bandDerivations = lines.of(.band)
    steps = row.steps.map { lines.step($0) }
    otherReadings = audit.otherReadings.map {
      Reading(
        reading: $0.name.rawValue, cpm: OrNull(value: $0.cpm.map(AuditNumber.rounded)),
        change: OrNull(value: $0.change.map(AuditNumber.rounded)))
    }
    prediction = OrNull(
      value: audit.prediction.flatMap { prediction in
        audit.ratio.map { ratio in
          PredictionEntry(
            cpm: AuditNumber.rounded(prediction.cpm),
            publishedOverPredicted: AuditNumber.rounded(ratio),
            referenceUse: AuditNumber.rounded(1 / ratio),
            sourceUse: AuditNumber.rounded(prediction.sourceUse),
            derivations: lines.of(.prediction))
        }
      })
    infeasible = OrNull(
      value: audit.infeasibility.map {
        InfeasibilityEntry(
          step: $0.step.rawValue, reason: $0.reason, derivations: lines.of(.step($0.step)))
      })
  }
}

/// The lines of an audit's worksheet as other programs read them.
struct AuditLines {
  private let audit: AnchorAudit

  init(_ audit: AnchorAudit) { self.audit = audit }

  private var anchor: Anchor { audit.row.anchor }

  func of(_ topic: Worksheet.Topic) -> [AuditEntry.Line] { derivations(topic).map(line) }

  func step(_ step: NormalizationStep) -> AuditEntry.Step {
    let derivations = derivations(.step(step.name))
    let results = derivations.map(\.result.symbol)
    var seen = Set(results)
    let inputs = derivations.flatMap(\.inputs).filter { seen.insert($0.symbol).inserted }
    return AuditEntry.Step(
      step: step.name.rawValue, prefillFactor: AuditNumber.rounded(step.prefillFactor),
      decodeFactor: AuditNumber.rounded(step.decodeFactor),
      prefillSeconds: AuditNumber.rounded(step.prefillSeconds),
      decodeSeconds: AuditNumber.rounded(step.decodeSeconds), cpm: AuditNumber.rounded(step.cpm),
      formula: derivations.map { "\($0.result.symbol) = \($0.expression)" }
        .joined(separator: "; "),
      inputs: inputs.map(input), source: sources(of: inputs),
      derivations: derivations.map(line))
  }

  /// Where `inputs` come from, in one text.
  func sources(of inputs: [Quantity]) -> String {
    inputs.compactMap { quantity in
      let input = input(quantity)
      guard let file = input.file, let line = input.line, let name = input.name,
        let source = input.source, let evidence = input.evidence, let locator = input.locator
      else { return nil }
      return "\(input.symbol): \(file):\(line) \(name), \(source), \(locator) (\(evidence))"
    }.joined(separator: "; ")
  }

  func inputs(of line: Derivation) -> String {
    line.inputs.map { "\($0.symbol) = \(AuditNumber.textWithUnit($0, of: anchor))" }
      .joined(separator: "; ")
  }

  private func derivations(_ topic: Worksheet.Topic) -> [Derivation] {
    audit.worksheet.sections.first { $0.topic == topic }?.lines ?? []
  }

  private func line(_ derivation: Derivation) -> AuditEntry.Line {
    let result = derivation.result
    return AuditEntry.Line(
      symbol: result.symbol, value: AuditNumber.rounded(result.value), unit: result.unit,
      printed: AuditNumber.text(result, of: anchor), meaning: result.meaning ?? "",
      formula: derivation.expression,
      substituted: derivation.substituted { AuditNumber.text($0, of: anchor) },
      inputs: derivation.inputs.map(input))
  }

  private func input(_ quantity: Quantity) -> AuditEntry.Input {
    var input = AuditEntry.Input(
      symbol: quantity.symbol, value: AuditNumber.rounded(quantity.value), unit: quantity.unit,
      printed: AuditNumber.text(quantity, of: anchor))
    let citation: Citation
    switch quantity.origin {
    case .derived: return input
    case .anchor(let column):
      (input.file, input.line, input.name) = ("anchors.csv", anchor.line, column)
      citation = anchor.citation
    case .constant(let constant):
      (input.file, input.line, input.name) = ("calibration.csv", constant.line, constant.name)
      citation = constant.citation
    }
    (input.evidence, input.source) = (citation.evidence.rawValue, citation.source)
    input.locator = citation.locator
    return input
  }
}

/// Audits as a table with a line for each derivation.
enum AuditTable {
  static func table(of audits: [AnchorAudit]) -> ReportTable {
    var table = ReportTable(
      ["anchor", "step", "symbol", "value", "unit", "formula", "inputs", "source"]
        .map(ReportTable.Column.left))
    for audit in audits {
      let lines = AuditLines(audit)
      for section in audit.worksheet.sections {
        for line in section.lines {
          table.append([
            audit.row.id, section.topic.id, line.result.symbol,
            "\(AuditNumber.rounded(line.result.value))", line.result.unit, line.expression,
            lines.inputs(of: line), lines.sources(of: line.inputs),
          ])
        }
      }
    }
    return table
  }
}

extension Worksheet.Topic {
  fileprivate var id: String {
    switch self {
    case .step(let name): name.rawValue
    case .band: "band"
    case .prediction: "prediction"
    }
  }
}
