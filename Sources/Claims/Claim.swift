import Tables

/// A statement of a document, and how to check it: a row of claims.csv.
public struct Claim: Equatable, Sendable {
  /// Where statements are taken from.
  public enum Document: String, CaseIterable, Sendable {
    case paper, book, review, audit, post

    public var title: String {
      switch self {
      case .paper:
        "Disaggregated or Colocated? The Cost-Frontier of LLM Serving Under SLO Contracts"
      case .book: "A book's part on the physics of serving, chapters 4 to 9"
      case .review: "Disaggregated Prefill and Decode Architectures (review article)"
      case .audit: "A methodology audit of Sarathi-Serve"
      case .post: "A technical post on disaggregated prefill"
      }
    }
  }

  /// What a statement follows from.
  public enum Kind: String, CaseIterable, Sendable {
    /// The document's own numbers.
    case arithmetic
    /// The closed form.
    case model
    /// The curves of a figure.
    case shape
    /// What the cited work says; the verdict is a reader's and stands in the row.
    case source
  }

  public enum Verdict: String, CaseIterable, Sendable {
    /// Within the rounding of the printed digits.
    case reproduced
    /// Outside the rounding, inside a band that the document states.
    case withinBand = "within band"
    case contradicted
    case notCheckable = "not checkable"
  }

  /// Why the tolerance is what it is.
  public enum ToleranceBasis: String, CaseIterable, Sendable {
    /// Half a unit of the last printed digit: `PrintedDigits.halfUnit`.
    case rounding
    /// The document states the band.
    case stated
    /// A truth, a word, or a whole number that the document gives as exact.
    case exact
    /// The document gives a bound.
    case bound
    /// The document gives both ends.
    case range
    /// Nothing is computed.
    case none
  }

  /// How the statement is checked.
  public enum Quantity: Equatable, Sendable {
    case expression(ClaimExpression)
    /// The row gives the verdict.
    case source
    /// What would be needed is not stated.
    case none
  }

  public let id: String
  public let document: Document
  /// The section's number or name within the document.
  public let section: String
  /// In this project's words.
  public let statement: String
  public let kind: Kind
  public let quantity: Quantity
  public let printed: PrintedValue
  /// The unit of the printed and the computed number; `1` for none.
  public let unit: String
  /// nil where nothing is left open.
  public let tolerance: Double?
  public let toleranceBasis: ToleranceBasis
  /// The verdict on record.
  public let expectedVerdict: Verdict
  /// The document's own words; nil when the row does not quote them.
  public let quotation: String?
  /// Why the verdict is what it is, in a line; may be empty.
  public let reason: String
  /// The cells as they are written.
  public let quantityText: String
  public let printedText: String
  public let toleranceText: String
  public let quantityPosition: TextPosition
  public let printedPosition: TextPosition
}
