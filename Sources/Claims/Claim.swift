import Tables

/// One interpretation of a sentence of a document, and how to check it: a row of claims.csv.
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
    /// What a cited work, a dataset or a datasheet says. Without a number the verdict is a reader's
    /// and stands in the row.
    case source
  }

  /// Which configuration a row is about.
  public enum Scope: String, CaseIterable, Sendable {
    /// The one that the sentence names, or one that it leaves open.
    case asStated = "as-stated"
    /// Another accelerator, mix, link or contract: shown beside, it does not decide.
    case variation
  }

  public enum Verdict: String, CaseIterable, Sendable {
    /// Within the tolerance of the printed value.
    case reproduced
    /// Outside the rounding, inside a band that the document states.
    case withinBand = "within band"
    case contradicted
    case notCheckable = "not checkable"

    /// Whether the statement stands, as printed or within its own band.
    public var holds: Bool { self == .reproduced || self == .withinBand }
  }

  /// Why the tolerance is what it is.
  public enum ToleranceBasis: String, CaseIterable, Sendable {
    /// Half a unit of the last printed digit: `PrintedDigits.halfUnit`.
    case rounding
    /// The document prints ≈, "about" or the like: at most a tenth of the number.
    case approximate
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
    case expression(Expression)
    /// The row gives the verdict.
    case source
    /// What would be needed is not stated.
    case none
  }

  public let id: String
  /// The sentence that the row interprets, as do all rows with the same one.
  public let sentence: String
  public let document: Document
  /// The section's number or name within the document.
  public let section: String
  /// In this project's words.
  public let statement: String
  public let kind: Kind
  public let scope: Scope
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

/// What a document prints: a number, a bound or range for one, a truth or a word.
public enum PrintedValue: Equatable, Sendable {
  public enum Relation: String, CaseIterable, Sendable {
    // The longer ones first: a bound is read by its prefix.
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"
  }

  /// `digits` is what the printed digits leave open.
  case number(Double, digits: PrintedDigits)
  case bound(Relation, Double)
  case range(Double, Double)
  case truth(Bool)
  case word(String)

  /// Reads `1.31`, `>0.95`, `<=0.05`, `50..60`, `true`, `false`; anything else is a word.
  public init(_ text: String) {
    if let truth = Bool(text) {
      self = .truth(truth)
    } else if let value = Self.number(text) {
      self = .number(value, digits: PrintedDigits(text))
    } else if let relation = Relation.allCases.first(where: { text.hasPrefix($0.rawValue) }),
      let value = Self.number(String(text.dropFirst(relation.rawValue.count)))
    {
      self = .bound(relation, value)
    } else if let (low, high) = Self.ends(text) {
      self = .range(low, high)
    } else {
      self = .word(text)
    }
  }

  private static func number(_ text: String) -> Double? {
    try? DecimalNumber(text).value()
  }

  private static func ends(_ text: String) -> (Double, Double)? {
    guard let dots = text.firstRange(of: ".."), let low = number(String(text[..<dots.lowerBound])),
      let high = number(String(text[dots.upperBound...])), low <= high
    else { return nil }
    return (low, high)
  }
}

/// Half a unit of the last digit of a printed number.
public struct PrintedDigits: Equatable, Sendable {
  /// Filling zeros are digits: 0.5 for 140 and for 100, 0.05 for 9.0.
  public let halfUnit: Double

  /// - Parameter text: a decimal number.
  init(_ text: String) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
      $0 == "e" || $0 == "E"
    }
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let decimals = digits.count == 2 ? digits[1].count : 0
    halfUnit = Double("0.5e\(exponent - decimals)") ?? 0.5
  }
}
