/// A sentence of a document and the rows of claims.csv that interpret it.
public struct ClaimSentence: Equatable, Sendable {
  public enum Verdict: String, CaseIterable, Sendable {
    /// Every row that decides and can be checked holds.
    case reproduced
    /// None does.
    case contradicted
    /// Some do.
    case depends
    /// None can be checked.
    case notCheckable = "not checkable"
  }

  /// At least one, in file order.
  public let entries: [ClaimBook.Entry]
  public let verdict: Verdict

  /// nil without rows.
  init?(_ entries: [ClaimBook.Entry]) {
    guard !entries.isEmpty else { return nil }
    self.init(entries: entries, verdict: Verdict(of: entries))
  }

  private init(entries: [ClaimBook.Entry], verdict: Verdict) {
    self.entries = entries
    self.verdict = verdict
  }

  public var id: String { entries[0].claim.sentence }
  public var document: Claim.Document { entries[0].claim.document }
  public var section: String { entries[0].claim.section }

  /// The rows that decide: those at the configuration that the sentence names, where there are any.
  public var deciding: [ClaimBook.Entry] { Self.deciding(among: entries) }

  /// This sentence, whose verdict stays, with fewer rows; nil when none is left.
  public func showing(_ isShown: (ClaimBook.Entry) -> Bool) -> ClaimSentence? {
    let shown = entries.filter(isShown)
    return shown.isEmpty ? nil : ClaimSentence(entries: shown, verdict: verdict)
  }

  fileprivate static func deciding(among entries: [ClaimBook.Entry]) -> [ClaimBook.Entry] {
    let stated = entries.filter { $0.claim.scope == .asStated }
    return stated.isEmpty ? entries : stated
  }
}

extension ClaimSentence.Verdict {
  fileprivate init(of entries: [ClaimBook.Entry]) {
    let verdicts = ClaimSentence.deciding(among: entries).map(\.verdict)
      .filter { $0 != .notCheckable }
    switch (verdicts.contains(where: \.holds), verdicts.contains(.contradicted)) {
    case (true, true): self = .depends
    case (true, false): self = .reproduced
    case (false, true): self = .contradicted
    case (false, false): self = .notCheckable
    }
  }
}
