import Evidence
import Normalization
import Tables

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
      step: step.name.rawValue, prefillFactor: DataText.rounded(step.prefillFactor),
      decodeFactor: DataText.rounded(step.decodeFactor),
      prefillSeconds: DataText.rounded(step.prefillSeconds),
      decodeSeconds: DataText.rounded(step.decodeSeconds), cpm: DataText.rounded(step.cpm),
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
      symbol: result.symbol, value: DataText.rounded(result.value), unit: result.unit,
      printed: AuditNumber.text(result, of: anchor), meaning: result.meaning ?? "",
      formula: derivation.expression,
      substituted: derivation.substituted { AuditNumber.text($0, of: anchor) },
      inputs: derivation.inputs.map(\.symbol))
  }

  private func input(_ quantity: Quantity) -> AuditEntry.Input {
    var input = AuditEntry.Input(
      symbol: quantity.symbol, value: AuditNumber.value(quantity), unit: quantity.unit,
      printed: AuditNumber.text(quantity, of: anchor))
    switch quantity.origin {
    case .derived: return input
    case .anchor(let column):
      (input.file, input.line, input.name) = ("anchors.csv", anchor.line, column)
    case .constant(let constant):
      (input.file, input.line, input.name) = ("calibration.csv", constant.line, constant.name)
    }
    let citation = citation(of: quantity)
    input.evidence = quantity.grade(in: anchor)?.rawValue
    input.source = citation?.source
    input.locator = citation?.locator
    return input
  }
}

extension Quantity {
  /// How well the number is known. A row's grade is that of its throughput; where its other cells
  /// come from its locator and note say.
  func grade(in anchor: Anchor) -> EvidenceGrade? {
    switch origin {
    case .anchor(let column): column == "throughput" ? anchor.citation.evidence : nil
    case .constant(let constant): constant.citation.evidence
    case .derived: nil
    }
  }
}

extension Citation {
  fileprivate func isSamePlace(as other: Citation) -> Bool {
    (source, locator, evidence) == (other.source, other.locator, other.evidence)
  }
}
