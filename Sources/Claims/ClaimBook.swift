import Evidence
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
    /// Why nothing could be computed: the pin lacks a price.
    let trouble: String?

    /// Whether the statement is about something that the evidence lacks.
    public let isForeign: Bool

    /// Whether the verdict is the one on record.
    public var isExpected: Bool { verdict == claim.expectedVerdict }

    /// Why, in a line: the row's own reason while its verdict stands, else how the numbers compare.
    public var reason: String {
      if let trouble { return trouble }
      return isExpected && !claim.reason.isEmpty
        ? claim.reason : computed.map { claim.comparison(with: $0) } ?? ""
    }
  }

  /// In file order.
  public let entries: [Entry]

  /// Reads claims.csv and checks every statement.
  ///
  /// - Parameters:
  ///   - claims: the file's name, as complaints should show it, and its bytes.
  ///   - pin: the prices to use.
  /// - Throws: an `IngestError` with the complaints of `rows(of:dataset:pin:)`, else with those of
  ///   `init(rows:dataset:pin:)`.
  public init(
    claims: (name: String, bytes: [UInt8]), dataset: Dataset, pin: Pin = .paper
  ) throws {
    try self.init(
      rows: Self.rows(of: claims, dataset: dataset, pin: pin), dataset: dataset, pin: pin)
  }

  /// As `init(claims:dataset:pin:)`, for evidence that claims.csv was not written for: a statement
  /// about something that the evidence lacks is not checkable.
  ///
  /// - Throws: an `IngestError` when claims.csv itself is faulty.
  public init(
    claims: (name: String, bytes: [UInt8]), foreignDataset dataset: Dataset, pin: Pin
  ) throws {
    let context = ClaimContext(dataset: dataset, pin: pin)
    var complaints: [Complaint] = []
    let rows = ClaimTable.read(claims.bytes, file: claims.name, complaints: &complaints)
    guard complaints.isEmpty else { throw IngestError(complaints) }
    entries = try rows.map { row in
      if let misfit = context.complaints(of: row).first {
        return Entry(uncheckable: row, trouble: misfit.message, isForeign: true)
      }
      do {
        return try context.entry(row)
      } catch let fault as ExpressionFault {
        return Entry(uncheckable: row, trouble: fault.message, isForeign: true)
      }
    }
  }

  /// Reads claims.csv and computes nothing.
  ///
  /// - Throws: an `IngestError` with every complaint there is, names that no quantity has included.
  public static func rows(
    of claims: (name: String, bytes: [UInt8]), dataset: Dataset, pin: Pin
  ) throws(IngestError) -> [Claim] {
    let context = ClaimContext(dataset: dataset, pin: pin)
    var complaints: [Complaint] = []
    let rows = ClaimTable.read(claims.bytes, file: claims.name, complaints: &complaints)
    for row in rows { complaints += context.complaints(of: row) }
    guard complaints.isEmpty else { throw IngestError(complaints) }
    return rows
  }

  /// Checks every statement. A price that the pin lacks makes the statements that need it not
  /// checkable.
  ///
  /// - Throws: an `IngestError` with every argument that is out of its range and every result that
  ///   is not a finite number.
  public init(rows: [Claim], dataset: Dataset, pin: Pin = .paper) throws {
    let context = ClaimContext(dataset: dataset, pin: pin)
    var complaints: [Complaint] = []
    var entries: [Entry] = []
    for row in rows {
      do {
        entries.append(try context.entry(row))
      } catch let fault as ExpressionFault {
        complaints.append(row.quantityPosition.complaint(offset: fault.offset, fault.message))
      }
    }
    guard complaints.isEmpty else { throw IngestError(complaints) }
    self.entries = entries
  }

  /// The quantities that claims.csv may name, each with its parameters and what it is.
  public static let quantities = ClaimFunction.all.map {
    (name: $0.name, parameters: $0.parameters.map(\.name), meaning: $0.meaning)
  }

  /// What a model quantity may be told of the configuration.
  public static let scenarioParameters = ClaimScenario.parameters.map(\.name)

  public subscript(id: String) -> Entry? { entries.first { $0.claim.id == id } }
}

extension ClaimBook.Entry {
  /// A statement whose quantity cannot be computed; what a source says stands all the same.
  fileprivate init(uncheckable claim: Claim, trouble: String, isForeign: Bool = false) {
    self.init(
      claim: claim, computed: nil,
      verdict: claim.kind == .source ? claim.expectedVerdict : .notCheckable, trouble: trouble,
      isForeign: isForeign)
  }
}

extension ClaimContext {
  fileprivate func complaints(of claim: Claim) -> [Complaint] {
    guard case .expression(let expression) = claim.quantity else { return [] }
    var faults: [ExpressionFault] = []
    let kind = kind(of: expression, faults: &faults)
    guard faults.isEmpty else {
      return faults.map { claim.quantityPosition.complaint(offset: $0.offset, $0.message) }
    }
    // What a source row prints need not be comparable: its verdict is a reader's.
    guard claim.kind != .source,
      let message = kind.mismatch(with: claim.printed, text: claim.printedText)
    else { return [] }
    return [claim.printedPosition.complaint(message)]
  }

  fileprivate func entry(_ claim: Claim) throws -> ClaimBook.Entry {
    guard case .expression(let expression) = claim.quantity else {
      return ClaimBook.Entry(
        claim: claim, computed: nil,
        verdict: claim.quantity == .source ? claim.expectedVerdict : .notCheckable, trouble: nil,
        isForeign: false)
    }
    do {
      let computed = try value(of: expression)
      return ClaimBook.Entry(
        claim: claim, computed: computed,
        verdict: claim.kind == .source ? claim.expectedVerdict : claim.verdict(of: computed),
        trouble: nil, isForeign: false)
    } catch let error as EvidenceError {
      return ClaimBook.Entry(uncheckable: claim, trouble: "Not computed: \(error).")
    }
  }
}
