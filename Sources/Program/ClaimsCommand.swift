import ArgumentParser
import Claims
import Evidence
import Normalization
import Reports
import Tables

/// `frontier claims`: the documents' statements against what the program computes.
struct ClaimsCommand: PlacedCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Check the statements of claims.csv.",
    discussion: """
      A statement is reproduced inside the rounding of the printed digits, within band inside a \
      band that its document states, else contradicted; or it is not checkable. Statements about \
      what a cited work says take their verdict from claims.csv.
      """)

  @OptionGroup var place: WorkingDirectory
  @OptionGroup var evidence: EvidenceOptions

  @Argument(help: "Which statements, by id, with quantity and quotation. All when none is named.")
  var ids: [String] = []

  @Option(help: "Only statements of one kind: arithmetic, model, shape, source.")
  var kind: String?

  @Flag(help: "Exit with status 1 when a verdict is not the one recorded in expected_verdict.")
  var strict = false

  @Option(help: "How to print: text, csv, json, markdown.")
  var format = ReportFormat.text

  @Option(help: ArgumentHelp("The statements.", valueName: "file"))
  var claims = DataFile.claims

  private func checkKind() throws {
    let kinds = Claim.Kind.allCases.map(\.rawValue)
    if let kind, !kinds.contains(kind) {
      throw Failure("--kind: \(CellFault.notOneOf(kinds, kind))")
    }
  }

  func run() throws {
    try checkKind()
    let entries = try entries(evidence.load())
    Console.print(try ClaimsReport(entries, isDetailed: !ids.isEmpty).text(as: format))
    try checkExpectations(entries)
  }

  /// The chosen statements with their verdicts.
  private func entries(_ edition: Edition) throws -> [ClaimBook.Entry] {
    // A pin without the reference price is a slip, not a reason for fewer verdicts.
    _ = try edition.rate(of: ReferenceFrame.referenceAccelerator)
    let book = try ClaimBook(claims: claims.read(), edition: edition)
    let chosen = try chosen(from: book.entries.map(\.claim))
    return book.entries.filter { chosen.contains($0.claim.id) }
  }

  /// The ids that the arguments choose.
  private func chosen(from rows: [Claim]) throws -> Set<String> {
    let known = rows.map(\.id)
    let unknown = ids.filter { !known.contains($0) }
    guard unknown.isEmpty else {
      throw UnknownNames(
        unknown.map { id in
          "there is no claim '\(id)' in \(claims)"
            + Spelling.suggestion(for: id, among: known)
        })
    }
    let chosen = rows.filter { row in
      (ids.isEmpty || ids.contains(row.id)) && (kind == nil || row.kind.rawValue == kind)
    }
    guard !chosen.isEmpty else {
      throw Failure(
        "no claim\(ids.isEmpty ? " in \(claims)" : " among those named")"
          + (kind.map { " is of kind \($0)" } ?? ""))
    }
    return Set(chosen.map(\.id))
  }

  private func checkExpectations(_ entries: [ClaimBook.Entry]) throws {
    let others = entries.filter { !$0.isExpected }
    guard strict, !others.isEmpty else { return }
    throw Failure(
      others.map { entry in
        "\(claims): \(entry.claim.id): \(entry.verdict.rawValue), "
          + "where \(entry.claim.expectedVerdict.rawValue) is expected "
          + "(printed \(entry.printedWithUnit), computed \(entry.computedWithUnit))"
      }, status: Failure.difference)
  }
}
