import Evidence
import Frontier
import Tables

/// The statements of claims.csv, each held against what the evidence gives.
public struct ClaimBook: Equatable, Sendable {
  /// A statement with its verdict.
  public struct Entry: Equatable, Sendable {
    public let claim: Claim
    /// What the quantity comes to, in the row's unit; nil where nothing is computed. Of a row of
    /// kind `source`, the number that the cited work gives.
    public let computed: ClaimValue?
    public let verdict: Claim.Verdict
    /// Why nothing could be computed; nil where nothing is to be, or it was.
    let obstacle: String?
    /// Whether the statement is about something that the evidence does not have.
    public let lacksEvidence: Bool

    /// Whether the verdict is the one on record.
    public var isExpected: Bool { verdict == claim.expectedVerdict }

    /// Why, in a line: the row's own reason while its verdict stands, else how the numbers compare.
    public var reason: String {
      if let obstacle { return obstacle }
      return isExpected && !claim.reason.isEmpty
        ? claim.reason : computed.map { claim.comparison(with: $0) } ?? ""
    }
  }

  /// In file order.
  public let entries: [Entry]

  /// Reads claims.csv and checks every statement. A price that the pin lacks makes the statements
  /// that need it not checkable.
  ///
  /// - Parameters:
  ///   - claims: the file's name, as complaints should show it, and its bytes.
  ///   - edition: what to compute from.
  ///   - allowingGaps: for evidence that claims.csv was not written for: whether a statement about
  ///     something that the evidence does not have is not checkable rather than a fault.
  /// - Throws: an `IngestError` with every complaint about the file, unknown names included; or
  ///   else with every argument that is out of its range and every result that is not a finite
  ///   number.
  public init(
    claims: (name: String, bytes: [UInt8]), edition: Edition, allowingGaps: Bool = false
  ) throws {
    let context = ClaimContext(edition)
    var complaints: [Complaint] = []
    let statements = ClaimTable.read(claims.bytes, file: claims.name, complaints: &complaints)
      .map { Statement($0, in: context) }
    if !allowingGaps { complaints += statements.flatMap(\.complaints) }
    guard complaints.isEmpty else { throw IngestError(complaints) }

    var entries: [Entry] = []
    for statement in statements {
      do {
        entries.append(try statement.entry())
      } catch let fault as ExpressionFault {
        let claim = statement.claim
        complaints.append(claim.quantityPosition.complaint(offset: fault.offset, fault.message))
        entries.append(Entry(claim, obstacle: fault.message, lacksEvidence: true))
      }
    }
    guard allowingGaps || complaints.isEmpty else { throw IngestError(complaints) }
    self.entries = entries
  }

  public subscript(id: String) -> Entry? { entries.first { $0.claim.id == id } }

  /// The verdict on each statement in this book and in `other`.
  public func changes(to other: ClaimBook) -> [Change] {
    func verdicts(_ book: ClaimBook) -> [String: Change.Value] {
      book.entries.reduce(into: [:]) { $0[$1.claim.id] = .word($1.verdict.rawValue) }
    }
    let (before, after) = (verdicts(self), verdicts(other))
    return Set(before.keys).union(after.keys).sorted().map { id in
      Change(.claim, Change.Subject(id), from: before[id], to: after[id], tolerance: 0)
    }
  }

  /// The quantities that claims.csv may name, each with its parameters and what it is.
  public static let quantities = NamedQuantity.all.map {
    (name: $0.name, parameters: $0.parameters.map(\.name), meaning: $0.meaning)
  }

  /// What a model quantity may be told of the configuration.
  public static let scenarioParameters = ClaimScenario.parameters.map(\.name)
}

/// A row of claims.csv whose names are looked up.
private struct Statement {
  let claim: Claim
  /// nil where nothing is computed, or something is wrong.
  private let quantity: ResolvedQuantity?
  let complaints: [Complaint]

  init(_ claim: Claim, in context: ClaimContext) {
    self.claim = claim
    guard case .expression(let expression) = claim.quantity else {
      (quantity, complaints) = (nil, [])
      return
    }
    var faults: [ExpressionFault] = []
    quantity = ResolvedQuantity(expression, in: context, faults: &faults)
    // What a source row prints need not be comparable: its verdict is a reader's.
    let mismatch =
      claim.kind == .source
      ? nil : quantity?.kind.mismatch(with: claim.printed, text: claim.printedText)
    complaints =
      faults.map { claim.quantityPosition.complaint(offset: $0.offset, $0.message) }
      + (mismatch.map { [claim.printedPosition.complaint($0)] } ?? [])
  }

  /// - Throws: an `ExpressionFault` for what cannot be computed.
  func entry() throws -> ClaimBook.Entry {
    if let complaint = complaints.first {
      return ClaimBook.Entry(claim, obstacle: complaint.message, lacksEvidence: true)
    }
    guard let quantity else {
      return ClaimBook.Entry(
        claim: claim, computed: nil,
        verdict: claim.quantity == .source ? claim.expectedVerdict : .notCheckable,
        obstacle: nil, lacksEvidence: false)
    }
    do {
      let computed = try quantity.value()
      return ClaimBook.Entry(
        claim: claim, computed: computed,
        verdict: claim.kind == .source ? claim.expectedVerdict : claim.verdict(of: computed),
        obstacle: nil, lacksEvidence: false)
    } catch let error as EvidenceError {
      return ClaimBook.Entry(claim, obstacle: "Not computed: \(error).")
    }
  }
}

extension ClaimBook.Entry {
  /// A statement whose quantity cannot be computed; what a source says stands all the same.
  fileprivate init(_ claim: Claim, obstacle: String, lacksEvidence: Bool = false) {
    self.init(
      claim: claim, computed: nil,
      verdict: claim.kind == .source ? claim.expectedVerdict : .notCheckable,
      obstacle: obstacle, lacksEvidence: lacksEvidence)
  }
}
