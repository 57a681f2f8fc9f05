import Claims
import Tables

/// Checked sentences, in every form.
public struct ClaimsReport {
  private let sentences: [ClaimSentence]
  private let support: [String: ClaimSupport]
  private let isDetailed: Bool

  /// - Parameters:
  ///   - support: of rows, by id; empty where it was not asked for.
  ///   - isDetailed: whether text shows the quantity and the document's own words as well.
  public init(
    _ sentences: [ClaimSentence], support: [String: ClaimSupport] = [:], isDetailed: Bool
  ) {
    self.sentences = sentences
    self.support = support
    self.isDetailed = isDetailed
  }

  public func text(as format: ReportFormat, within width: TextWidth = .page) throws -> String {
    switch format {
    case .text:
      escapedLines(
        ClaimsText(
          sentences: sentences, support: support, isDetailed: isDetailed, width: width
        ).text)
    case .csv: ClaimsRecord.csv(records)
    case .json: try JSON.text(records)
    case .markdown:
      escapedLines(
        try ClaimsPage(sentences: sentences, support: support, findings: ClaimFinding.all())
          .markdown)
    }
  }

  /// As a part of a web page.
  /// - Parameter id: starts the ids of its headings.
  /// - Throws: an `IngestError` when the findings that are compiled in are faulty.
  public func html(id: String) throws -> String {
    try ClaimsPage(sentences: sentences, support: support, findings: ClaimFinding.all())
      .document.html(level: 2, id: id)
  }

  private var records: [ClaimsRecord] {
    sentences.flatMap { sentence in
      sentence.entries.map {
        ClaimsRecord($0, of: sentence, support: support[$0.claim.id])
      }
    }
  }
}

/// Checked sentences for a terminal: the totals, then one after the other.
private struct ClaimsText {
  let sentences: [ClaimSentence]
  let support: [String: ClaimSupport]
  /// Whether to show the quantity and the document's own words as well.
  let isDetailed: Bool

  let width: TextWidth

  var text: String {
    var lines = [ClaimsSummary(sentences: sentences).table.text(within: width)]
    var section = ""
    let titles = titles.text().split(separator: "\n").dropFirst().map(String.init)
    for (sentence, title) in zip(sentences, titles) {
      let here = "\(sentence.document.rawValue) \(sentence.section)"
      if here != section {
        lines += ["", here]
        section = here
      }
      lines.append(title)
      for entry in sentence.entries {
        lines += DocumentText(width: width).lines(words(on: entry, of: sentence), indent: 4)
      }
    }
    return lines.joined(separator: "\n")
  }

  private var titles: ReportTable {
    ReportTable(
      [.left("claim"), .left("verdict")],
      rows: sentences.map { sentence in
        let isExpected = sentence.entries.allSatisfy(\.isExpected)
        return [
          "  \(sentence.id)", sentence.verdict.rawValue + (isExpected ? "" : " (unexpected)"),
        ]
      })
  }

  private func words(on entry: ClaimBook.Entry, of sentence: ClaimSentence) -> String {
    let claim = entry.claim
    var words = [claim.statement + ".", values(of: entry), entry.reason]
    if !entry.standsAlone(in: sentence) {
      words.insert("- \(claim.id) (\(entry.standing)):", at: 0)
    }
    if let support = support[claim.id] { words.append(support.sentence) }
    if isDetailed {
      if let quotation = claim.quotation { words.append("“\(quotation)”") }
      words.append("Kind: \(claim.kind.rawValue). Quantity: \(claim.quantityText)")
    }
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `Printed 24 tokens/s (±0.5), computed 24.2836 tokens/s.`
  private func values(of entry: ClaimBook.Entry) -> String {
    let tolerance = entry.claim.tolerance == nil ? "" : " (\(entry.tolerance))"
    let found = entry.claim.kind == .source ? "found" : "computed"
    let computed = entry.computed == nil ? "" : ", \(found) \(entry.computedWithUnit)"
    return "Printed \(entry.printedWithUnit)\(tolerance)\(computed)."
  }
}

/// How many sentences have each verdict.
struct ClaimsSummary {
  let sentences: [ClaimSentence]

  var table: ReportTable {
    let verdicts = ClaimSentence.Verdict.allCases
    let groups = Claim.Document.allCases.map { document in
      (document.rawValue, sentences.filter { $0.document == document })
    }
    return ReportTable(
      [.left("sentences")] + verdicts.map { .right($0.rawValue) } + [.right("all")],
      rows: (groups.filter { !$0.1.isEmpty } + [("all", sentences)]).map { name, group in
        [name] + verdicts.map { verdict in String(group.count { $0.verdict == verdict }) }
          + [String(group.count)]
      })
  }
}

extension ClaimBook.Entry {
  /// Whether the sentence's name is enough to tell the row.
  func standsAlone(in sentence: ClaimSentence) -> Bool {
    sentence.entries.count == 1 && claim.id == sentence.id
  }

  /// The verdict, and whether it decides.
  fileprivate var standing: String {
    claim.scope == .variation ? "variation, \(verdict.rawValue)" : verdict.rawValue
  }
}

extension ClaimSupport {
  /// `Holds in 71 % of 256 combinations, in 81 % of 128 with pass=sum.`
  var sentence: String { "Holds in \(share)." }

  /// `71 % of 256 combinations, in 81 % of 128 with pass=sum`
  var share: String {
    let sum = underSum.map { ", in \($0.percent) % of \($0.cases) with pass=sum" } ?? ""
    return "\(all.percent) % of \(all.cases) combinations" + sum
  }
}
