import Claims

/// docs/claims.md: the checked statements as a page.
struct ClaimsPage {
  let entries: [ClaimBook.Entry]
  /// Those that may be told; what none of the entries is about is left out.
  let findings: [ClaimFinding]

  var markdown: String {
    ([introduction, findingList] + Claim.Document.allCases.compactMap(part) + [quantities])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var introduction: String {
    let count = entries.count
    let computed = entries.count { $0.claim.kind != .source && $0.computed != nil }
    return """
      # The claims, checked

      \(count) rows on the statements of five documents, beside what this program finds; where a \
      sentence can be read in several ways each reading has its own row. \(computed) are computed, \
      from the document's own numbers (`arithmetic`), from the closed form (`model`) or from the \
      curves of the figures (`shape`); the others say what a cited work says (`source`), and their \
      verdict was found by reading it. A row is **reproduced** when the computed number is within \
      the rounding of the printed digits, **within band** when it is not but lies in a band that \
      the document itself states, **contradicted** otherwise, and **not checkable** when what it \
      takes is not published.

      One rule gives every tolerance: half a unit of the last printed digit, where filling zeros at \
      the end of a whole number are not digits (±5 for 140, ±50 for 100, ±0.05 for 9.0); the \
      document's own band or bound where it states one; none for truths, words, and whole numbers \
      that the sentence gives as exact. The program refuses a row that departs from it.

      This page is the output of `frontier claims --format markdown`; a test keeps the two equal. \
      Quantities, quotations and verdicts are in `claims.csv`; `frontier claims ID` shows how a \
      number comes about.

      \(ClaimsSummary(entries: entries).byDocument.markdown)
      """
  }

  // MARK: Findings

  /// Nothing for a choice of rows that touches no finding.
  private var findingList: String {
    let ids = Set(entries.map(\.claim.id))
    let lines =
      findings
      .filter { $0.verdicts.contains { ids.contains($0.id) } }
      .map { "- **\($0.title).** \($0.text(among: entries))" }
    return lines.isEmpty ? "" : "## What matters most\n\n" + lines.joined(separator: "\n")
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
    let own = entries.filter { $0.claim.document == document }
    guard !own.isEmpty else { return nil }
    let groups: [(String, [Claim.Verdict])] = [
      ("What it gets right", [.reproduced, .withinBand]),
      ("What it does not", [.contradicted]),
      ("What cannot be checked", [.notCheckable]),
    ]
    let sections = groups.compactMap { title, verdicts -> String? in
      let members = own.filter { verdicts.contains($0.verdict) }
      guard !members.isEmpty else { return nil }
      return "### \(title)\n\n"
        + table(members, isBrief: verdicts.contains(.reproduced)).markdown
    }
    let name = document.rawValue.prefix(1).uppercased() + document.rawValue.dropFirst()
    return (["## \(name): \(document.title)", counts(own)] + sections).joined(separator: "\n\n")
  }

  private func counts(_ entries: [ClaimBook.Entry]) -> String {
    let parts = Claim.Verdict.allCases.compactMap { verdict -> String? in
      let count = entries.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return "\(entries.count) rows: \(parts.joined(separator: ", "))."
  }

  /// - Parameter isBrief: without the document's own words.
  private func table(_ entries: [ClaimBook.Entry], isBrief: Bool) -> ReportTable {
    ReportTable(
      [
        .left("section"), .left("claim"), .left("statement"), .right("printed"),
        .right("computed"), .right("tolerance"), .left("why"),
      ],
      rows: entries.map { entry in
        let claim = entry.claim
        let quotation = isBrief ? "" : claim.quotation.map { "<br>“\($0)”" } ?? ""
        return [
          claim.section, "`\(claim.id)`", claim.statement + quotation, entry.printedWithUnit,
          entry.computedWithUnit, entry.tolerance, entry.reason,
        ]
      })
  }
}
