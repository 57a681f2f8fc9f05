import Evidence
import Frontier
import Tables

/// A difference as a report: the verdict in one line first, then what changed.
public struct DiffReport {
  let comparison: Comparison

  public init(_ comparison: Comparison) { self.comparison = comparison }

  private var difference: FrontierDifference { comparison.difference }

  private var verdict: String {
    DiffVerdict(difference, tolerance: comparison.tolerance)
      .line(from: comparison.from.name, to: comparison.to.name)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: escapedLines(text(within: width))
    case .markdown: escapedLines(markdown)
    case .csv: table.csv
    case .json: try JSON.text(DifferenceDocument(self, verdict: verdict))
    }
  }

  private func text(within width: TextWidth) -> String {
    ([width.words(verdict)] + comparison.notes.map(width.words)
      + sections.map { section in
        "\n\(width.words(section.title))\n\(section.table.text(within: width))"
          + (section.rest.isEmpty ? "" : "\n\(section.rest)")
      } + closing.map { "\n\(width.words($0))" })
      .joined(separator: "\n")
  }

  private var markdown: String {
    let parts = sections.flatMap { section in
      ["### \(section.title)", section.table.markdown, section.rest].filter { !$0.isEmpty }
    }
    return (["**\(verdict)**"] + comparison.notes + parts + closing).joined(separator: "\n\n")
  }

  /// As a part of a web page.
  /// - Parameter id: starts the ids of its headings.
  public func html(id: String) -> String {
    var document = ReportDocument([.headline(verdict)] + comparison.notes.map { .note($0) })
    for section in sections {
      document.append(.title(2, section.title))
      document.append(.table(section.table))
      if !section.rest.isEmpty { document.append(.note(section.rest)) }
    }
    for line in closing { document.append(.note(line)) }
    return document.html(level: 2, id: id)
  }

  // MARK: Text

  private var sections: [(title: String, table: ReportTable, rest: String)] {
    DiffSections(difference: difference, claims: comparison.claims).all
  }

  /// What did not change, in one line.
  private var closing: [String] {
    let counts = Change.Kind.allCases.compactMap { kind -> String? in
      difference.counts(of: kind)[.unchanged].map {
        "\($0) \($0 == 1 ? kind.singular : kind.plural)"
      }
    }
    return counts.isEmpty ? [] : ["unchanged: \(counts.joined(separator: ", "))"]
  }

  // MARK: CSV

  /// Every result, and the inputs that changed.
  var listed: [Change] {
    difference.changes.filter {
      $0.category != .unchanged || !$0.kind.isInput || $0.kind == .price
    }
  }

  private var table: ReportTable {
    let titles =
      ["kind", "id", "category", "unit", "from", "to", "change", "relative"]
      + Cause.allCases.map { "part_\($0.rawValue)" }
    return ReportTable(
      titles.map { .left($0) },
      rows: listed.map { change in
        [
          change.kind.rawValue, change.id, change.category.rawValue, change.unit,
          Self.data(change.from), Self.data(change.to), Self.data(change.absolute),
          Self.data(change.relative),
        ] + Cause.allCases.map { Self.data(change.causes?[$0]) }
      })
  }

  private static func data(_ value: Change.Value?) -> String {
    switch value {
    case nil: ""
    case .word(let word): word
    case .number(let number): DataText.text(number)
    }
  }

  private static func data(_ number: Double?) -> String {
    number.map { DataText.text($0) } ?? ""
  }
}

extension Change.Kind {
  var noun: String {
    switch self {
    case .price: "accelerator"
    case .rate: "price row"
    case .reading: "choice"
    case .constant: "constant"
    case .anchor: "anchor"
    case .point, .latency, .envelope: "point"
    case .flip: "flip"
    case .leader: "contract"
    case .breakEven: "contract and link"
    case .claim: "claim"
    }
  }

  fileprivate var singular: String {
    switch self {
    case .price: "price"
    case .rate: "price row"
    case .reading: "reading"
    case .constant: "constant"
    case .anchor: "anchor cell"
    case .point, .latency, .breakEven: plural
    case .envelope: "envelope point"
    case .flip: "flip"
    case .leader: "cheapest architecture"
    case .claim: "verdict"
    }
  }

  fileprivate var plural: String {
    switch self {
    case .price: "prices"
    case .rate: "price rows"
    case .reading: "readings"
    case .constant: "constants"
    case .anchor: "anchor cells"
    case .point: "CPM"
    case .latency: "TTFT"
    case .envelope: "envelope points"
    case .flip: "flips"
    case .leader: "cheapest architectures"
    case .breakEven: "α*"
    case .claim: "verdicts"
    }
  }

