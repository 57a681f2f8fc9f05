import Evidence
import Tables

/// A row of claims.csv whose names are looked up.
struct ClaimStatement: Sendable {
  let claim: Claim
  /// nil where nothing is computed, or something is wrong or missing.
  private let quantity: ResolvedQuantity?
  /// What is wrong.
  let complaints: [Complaint]
  /// The rows that anchors.csv does not have.
  private let gaps: [ExpressionFault]

  init(_ claim: Claim, in context: ClaimContext) {
    self.claim = claim
    guard case .expression(let expression) = claim.quantity else {
      (quantity, complaints, gaps) = (nil, [], [])
      return
    }
    var faults: [ExpressionFault] = []
    var gaps: [ExpressionFault] = []
    quantity = ResolvedQuantity(expression, in: context, faults: &faults, gaps: &gaps)
    self.gaps = gaps
    // What is shown beside a source's word need not be comparable: the verdict is a reader's.
    let mismatch =
      claim.toleranceBasis == .none
      ? nil : quantity?.kind.mismatch(with: claim.printed, text: claim.printedText)
    complaints =
      faults.map { claim.quantityPosition.complaint(offset: $0.offset, $0.message) }
      + (mismatch.map { [claim.printedPosition.complaint($0)] } ?? [])
  }

  /// - Parameter context: whose rows are those that names were looked up in.
  /// - Throws: an `ExpressionFault` for what cannot be computed.
  func entry(in context: ClaimContext) throws -> ClaimBook.Entry {
    if let missing = complaints.first?.message ?? gaps.first?.message {
      return ClaimBook.Entry(claim, obstacle: missing, lacksEvidence: true)
    }
    guard let quantity else {
      return ClaimBook.Entry(
        claim: claim, computed: nil,
        verdict: claim.quantity == .source ? claim.expectedVerdict : .notCheckable,
        obstacle: nil, lacksEvidence: false)
    }
    do {
      let computed = try quantity.value(in: context)
      return ClaimBook.Entry(
        claim: claim, computed: computed,
        verdict: claim.toleranceBasis == .none
          ? claim.expectedVerdict : claim.verdict(of: computed),
        obstacle: nil, lacksEvidence: false)
    } catch let error as EvidenceError {
      return ClaimBook.Entry(claim, obstacle: "Not computed: \(error).")
    }
  }
}

extension ClaimBook.Entry {
  /// A statement whose quantity cannot be computed.
  init(_ claim: Claim, obstacle: String, lacksEvidence: Bool = false) {
    self.init(
      claim: claim, computed: nil, verdict: .notCheckable, obstacle: obstacle,
      lacksEvidence: lacksEvidence)
  }
}
