import ArgumentParser
import Claims
import Evidence
import Normalization
import Reports
import Tables

/// `frontier claims`: the documents' sentences against what the program computes.
struct ClaimsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Check the statements of claims.csv.",
    discussion: """
      A row is one interpretation of a sentence. It holds within the tolerance of what is printed, \
      or within a band that its document states. A sentence is reproduced when all rows that can \
      be checked hold, contradicted when none does, and depends when some do; rows at the \
      configuration that the sentence names decide, where there are any. What a cited work says \
      without a number takes its verdict from claims.csv.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions

  @Argument(
    help: "Which sentences or rows, by id, with quantity and quotation. All when none is named.")
  var ids: [String] = []

  @Option(
    help: "Only rows of one kind: \(Self.kinds.joined(separator: ", ")).",
    completion: .list(Self.kinds))
  var kind: String?

  @Option(
    help: "Only sentences of one document: \(Self.documents.joined(separator: ", ")).",
    completion: .list(Self.documents))
  var document: String?

  @Option(
    help: "Only sentences that are: \(Self.verdicts.joined(separator: ", ")).",
    completion: .list(Self.verdicts))
  var verdict: String?

  @Flag(
    help: """
      Show in how many combinations of the drawn readings each model and shape row holds; takes \
      some seconds.
      """)
  var support = false

  @Flag(help: "Exit with status 1 when a verdict is not the one recorded in expected_verdict.")
  var strict = false

  @Option(help: "How to print: text, csv, json, markdown.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp("The statements.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var claims = DataFile.claims

  func run() throws {
    try checkWords()
    let edition = try evidence.load()
    let sentences = try sentences(edition)
    let entries = sentences.flatMap(\.entries)
    try Console.print(
      try ClaimsReport(
        sentences, support: support ? supports(of: entries, in: edition) : [:],
        isDetailed: !ids.isEmpty
      ).text(as: format, within: Console.width))
    tellGaps(entries)
    try checkExpectations(entries)
  }

  // Words, and no types of arguments: an unknown one is told here with the nearest that there is.
  private static let kinds = Claim.Kind.allCases.map(\.rawValue)
  private static let documents = Claim.Document.allCases.map(\.rawValue)
  private static let verdicts = ClaimSentence.Verdict.allCases.map(word)

  private func checkWords() throws {
    try check("--kind", kind, among: Self.kinds)
    try check("--document", document, among: Self.documents)
    try check("--verdict", verdict, among: Self.verdicts)
  }

  private func check(_ option: String, _ word: String?, among words: [String]) throws {
    guard let word, !words.contains(word) else { return }
    throw Failure("\(option): \(CellFault.notOneOf(words, word))")
  }

  /// `not-checkable`
  private static func word(_ verdict: ClaimSentence.Verdict) -> String {
    verdict.rawValue.replacing(" ", with: "-")
  }

  /// The chosen sentences with their chosen rows.
  private func sentences(_ edition: Edition) throws -> [ClaimSentence] {
    // A pin without the reference price is a slip, not a reason for fewer verdicts.
    _ = try edition.rate(of: ReferenceFrame.referenceAccelerator)
    let all = try ClaimBook(claims: claims.read(), edition: edition).sentences
    try checkIDs(all)
    let chosen = all.compactMap { sentence -> ClaimSentence? in
      guard document == nil || sentence.document.rawValue == document,
        verdict == nil || Self.word(sentence.verdict) == verdict
      else { return nil }
      return sentence.showing { entry in
        (kind == nil || entry.claim.kind.rawValue == kind)
          && (ids.isEmpty || ids.contains(entry.claim.id) || ids.contains(sentence.id))
      }
    }
    guard !chosen.isEmpty else {
      let conditions = [
        kind.map { "of kind \($0)" }, document.map { "of the \($0)" },
        verdict.map { "\($0.replacing("-", with: " "))" },
      ].compactMap { $0 }
      throw Failure(
        "no claim\(ids.isEmpty ? " in \(claims)" : " among those named")"
          + (conditions.isEmpty ? "" : " is \(conditions.joined(separator: " and "))"))
    }
    return chosen
  }

  private func checkIDs(_ sentences: [ClaimSentence]) throws {
    let rows = sentences.flatMap(\.entries).map(\.claim.id)
    let known = Set(rows).union(sentences.map(\.id))
    let unknown = ids.filter { !known.contains($0) }
    guard unknown.isEmpty else {
      throw UnknownNames(
        unknown.map { id in
          "there is no claim '\(id)' in \(claims)"
            + Spelling.suggestion(for: id, among: known.sorted())
        })
    }
  }

  private func supports(of entries: [ClaimBook.Entry], in edition: Edition) throws
    -> [String: ClaimSupport]
  {
    try Progress.show("combinations of readings") {
      try ClaimSupport.all(of: entries.map(\.claim), in: edition, progress: $0)
    }
  }

  /// Says how many rows speak of what the evidence does not have.
  private func tellGaps(_ entries: [ClaimBook.Entry]) {
    let count = entries.count { $0.lacksEvidence }
    guard count > 0 else { return }
    let note =
      "note: \(count) \(count == 1 ? "row is" : "rows are") not checkable: "
      + "\(evidence.anchors) lacks what \(count == 1 ? "it speaks" : "they speak") of"
    Console.complain(note)
  }

  private func checkExpectations(_ entries: [ClaimBook.Entry]) throws {
    let others = entries.filter { !$0.isExpected }
    guard strict, !others.isEmpty else { return }
    throw Failure(
      ReadingLimits.listed(
        others.map { entry in
          "\(claims): \(entry.claim.id): \(entry.verdict.rawValue), "
            + "where \(entry.claim.expectedVerdict.rawValue) is expected "
            + "(printed \(entry.printedWithUnit), computed \(entry.computedWithUnit))"
        }), status: Failure.difference)
  }
}
