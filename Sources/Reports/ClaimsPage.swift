import Claims

/// docs/claims.md: the checked sentences as a page.
struct ClaimsPage {
  let sentences: [ClaimSentence]
  /// Of rows, by id; empty where it was not asked for.
  let support: [String: ClaimSupport]
  /// Those that may be told; what none of the entries is about is left out.
  let findings: [ClaimFinding]

  var markdown: String {
    ([introduction, findingList] + Claim.Document.allCases.compactMap(part) + [quantities])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var entries: [ClaimBook.Entry] { sentences.flatMap(\.entries) }

  /// The same findings and rows without Markdown: one table a document.
  var document: ReportDocument {
    var document = ReportDocument([
      .title(2, "Sentences by verdict"), .table(ClaimsSummary(sentences: sentences).table),
      .note(
        "A row holds when the computed value is within the tolerance of the printed one, or within a "
          + "band that the document states; a sentence depends when some of its rows hold. Support "
          + "is the share of the combinations of the drawn readings in which a row holds: a share of "
          + "readings, not a probability."),
    ])
    if !findings.isEmpty {
      document.append(.title(2, "What matters most"))
      for line in findingLines { document.append(.paragraph(line)) }
    }
    for part in Claim.Document.allCases {
      let own = sentences.filter { $0.document == part }
      guard !own.isEmpty else { continue }
      let name = Self.name(part)
      document.append(.title(2, "\(name): \(part.title)"))
      document.append(
        .fold(counts(own), ReportDocument([.title(2, name), .table(plainTable(own))])))
    }
    return document
  }

  private var findingLines: [String] {
    let entries = entries
    return toldFindings.map {
      "\($0.title). \($0.text(among: entries))" + overturning($0).replacing("*", with: "")
    }
  }

  private func plainTable(_ sentences: [ClaimSentence]) -> ReportTable {
    ReportTable(
      [
        .left("row"), .left("section"), .left("statement"), .right("printed"), .right("computed"),
        .right("tolerance"), .left("verdict"), .left("support"), .left("why"),
      ],
      rows: sentences.flatMap { sentence in
        sentence.entries.map { entry in
          let claim = entry.claim
          return [
            claim.id, sentence.section,
            (claim.scope == .variation ? "Variation: " : "") + claim.statement
              + (claim.quotation.map { " “\($0)”" } ?? ""),
            entry.printedWithUnit, entry.computedWithUnit, entry.tolerance, entry.verdict.rawValue,
            support[claim.id]?.share ?? "–", entry.reason,
          ]
        }
      })
  }

  private var introduction: String {
    let computed = entries.count { $0.claim.kind != .source && $0.computed != nil }
    return """
      # The claims, checked

      \(sentences.count) sentences of five documents, beside what this program finds. A sentence \
      can often be read in several ways: each has a row of its own, \(entries.count) in all. \
      \(computed) rows are computed, from the document's own numbers (`arithmetic`), from the \
      closed form (`model`) or from the curves of the figures (`shape`); the others say what a \
      cited work, a dataset or a datasheet says (`source`).

      A row holds when the computed value is within the tolerance of the printed one, or **within \
      band** where the document itself states a band. A sentence is **reproduced** when every row \
      of it that can be checked holds, **contradicted** when none does; it **depends** when some \
      do, and the column *holds* says which; it is **not checkable** when what it takes is not \
      published. Rows at the configuration that the sentence names decide, where there are any; \
      variations (other accelerators, mixes, links, contracts) stand beside them.

      One rule gives every tolerance. The document's own band or bound where it states one. A \
      tenth of a number that a model, shape or source row prints with ≈, “about” or the like, but \
      at most 0.05 of an α, and at most half the difference that the same sentence asserts. For \
      any other number half a unit of the last printed digit, zeros included (±0.5 for 100). None \
      for truths, words and exact counts. The program refuses a row that departs from it, as far \
      as a program can tell.
      \(supportIntroduction)
      This page is the output of `frontier claims --support --format markdown`; a test keeps the \
      two equal. Quantities, quotations and verdicts are in `claims.csv`; `frontier claims ID` \
      shows how a number comes about.

      \(ClaimsSummary(sentences: sentences).table.markdown)
      """
  }

  private var supportIntroduction: String {
    guard !support.isEmpty else { return "" }
    return """

      Verdicts are those of the default readings. Beside a row of kind `model` or `shape` stands \
      its **support**: the share of the combinations of the drawn choices in which it holds, over \
      all and for `pass=sum` (Equation 7 as printed) by itself. Choices that the row does not look \
      up are not varied. It is a share of readings, not a probability.

      """
  }

  // MARK: Findings

  /// Those that touch one of the entries.
  private var toldFindings: [ClaimFinding] {
    let ids = Set(entries.map(\.claim.id))
    return findings.filter { $0.verdicts.contains { ids.contains($0.id) } }
  }

  /// Nothing for a choice of rows that touches no finding.
  private var findingList: String {
    let entries = entries
    let lines =
      toldFindings
      .map { "- **\($0.title).** \($0.text(among: entries))\(overturning($0))" }
    return lines.isEmpty ? "" : "## What matters most\n\n" + lines.joined(separator: "\n")
  }

  /// Which readings alone turn one of the verdicts that a finding rests on.
  private func overturning(_ finding: ClaimFinding) -> String {
    let supports = finding.verdicts.compactMap { support[$0.id] }
    guard !supports.isEmpty else { return "" }
    let readings = Set(supports.flatMap(\.overturnedBy)).sorted().map { "`\($0)`" }
    return readings.isEmpty
      ? " *No single reading turns any of it.*"
      : " *A part of it turns with \(readings.joined(separator: ", ")), each alone.*"
  }

  // MARK: Quantities

  private var quantities: String {
    let scenario = ClaimBook.scenarioParameters
    let table = ReportTable(
      [.left("quantity"), .left("what it is"), .left("takes besides")],
      rows: ClaimBook.quantities.map { quantity in
        ["`\(quantity.name)`", quantity.meaning, Self.parameters(quantity.parameters)]
      })
    return """
      ## The named quantities

      What the column `quantity` of `claims.csv` may name, besides constants like \
      `accelerator/H100.hbm_bytes_per_s` and `min`, `max`, `sqrt`, `floor` and `abs`. The \
      configuration is that of the figures (Llama-2-70B on H100, contract `standard`, 900 GB/s, \
      mix and length of `azure-conversation`) where it is not told otherwise by \
      \(scenario.map { "`\($0)`" }.joined(separator: ", ")); `bandwidth` is in GB/s. \
      The mix is a `workload`, or `prompt` with `output`, or `alpha` and `tokens`.

      \(table.markdown)
      """
  }

  private static func parameters(_ names: [String]) -> String {
    func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
    let scenario = ClaimBook.scenarioParameters
    let missing = scenario.filter { !names.contains($0) }
    guard missing.count < scenario.count / 2 else { return list(names) }
    let own = names.filter { !scenario.contains($0) }
    return "the configuration" + (missing.isEmpty ? "" : " without \(list(missing))")
      + (own.isEmpty ? "" : ", \(list(own))")
  }

  // MARK: Documents

  private func part(_ document: Claim.Document) -> String? {
    let own = sentences.filter { $0.document == document }
    guard !own.isEmpty else { return nil }
    let groups: [(title: String, verdict: ClaimSentence.Verdict)] = [
      ("What it gets right", .reproduced), ("What depends on how it is read", .depends),
      ("What it does not", .contradicted), ("What cannot be checked", .notCheckable),
    ]
    let sections = groups.compactMap { title, verdict -> String? in
      let members = own.filter { $0.verdict == verdict }
      guard !members.isEmpty else { return nil }
      return "### \(title)\n\n" + table(members, isBrief: verdict == .reproduced).markdown
    }
    return (["## \(Self.name(document)): \(document.title)", counts(own)] + sections).joined(
      separator: "\n\n")
  }

  /// `Paper`
  private static func name(_ document: Claim.Document) -> String {
    document.rawValue.prefix(1).uppercased() + document.rawValue.dropFirst()
  }

  private func counts(_ sentences: [ClaimSentence]) -> String {
    let parts = ClaimSentence.Verdict.allCases.compactMap { verdict -> String? in
      let count = sentences.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return "\(sentences.count) sentences: \(parts.joined(separator: ", "))."
  }

  /// - Parameter isBrief: without the document's own words.
  private func table(_ sentences: [ClaimSentence], isBrief: Bool) -> ReportTable {
    ReportTable(
      [
        .left("section"), .left("sentence"), .left("row"), .left("statement"), .right("printed"),
        .right("computed"), .right("tolerance"), .left("holds"),
      ] + (support.isEmpty ? [] : [.left("support")]) + [.left("why")],
      rows: sentences.flatMap { sentence in
        sentence.entries.enumerated().map { place, entry in
          (place == 0 ? [sentence.section, "`\(sentence.id)`"] : ["", ""])
            + cells(entry, isAlone: entry.standsAlone(in: sentence), isBrief: isBrief)
        }
      })
  }

  private func cells(_ entry: ClaimBook.Entry, isAlone: Bool, isBrief: Bool) -> [String] {
    let claim = entry.claim
    let scope = claim.scope == .variation ? "*Variation:* " : ""
    let quotation = isBrief ? "" : claim.quotation.map { "<br>“\($0)”" } ?? ""
    let supported = support.isEmpty ? [] : [support[claim.id]?.share ?? "–"]
    return [
      isAlone ? "" : "`\(claim.id)`", scope + claim.statement + quotation, entry.printedWithUnit,
      entry.computedWithUnit, entry.tolerance, Self.holds(entry.verdict),
    ] + supported + [entry.reason]
  }

  private static func holds(_ verdict: Claim.Verdict) -> String {
    switch verdict {
    case .reproduced: "yes"
    case .withinBand: "within band"
    case .contradicted: "no"
    case .notCheckable: "–"
    }
  }
}
