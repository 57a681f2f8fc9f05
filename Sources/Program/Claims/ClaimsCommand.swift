import ArgumentParser
import Evidence
import Frontier
import Tables

/// `frontier claims`: the documents' statements against what the program computes.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Check the statements of claims.csv.",
    discussion: """
      A statement is reproduced inside the rounding of the printed digits, within band inside a \
      band that its document states, else contradicted; or it is not checkable. Statements about \
      what a cited work says take their verdict from claims.csv.
      """)

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
  var claims = "claims.csv"

  func run() throws {
    let inputs = try evidence.load()
    let entries = try chosen(from: try book(inputs))
    switch format {
    case .text: Console.print(ClaimsText(entries: entries, isDetailed: !ids.isEmpty).text)
    case .csv: Console.print(ClaimsRecord.csv(entries))
    case .json: Console.print(try JSON.text(entries.map(ClaimsRecord.init)))
    case .markdown: Console.print(ClaimsPage(entries: entries).markdown)
    }
    try checkExpectations(entries)
  }

  private func book(_ inputs: Inputs) throws -> ClaimBook {
    do {
      return try ClaimBook(
        claims: (claims, try Files.read(claims)), dataset: inputs.context.dataset,
        pin: inputs.context.pin)
    } catch let error as IngestError {
      throw Failure(error.complaints.map(\.description))
    } catch let error as EvidenceError {
      throw Failure(error.description)
    }
  }

  /// The named statements, or all, in the order of the file.
  private func chosen(from book: ClaimBook) throws -> [ClaimBook.Entry] {
    let known = book.entries.map(\.claim.id)
    for id in ids where !known.contains(id) {
      throw Failure(
        "there is no claim '\(id)' in \(claims)" + Spelling.suggestion(for: id, among: known))
    }
    let kinds = Claim.Kind.allCases.map(\.rawValue)
    if let kind, !kinds.contains(kind) {
      throw Failure("--kind: \(CellFault.notOneOf(kinds, kind))")
    }
    return book.entries.filter { entry in
      (ids.isEmpty || ids.contains(entry.claim.id))
        && (kind == nil || entry.claim.kind.rawValue == kind)
    }
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
