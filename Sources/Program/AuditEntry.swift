import Evidence
import Figures
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
    /// The symbols it uses, from the inputs of its sheet or earlier lines.
    let inputs: [String]
  }

  /// Lines and what enters them.
  struct Sheet: Encodable {
    let inputs: [Input]
    let derivations: [Line]
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
    let sheet: Sheet
  }

  struct InfeasibilityEntry: Encodable {
    let step: String
    let reason: String
    let sheet: Sheet
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
  let bandSheet: Sheet
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
    bandSheet = lines.sheet(.band)
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
            sheet: lines.sheet(.prediction))
        }
      })
    infeasible = OrNull(
      value: audit.infeasibility.map {
        InfeasibilityEntry(
          step: $0.step.rawValue, reason: $0.reason, sheet: lines.sheet(.step($0.step)))
      })
  }
}

/// The lines of an audit's worksheet as other programs read them.
struct AuditLines {
  private let audit: AnchorAudit

  init(_ audit: AnchorAudit) { self.audit = audit }

  private var anchor: Anchor { audit.row.anchor }

  func sheet(_ topic: Worksheet.Topic) -> AuditEntry.Sheet {
    let lines = derivations(topic)
    return AuditEntry.Sheet(
      inputs: Self.inputs(of: lines).map(input), derivations: lines.map(line))
  }

  func step(_ step: NormalizationStep) -> AuditEntry.Step {
    let lines = derivations(.step(step.name))
    let inputs = Self.inputs(of: lines)
    return AuditEntry.Step(
      step: step.name.rawValue, prefillFactor: AuditNumber.rounded(step.prefillFactor),
      decodeFactor: AuditNumber.rounded(step.decodeFactor),
      prefillSeconds: AuditNumber.rounded(step.prefillSeconds),
      decodeSeconds: AuditNumber.rounded(step.decodeSeconds), cpm: AuditNumber.rounded(step.cpm),
      formula: lines.map { "\($0.result.symbol) = \($0.expression)" }.joined(separator: "; "),
      inputs: inputs.map(input), source: sources(of: inputs), derivations: lines.map(line))
  }

  /// What enters `lines` and is not one of their results, by first use.
  private static func inputs(of lines: [Derivation]) -> [Quantity] {
    var seen = Set(lines.map(\.result.symbol))
    return lines.flatMap(\.inputs).filter { seen.insert($0.symbol).inserted }
  }

  /// Where `inputs` come from, in one text: each place once, after what was taken from it.
  func sources(of inputs: [Quantity]) -> String {
    var places: [(symbols: [String], citation: Citation)] = []
    for input in inputs {
      guard let citation = citation(of: input) else { continue }
      if let same = places.firstIndex(where: { $0.citation.isSamePlace(as: citation) }) {
        places[same].symbols.append(input.symbol)
      } else {
        places.append(([input.symbol], citation))
      }
    }
    return places.map { symbols, citation in
      "\(symbols.joined(separator: ", ")): \(citation.source), \(citation.locator) "
        + "(\(citation.evidence.rawValue))"
    }.joined(separator: "; ")
  }

  private func citation(of quantity: Quantity) -> Citation? {
    switch quantity.origin {
    case .anchor: anchor.citation
    case .constant(let constant): constant.citation
    case .derived: nil
    }
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
      inputs: derivation.inputs.map(\.symbol))
  }

  private func input(_ quantity: Quantity) -> AuditEntry.Input {
    var input = AuditEntry.Input(
      symbol: quantity.symbol, value: AuditNumber.rounded(quantity.value), unit: quantity.unit,
      printed: AuditNumber.text(quantity, of: anchor))
    switch quantity.origin {
    case .derived: return input
    case .anchor(let column):
      (input.file, input.line, input.name) = ("anchors.csv", anchor.line, column)
    case .constant(let constant):
      (input.file, input.line, input.name) = ("calibration.csv", constant.line, constant.name)
    }
    let citation = citation(of: quantity)
    input.evidence = citation?.evidence.rawValue
    input.source = citation?.source
    input.locator = citation?.locator
    return input
  }
}

extension Citation {
  fileprivate func isSamePlace(as other: Citation) -> Bool {
    (source, locator, evidence) == (other.source, other.locator, other.evidence)
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
            DataNumber.text(line.result.value), line.result.unit, line.expression,
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