  var title: String {
    switch self {
    case .price: "Price in force ($/h)"
    case .rate: "Rows of the price sheets ($/h)"
    case .reading: "Readings"
    case .constant: "Constants"
    case .anchor: "Anchors"
    case .point: "CPM_served ($/Mtoken), and what each cause adds to the change"
    case .latency: "TTFT (ms)"
    case .envelope: "On the envelope"
    case .flip: "Architecture flips: TTFT at which the cheapest changes (ms)"
    case .leader: "Cheapest architecture within the contract's TTFT"
    case .breakEven: "α*: prefill share above which disaggregation is cheaper"
    case .claim: "Verdicts on the paper's statements"
    }
  }
}

extension [ChosenReading] {
  /// The reading of every choice, as JSON has it.
  var byChoice: [String: String] { reduce(into: [:]) { $0[$1.reading.choice] = $1.reading.name } }
}

/// A difference as JSON.
private struct DifferenceDocument: Encodable {
  struct Side: Encodable {
    let name: String
    let pin: String
    /// The reading of every choice.
    let readings: [String: String]
    let anchorsSha256: String
    let calibrationSha256: String

    init(_ side: NamedEdition) {
      name = side.name
      pin = side.edition.pin.description
      readings = side.edition.readings.byChoice
      anchorsSha256 = side.edition.digests.anchors
      calibrationSha256 = side.edition.digests.calibration
    }
  }

  struct Entry: Encodable {
    let kind: String
    let id: String
    let category: String
    let unit: String
    let from: Value?
    let to: Value?
    let change: Double?
    let relative: Double?
    let causes: [String: Double]?
    /// Of a claim.
    let statement: String?
    let computedFrom: String?
    let computedTo: String?

    private enum CodingKeys: String, CodingKey {
      case kind, id, category, unit, from, to, change, relative, causes
      case statement, computedFrom, computedTo
    }

    /// Every key, with null for what there is not; a claim's own keys for claims alone.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(kind, forKey: .kind)
      try container.encode(id, forKey: .id)
      try container.encode(category, forKey: .category)
      try container.encode(unit, forKey: .unit)
      try container.encode(from, forKey: .from)
      try container.encode(to, forKey: .to)
      try container.encode(change, forKey: .change)
      try container.encode(relative, forKey: .relative)
      try container.encode(causes, forKey: .causes)
      try container.encodeIfPresent(statement, forKey: .statement)
      try container.encodeIfPresent(computedFrom, forKey: .computedFrom)
      try container.encodeIfPresent(computedTo, forKey: .computedTo)
    }

    init(_ change: Change, claims: ComparedClaims) {
      let isClaim = change.kind == .claim
      let old = isClaim ? claims.from[change.id] : nil
      let new = isClaim ? claims.to[change.id] : nil
      statement = (new ?? old)?.claim.statement
      computedFrom = old.flatMap { $0.computed == nil ? nil : $0.computedWithUnit }
      computedTo = new.flatMap { $0.computed == nil ? nil : $0.computedWithUnit }
      kind = change.kind.rawValue
      id = change.id
      category = change.category.rawValue
      unit = change.unit
      from = change.from.map(Value.init)
      to = change.to.map(Value.init)
      self.change = change.absolute.map(DataText.rounded)
      relative = change.relative.map(DataText.rounded)
      causes = change.causes.map { parts in
        parts.reduce(into: [:]) { $0[$1.key.rawValue] = DataText.rounded($1.value) }
      }
    }
  }

  struct Value: Encodable {
    let value: Change.Value

    init(_ value: Change.Value) { self.value = value }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch value {
      case .number(let number): try container.encode(DataText.rounded(number))
      case .word(let word): try container.encode(word)
      }
    }
  }

  let verdict: String
  let notes: [String]
  let from: Side
  let to: Side
  let tolerance: Double
  let counts: [String: [String: Int]]
  let changes: [Entry]

  init(_ report: DiffReport, verdict: String) {
    self.verdict = verdict
    let comparison = report.comparison
    notes = comparison.notes
    from = Side(comparison.from)
    to = Side(comparison.to)
    tolerance = comparison.tolerance
    counts = Change.Kind.allCases.reduce(into: [:]) { counts, kind in
      counts[kind.rawValue] = comparison.difference.counts(of: kind)
        .reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    }
    changes = report.listed.map { Entry($0, claims: comparison.claims) }
  }
}
