import Evidence
import Normalization
import Tables

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

  /// What the throughput was published under, and what was measured.
  struct Contract: Encodable {
    /// Why there is none; null where there is one.
    let gap: OrNull<String>
    let ttftLimitMs: OrNull<Double>
    let ttftLimitStatistic: OrNull<String>
    let ttftMeasuredMs: OrNull<Double>
    let ttftMeasuredStatistic: OrNull<String>
    let tpotMs: Double
    let tpotStatistic: String

    init(_ anchor: Anchor) {
      gap = OrNull(value: anchor.contractGap)
      ttftLimitMs = OrNull(value: anchor.ttftLimit.map { DataText.rounded($0.milliseconds) })
      ttftLimitStatistic = OrNull(value: anchor.ttftLimit?.statistic.rawValue)
      ttftMeasuredMs = OrNull(value: anchor.ttftMeasured.map { DataText.rounded($0.milliseconds) })
      ttftMeasuredStatistic = OrNull(value: anchor.ttftMeasured?.statistic.rawValue)
      tpotMs = DataText.rounded(anchor.tpotMilliseconds)
      tpotStatistic = anchor.tpotStatistic
    }
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
  let section: OrNull<String>
  let takesPart: Bool
  /// Why the row takes no part in the envelope.
  let exclusion: OrNull<String>
  let architecture: String
  let model: String
  let accelerator: String
  let accelerators: Int
  let tensorParallel: Int
  let workload: String
  let prefillShare: Double
  let ttftMs: Double
  let ttftKind: String
  let contract: Contract
  let throughputRange: OrNull<[Double]>
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
    section = OrNull(value: anchor.section)
    takesPart = row.takesPart
    exclusion = OrNull(value: row.exclusion)
    architecture = anchor.architecture.rawValue
    model = anchor.model
    accelerator = anchor.accelerator
    accelerators = anchor.accelerators
    tensorParallel = anchor.tensorParallel
    workload = anchor.workload
    prefillShare = DataText.rounded(anchor.prefillShare)
    ttftMs = DataText.rounded(row.ttft)
    ttftKind = row.ttftKind.rawValue
    contract = Contract(anchor)
    throughputRange = OrNull(
      value: anchor.throughputRange.map {
        [$0.lowerBound, $0.upperBound].map(DataText.rounded)
      })
    tpotMs = DataText.rounded(anchor.tpotMilliseconds)
    tpotBasis = anchor.tpotStatistic
    citation = CitationEntry(
      source: anchor.citation.source, locator: anchor.citation.locator,
      evidence: anchor.citation.evidence.rawValue, note: anchor.citation.note, line: anchor.line)
    cpm = OrNull(value: row.cpm.map(DataText.rounded))
    band = OrNull(
      value: row.band(overlaps: overlaps).map {
        [$0.lowerBound, $0.upperBound].map(DataText.rounded)
      })
    bandSheet = lines.sheet(.band)
    steps = row.steps.map { lines.step($0) }
    otherReadings = audit.otherReadings.map {
      Reading(
        reading: $0.reading.description, cpm: OrNull(value: $0.cpm.map(DataText.rounded)),
        change: OrNull(value: $0.change.map(DataText.rounded)))
    }
    prediction = OrNull(
      value: audit.prediction.flatMap { prediction in
        audit.ratio.map { ratio in
          PredictionEntry(
            cpm: DataText.rounded(prediction.cpm),
            publishedOverPredicted: DataText.rounded(ratio),
            referenceUse: DataText.rounded(1 / ratio),
            sourceUse: DataText.rounded(prediction.sourceUse),
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
