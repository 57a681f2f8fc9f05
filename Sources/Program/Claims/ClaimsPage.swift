import Evidence
import Frontier

/// docs/claims.md: the checked statements as a page.
struct ClaimsPage {
  let entries: [ClaimBook.Entry]

  var markdown: String {
    ([introduction, findings] + Claim.Document.allCases.compactMap(part) + [quantities])
      .filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private var introduction: String {
    let count = entries.count
    let computed = entries.count { $0.claim.kind != .source && $0.computed != nil }
    return """
      # The claims, checked

      \(count) statements of five documents, beside what this program finds. \(computed) are \
      computed, from the document's own numbers (`arithmetic`), from the closed form (`model`) or \
      from the curves of the figures (`shape`); the others say what a cited work says (`source`), \
      and their verdict was found by reading it. A statement is **reproduced** when the computed \
      number rounds to the printed one, **within band** when it does not but lies in a band that \
      the document itself states, **contradicted** otherwise, and **not checkable** when what it \
      takes is not published. No tolerance was chosen after seeing a result, and where a sentence \
      can be read in two ways each reading has its own row.

      This page is the output of `frontier claims --format markdown`; a test keeps the two equal. \
      Quantities, quotations and verdicts are in `claims.csv`; `frontier claims ID` shows how a \
      number comes about.

      \(ClaimsSummary(entries: entries).byDocument.markdown)
      """
  }

  // MARK: Findings

  private struct Topic {
    let title: String
    let ids: [String]
  }

  /// What a reader of the paper should know first.
  private static let topics = [
    Topic(
      title: "The order on Figure 1's envelope",
      ids: ["envelope-below-flip-h100", "envelope-above-flip-h100"]),
    Topic(
      title: "The crossover at (500, 50)",
      ids: ["crossover-500-50", "crossover-500-50-sarathi-mix"]),
    Topic(
      title: "The crossover on other accelerators",
      ids: ["crossover-a100", "crossover-h200", "crossover-h200-relaxed-hdr"]),
    Topic(
      title: "The bend of the contours", ids: ["tight-concave", "relaxed-convex"]),
    Topic(
      title: "What continuous batching costs",
      ids: [
        "continuous-never-cheapest-standard", "continuous-strictly-dominated-standard",
        "continuous-dominated-anchors", "vllm-0.6-dominated",
      ]),
    Topic(
      title: "The transfer tax",
      ids: ["tau-first-class-eq6", "tau-first-class-blocking", "eta-band-every-slice"]),
    Topic(
      title: "KV sizes and transfer times",
      ids: ["kv-kib-per-token", "kv-request-4096", "t-kv-hdr", "nvlink4-bandwidth"]),
    Topic(
      title: "What is cited from other systems",
      ids: [
        "sarathi-5.6", "chunk-1024-in-30ms", "mooncake-75-hidden", "mooncake-5x", "splitwise-1.4",
      ]),
    Topic(
      title: "Predictions beside reports",
      ids: ["slack-500-50", "splitwise-uplift", "mooncake-uplift", "mooncake-uplift-a800"]),
  ]

  private var findings: String {
    let topics = Self.topics.compactMap { topic -> String? in
      let found = topic.ids.compactMap { id in entries.first { $0.claim.id == id } }
      guard !found.isEmpty else { return nil }
      return (["- **\(topic.title)**"] + found.map { "  - \(sentence(on: $0))" })
        .joined(separator: "\n")
    }
    return topics.isEmpty ? "" : "## What matters most\n\n" + topics.joined(separator: "\n")
  }

  private func sentence(on entry: ClaimBook.Entry) -> String {
    let values =
      entry.computed == nil
      ? "printed \(entry.printedWithUnit)"
      : "printed \(entry.printedWithUnit), "
        + (entry.claim.kind == .source ? "found" : "computed") + " \(entry.computedWithUnit)"
    let reason = entry.reason.isEmpty ? "" : " \(entry.reason)"
    return "\(entry.claim.statement): \(values), *\(entry.verdict.rawValue)*.\(reason)"
  }

  // MARK: Quantities

  private var quantities: String {
    let scenario = ClaimBook.scenarioParameters
    let table = ReportTable(
      [.left("quantity"), .left("what it is"), .left("takes besides")],
      rows: ClaimBook.quantities.map { quantity in
        let takesScenario = quantity.parameters.starts(with: scenario)
        let own = quantity.parameters.dropFirst(takesScenario ? scenario.count : 0)
        let names = (takesScenario ? ["the configuration"] : []) + own.map { "`\($0)`" }
        return ["`\(quantity.name)`", quantity.meaning, names.joined(separator: ", ")]
      })
    return """
      ## The named quantities

      What the column `quantity` of `claims.csv` may name, besides constants like \
      `accelerator/H100.hbm_bytes_per_s` and `min`, `max`, `sqrt`, `floor` and `abs`. The \
      configuration is that of the figures (Llama-2-70B on H100, contract `standard`, 900 GB/s, \
      mix and length of `azure-conversation`) where it is not told otherwise by \
      \(scenario.map { "`\($0)`" }.joined(separator: ", ")); `bandwidth` is in GB/s.

      \(table.markdown)
      """
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
    return "\(entries.count) statements: \(parts.joined(separator: ", "))."
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
