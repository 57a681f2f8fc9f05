import Claims
import CostModel
import Evidence
import Frontier
import Plotting
import Tables

/// Every row of calibration.csv: what reads it, and what it moves.
public struct ConstantsReport {
  private let edition: Edition
  private let use: EvidenceUse
  /// Of the rows that no figure reads, the lines of those that a statement of claims.csv reads.
  private let claimed: Set<Int>
  private let baseline: Headline
  /// Of the used constants, in file order.
  private let effects: [ConstantEffect]

  /// - Parameters:
  ///   - claims: claims.csv by its name; nil when there is none.
  ///   - figures: computes every figure of an edition.
  /// - Throws: the lookup's error when a constant or the reference price is missing; an
  ///   `IngestError` when claims.csv is faulty.
  public init(
    _ edition: Edition, claims: (name: String, bytes: [UInt8])?, figures: (Edition) throws -> Void
  ) throws {
    self.edition = edition
    use = try EvidenceUse(edition, computing: figures)
    let log = LookupLog()
    if let claims { _ = try ClaimBook(claims: claims, edition: edition.recording(in: log)) }
    claimed = log.lines
    let constants = try ConstantEffects(edition)
    baseline = constants.baseline
    effects = try Parallel.map(use.used, constants.effect)
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text: try document(isPage: false).text(within: width)
    case .markdown: try document(isPage: true).markdown
    case .csv: table.csv
    case .json: try JSON.text(entry)
    }
  }

  // MARK: For reading

  /// - Parameter isPage: for GitHub, with how the page is made.
  private func document(isPage: Bool) throws -> ReportDocument {
    var document = ReportDocument()
    var sources = AuditSources()
    document.append(.title(1, "Constants: what the figures read, and what ±10 % of each moves"))
    if isPage { document.append(.made(with: edition, arguments: ["--constants"])) }
    for paragraph in try introduction { document.append(.paragraph(paragraph)) }
    let moving = effects.filter(\.movesSomething).sorted(by: Self.reachesFurther)
    let groups = [
      ("Assumed or read off a figure: look here first", moving.filter(\.isWeak)),
      (
        "From data sheets, configurations, tables, traces and the paper",
        moving.filter { !$0.isWeak }
      ),
    ]
    for (title, effects) in groups where !effects.isEmpty {
      document.append(.title(2, title))
      document.append(.table(Self.effectTable(effects)))
    }
    document.append(.title(2, "Flips"))
    let flips = effects.filter { !$0.flipText.isEmpty }
      .map { "\($0.constant.name): \($0.flipText)." }
    document.append(
      .paragraph(
        flips.isEmpty
          ? "None of these moves, adds or removes an architecture flip of the envelope."
          : flips.joined(separator: " ")))
    document.append(.title(2, "Read by a figure, moving neither"))
    let still = effects.filter { !$0.movesSomething }
    document.append(
      .paragraph(
        "Of rows that are not on the envelope, of other panels, and names on an axis: "
          + still.map { $0.constant.name + ($0.isWeak ? " !" : "") }.joined(separator: ", ")
          + "."))
    let lists =
      [
        (
          "Values and sources of what the figures read",
          (effects.filter(\.isWeak) + effects.filter { !$0.isWeak }).map(\.constant)
        ),
        ("Price sheet, other pins: read when a pin asks for them", use.otherPrices),
      ] + otherReadings + [
        ("Read by no figure, but by statements of claims.csv", unread(claimed: true)),
        ("Read by nothing", unread(claimed: false)),
      ]
    document.append(.title(2, "Choices and the readings that hold"))
    document.append(.table(choiceTable(sources: &sources)))
    for (title, constants) in lists where !constants.isEmpty {
      document.append(.title(2, "\(title) (\(constants.count))"))
      document.append(.table(Self.valueTable(constants, sources: &sources)))
    }
    document.append(.title(2, "Sources"))
    document.append(.references(sources.references))
    return document
  }

  /// The rows of readings that do not hold, by choice and reading.
  private var otherReadings: [(String, [Constant])] {
    edition.calibration.choices.flatMap { choice in
      choice.readings.map { reading in
        (
          "Under \(choice.name)=\(reading)",
          use.otherReadings.filter { $0.reading == Reading(choice: choice.name, name: reading) }
        )
      }
    }
  }

  private func choiceTable(sources: inout AuditSources) -> ReportTable {
    let inForce = edition.readings.byChoice
    var table = ReportTable([
      .left("choice"), .left("holds"), .left("others"), .left("draws vary it"), .left("source"),
    ])
    for choice in edition.calibration.choices {
      let held = inForce[choice.name] ?? ""
      let source = choice.rows.first { $0.parameter == "default" }
      table.append([
        choice.name, held, choice.readings.filter { $0 != held }.joined(separator: ", "),
        choice.isDrawn ? "yes" : "no", source.map { "[\(sources.number(of: $0))]" } ?? "",
      ])
    }
    return table
  }

  private var choiceRows: [Constant] {
    edition.calibration.fileRows.filter { $0.entity.kind == .choice }
  }

  private func unread(claimed isClaimed: Bool) -> [Constant] {
    use.unused.filter { claimed.contains($0.line) == isClaimed }
  }

  private var introduction: [String] {
    get throws {
      let corners = baseline.envelope.vertices.map {
        "\($0.ids.joined(separator: " and ")) from \(AuditNumber.text($0.ttft)) ms at "
          + "\(AuditNumber.text($0.cpm)) $/Mtok"
      }
      let weak = use.used.filter(\.citation.evidence.isWeak).count
      return [
        "Prices of \(edition.pin). Of \(edition.calibration.rows.count) rows the figures read "
          + "\(use.used.count), of which \(weak) are assumed or read off a figure (marked !); "
          + "\(use.otherPrices.count) are prices for other pins, \(unread(claimed: true).count) are "
          + "read only by statements of claims.csv, \(unread(claimed: false).count) by nothing. "
          + "\(use.otherReadings.count) further rows hold under other readings of the choices.",
        "Envelope: of all TTFT at which the envelope of Figure 1 has a cost both before and after, "
          + "the relative change of cost that is largest in size (env. below). Flips: an architecture flip of "
          + "that envelope that moved to another TTFT, appeared or vanished. α*: how far the "
          + "break-even prefill share of Figure 2 moves at "
          + "(\(try contract), \(try bandwidth)) and the default overlap.",
        "Integers are varied as if they were reals; a share that would leave its range stops at "
          + "the range's end (halfway to an end that is excluded) and is marked ≤. A word is "
          + "replaced by its alternative. A constant that is 0 stays 0.",
        "As it is: \(corners.joined(separator: "; ")); α* \(baseline.breakEven.text).",
      ]
    }
  }

  private var contract: String {
    get throws {
      let entity = Entity.contract(Headline.contract)
      return try ["ttft_ms", "tpot_ms"].map { try edition.calibration.constant(entity, $0).text }
        .joined(separator: "/") + " ms"
    }
  }

  private var bandwidth: String {
    get throws {
      "\(AuditNumber.text(try edition.calibration.referenceBandwidth / 1e9)) GB/s"
    }
  }

  /// Weightiest first: by the envelope, then by α*.
  private static func reachesFurther(_ left: ConstantEffect, _ right: ConstantEffect) -> Bool {
    let (l, r) = ([left, right].map(\.envelopeReach), [left, right].map(\.breakEvenReach))
    if abs(l[0] - l[1]) > 1e-12 { return l[0] > l[1] }
    return abs(r[0] - r[1]) > 1e-12 ? r[0] > r[1] : left.constant.name < right.constant.name
  }

  private static func effectTable(_ effects: [ConstantEffect]) -> ReportTable {
    var table = ReportTable([
      .left(""), .left("constant"), .right("env. −10 %"), .right("+10 %"), .right("α* −10 %"),
      .right("+10 %"),
    ])
    for effect in effects {
      let isWord = effect.trials.count == 1
      let name = effect.constant.name
      let trials = isWord ? [nil] + effect.trials : effect.trials.map { $0 }
      table.append(
        [
          effect.isWeak ? "!" : "",
          isWord ? "\(name) → \(effect.trials[0].variationText)" : name,
        ] + trials.map { $0.map(\.envelopeText) ?? "" }
          + trials.map { $0.map(effect.breakEvenText) ?? "" })
    }
    return table
  }

  private static func valueTable(_ constants: [Constant], sources: inout AuditSources)
    -> ReportTable
  {
    var table = ReportTable([
      .left(""), .left("constant"), .left("value"), .left("evidence"), .left("source"),
    ])
    for constant in constants {
      table.append([
        constant.citation.evidence.isWeak ? "!" : "",
        constant.entity.isRate
          ? "\(constant.entity) \(constant.asOf?.description ?? "")" : constant.name,
        constant.textWithRange,
        constant.citation.evidence.rawValue, "[\(sources.number(of: constant))]",
      ])
    }
    return table
  }

  // MARK: For programs

  private var table: ReportTable {
    var table = ReportTable(
      [
        "entity", "parameter", "value", "unit", "as_of", "evidence", "use", "variation",
        "clamped", "envelope_change", "flips", "alpha_star", "alpha_star_change", "source",
        "locator", "reading", "low", "high",
      ].map(ReportTable.Column.left))
    func append(_ constant: Constant, use: String, _ effect: [String]) {
      let citation = constant.citation
      table.append(
        [
          constant.entity.description, constant.parameter, constant.text, constant.unit,
          constant.asOf?.description ?? "", citation.evidence.rawValue, use,
        ] + effect + [
          citation.source, citation.locator, constant.reading?.description ?? "",
          constant.printedRange.map { DataText.text($0.lowerBound) } ?? "",
          constant.printedRange.map { DataText.text($0.upperBound) } ?? "",
        ])
    }
    for effect in effects {
      for trial in effect.trials {
        append(
          effect.constant, use: "figures",
          [
            trial.variationText, trial.isClamped ? "yes" : "no",
            DataText.text(trial.change?.largest ?? 0), trial.change?.flipText ?? "",
            trial.breakEven.value.map { DataText.text($0) } ?? trial.breakEven.text,
            effect.breakEvenChange(trial).map { DataText.text($0) } ?? "",
          ])
      }
    }
    let none = [String](repeating: "", count: 6)
    for constant in use.otherPrices { append(constant, use: "other pins", none) }
    for constant in use.otherReadings { append(constant, use: "other readings", none) }
    for constant in choiceRows { append(constant, use: "choices", none) }
    for constant in unread(claimed: true) { append(constant, use: "claims", none) }
    for constant in unread(claimed: false) { append(constant, use: "none", none) }
    return table
  }

  private var entry: ConstantsEntry {
    ConstantsEntry(
      pin: edition.pin.description, readings: edition.readings.byChoice,
      envelope: baseline.envelope.vertices.map {
        ConstantsEntry.Corner(
          ttftMs: DataText.rounded($0.ttft), cpm: DataText.rounded($0.cpm),
          architecture: $0.architecture.rawValue, ids: $0.ids)
      },
      alphaStar: OrNull(value: baseline.breakEven.value.map(DataText.rounded)),
      used: effects.map { effect in
        ConstantsEntry.Row(
          effect.constant,
          effects: effect.trials.map { trial in
            ConstantsEntry.Effect(
              value: trial.variationText, clamped: trial.isClamped,
              envelopeChange: DataText.rounded(trial.change?.largest ?? 0),
              flips: trial.change?.flipText ?? "",
              alphaStar: OrNull(value: trial.breakEven.value.map(DataText.rounded)),
              alphaStarChange: OrNull(
                value: effect.breakEvenChange(trial).map(DataText.rounded)))
          })
      },
      otherPrices: use.otherPrices.map { ConstantsEntry.Row($0) },
      otherReadings: use.otherReadings.map { ConstantsEntry.Row($0) },
      choices: choiceRows.map { ConstantsEntry.Row($0) },
      claimsOnly: unread(claimed: true).map { ConstantsEntry.Row($0) },
      unused: unread(claimed: false).map { ConstantsEntry.Row($0) })
  }
}
