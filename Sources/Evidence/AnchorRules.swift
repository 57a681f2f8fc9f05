import Tables

/// Which rows of anchors.csv take part in the envelope: choice `rows`.
public enum RowsRule: String, CaseIterable, Sendable {
  /// Every row published under a TTFT limit and a TPOT limit or percentile.
  case contract
  /// The rows that the paper's section 5.1 names.
  case section51 = "section-5.1"

  static let choice = "rows"

  /// The section that `section51` means, as anchors.csv writes it.
  public static let namedSection = "5.1"
}

/// Which TTFT of a row is its x: choice `ttft`.
public enum TTFTRule: String, CaseIterable, Sendable {
  /// The limit; the measured value where there is none.
  case limit
  /// The measured value; the limit where there is none.
  case measured

  static let choice = "ttft"
}

extension Anchor {
  /// A row's place on the axis of TTFT.
  public struct TTFT: Equatable, Sendable {
    public enum Kind: String, Sendable {
      /// Of the contract under which the row was published.
      case limit
      /// On the accelerator that the row was run on.
      case measured
    }

    public let milliseconds: Double
    public let kind: Kind
  }

  /// Why the row was not published under a contract, in a few words; nil when it was.
  public var contractGap: String? {
    if ttftLimit == nil { return "no TTFT limit published" }
    if ["mean", "median"].contains(tpotStatistic) {
      return "no TPOT limit, only a \(tpotStatistic)"
    }
    return nil
  }

  /// Whether the row was published under a TTFT limit and a TPOT limit or percentile.
  public var isOnContract: Bool { contractGap == nil }

  /// Why the row takes no part in the envelope, in a few words; nil when it does.
  public func exclusion(under rule: RowsRule) -> String? {
    switch rule {
    case .contract: contractGap
    case .section51: section == RowsRule.namedSection ? nil : "not named in section 5.1"
    }
  }

  /// The row's x.
  ///
  /// Where the source limits the scheduling delay only, the limit of TTFT is the larger of that and
  /// what was measured: the contract let it happen.
  public func ttft(under rule: TTFTRule) -> TTFT {
    let measured = ttftMeasured.map { TTFT(milliseconds: $0.milliseconds, kind: .measured) }
    let limit = ttftLimit.map { limit in
      let isDelay = limit.statistic == .schedulingDelay
      let least = isDelay ? ttftMeasured?.milliseconds ?? 0 : 0
      return TTFT(milliseconds: max(limit.milliseconds, least), kind: .limit)
    }
    // A row has one of the two: AnchorTable complains of one that has neither.
    let none = TTFT(milliseconds: .nan, kind: .measured)
    return switch rule {
    case .limit: limit ?? measured ?? none
    case .measured: measured ?? limit ?? none
    }
  }
}

extension Edition {
  /// The reading of choice `rows`.
  public var rowsRule: RowsRule { get throws(EvidenceError) { try rule(RowsRule.choice) } }

  /// The reading of choice `ttft`.
  public var ttftRule: TTFTRule { get throws(EvidenceError) { try rule(TTFTRule.choice) } }

  /// - Throws: when the calibration lacks the choice, or has a reading of it that no rule stands
  ///   behind.
  private func rule<Rule: RawRepresentable & CaseIterable>(_ choice: String)
    throws(EvidenceError) -> Rule where Rule.RawValue == String
  {
    let reading = try reading(choice)
    guard let rule = Rule(rawValue: reading) else {
      throw EvidenceError(
        "\(choice): \(CellFault.notOneOf(Rule.allCases.map(\.rawValue), reading))")
    }
    return rule
  }

  /// Why a row takes no part in the envelope under the reading of `rows`; nil when it does.
  public func exclusion(of anchor: Anchor) throws(EvidenceError) -> String? {
    anchor.exclusion(under: try rowsRule)
  }

  /// A row's x under the reading of `ttft`.
  public func ttft(of anchor: Anchor) throws(EvidenceError) -> Anchor.TTFT {
    anchor.ttft(under: try ttftRule)
  }
}
