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

  /// Reads claims.csv and checks every row. A row of anchors.csv or a price that there is not makes
  /// the rows that need it not checkable.
  ///
  /// - Parameters:
  ///   - claims: the file's name, as complaints should show it, and its bytes.
  ///   - edition: what to compute from.
  ///   - allowingGaps: for evidence that claims.csv was not written for: whether a statement about
  ///     anything else that the evidence does not have is not checkable rather than a fault.
  /// - Throws: an `IngestError` with every complaint about the file, unknown names included; or
  ///   else with every argument that is out of its range and every result that is not a finite
  ///   number.
  public init(
    claims: (name: String, bytes: [UInt8]), edition: Edition, allowingGaps: Bool = false
  ) throws {
    let context = ClaimContext(edition)
    var complaints: [Complaint] = []
    let statements = ClaimTable.read(claims.bytes, file: claims.name, complaints: &complaints)
      .map { ClaimStatement($0, in: context) }
    if !allowingGaps { complaints += statements.flatMap(\.complaints) }
    guard complaints.isEmpty else { throw IngestError(complaints) }

    let outcomes = try Parallel.map(statements) { statement in
      Result { try statement.entry(in: context) }
    }
    entries = try zip(statements, outcomes).map { statement, outcome in
      do {
        return try outcome.get()
      } catch let fault as ExpressionFault {
        let claim = statement.claim
        complaints.append(claim.quantityPosition.complaint(offset: fault.offset, fault.message))
        return Entry(claim, obstacle: fault.message, lacksEvidence: true)
      }
    }
    guard allowingGaps || complaints.isEmpty else { throw IngestError(complaints) }
  }

  /// The sentences that the rows interpret, in the order of their first rows.
  public var sentences: [ClaimSentence] {
    var places: [String: Int] = [:]
    var groups: [[Entry]] = []
    for entry in entries {
      if let place = places[entry.claim.sentence] {
        groups[place].append(entry)
      } else {
        places[entry.claim.sentence] = groups.count
        groups.append([entry])
      }
    }
    return groups.compactMap(ClaimSentence.init)
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
