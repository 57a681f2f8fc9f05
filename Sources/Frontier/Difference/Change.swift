/// One input or result on both sides of a comparison.
public struct Change: Equatable, Sendable {
  /// What is compared, inputs first.
  public enum Kind: String, CaseIterable, Sendable {
    /// The price in force at the pin, by accelerator.
    case price
    /// A dated row of a price sheet: `PROVIDER/ACCELERATOR@DATE`.
    case rate
    /// The reading of a choice that holds: `choice/NAME`.
    case reading
    /// A row of calibration.csv other than a price, or what is written beside its value; of a row
    /// that belongs to a reading, `NAME (CHOICE=READING)`.
    case constant
    /// A cell of anchors.csv: `ID.COLUMN`; or a row: `ID`.
    case anchor
    /// CPM_served of an anchor: `ACCELERATOR/ID`.
    case point
    /// TTFT of an anchor: `ACCELERATOR/ID`.
    case latency
    /// Whether an anchor lies on the envelope: `ACCELERATOR/ID`.
    case envelope
    /// TTFT at which the cheapest architecture changes: `ACCELERATOR/FROM>TO`.
    case flip
    /// The cheapest architecture within a contract's TTFT: `ACCELERATOR/CONTRACT`.
    case leader
    /// α* at the default η, or what is cheaper everywhere: `CONTRACT/INTERCONNECT`.
    case breakEven = "break_even"
    /// The verdict on a statement of the paper.
    case claim

    public var isInput: Bool { [.price, .rate, .reading, .constant, .anchor].contains(self) }
  }

  /// What happened, gravest first.
  public enum Category: String, CaseIterable, Sendable {
    /// An answer turned into another: an architecture, a verdict.
    case flipped
    /// There on the second side only.
    case added
    /// There on the first side only.
    case removed
    /// A number that is another.
    case moved
    case unchanged
  }

  public enum Value: Equatable, Sendable {
    case number(Double)
    case word(String)

    public var number: Double? { if case .number(let number) = self { number } else { nil } }
  }

  /// What is compared, within its kind.
  public struct Subject: Hashable, Sendable {
    /// The accelerator or contract that it belongs to; nil where there is none.
    public let panel: String?
    public let name: String

    public init(_ name: String, in panel: String? = nil) {
      self.panel = panel
      self.name = name
    }

    /// `PANEL/NAME`, or the name alone.
    public var text: String { panel.map { "\($0)/\(name)" } ?? name }
  }

  public let kind: Kind
  public let subject: Subject
  /// The unit of numbers; empty for words and pure numbers.
  public let unit: String
  /// nil is absent, or infeasible.
  public let from: Value?
  /// nil is absent, or infeasible.
  public let to: Value?
  public let category: Category
  /// What each cause adds to the change, in `unit`; nil where that cannot be told.
  public let causes: [Cause: Double]?

  /// - Parameters:
  ///   - tolerance: the largest change relative to `from` that counts as none.
  ///   - turned: the category of one word that became another, or a number that became a word.
  public init(
    _ kind: Kind, _ subject: Subject, unit: String = "", from: Value?, to: Value?,
    tolerance: Double, turned: Category = .flipped, causes: [Cause: Double]? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.unit = unit
    self.from = from
    self.to = to
    self.causes = causes
    category =
      switch (from, to) {
      case (nil, nil): .unchanged
      case (nil, _): .added
      case (_, nil): .removed
      case (.number(let before)?, .number(let after)?):
        abs(after - before) <= tolerance * abs(before) ? .unchanged : .moved
      case (let before, let after): before == after ? .unchanged : turned
      }
  }

  /// `ID` or `PANEL/ID`, as reports and data files have it.
  public var id: String { subject.text }

  /// to − from; nil unless both are numbers.
  public var absolute: Double? {
    guard let before = from?.number, let after = to?.number else { return nil }
    return after - before
  }

  /// The change over |from|; nil unless both are numbers and `from` is not 0.
  public var relative: Double? {
    guard let absolute, let before = from?.number, before != 0 else { return nil }
    return absolute / abs(before)
  }
}

extension Change {
  /// By kind, gravest category, largest relative change, id.
  static func isBefore(_ left: Change, _ right: Change) -> Bool {
    func rank(_ change: Change) -> (Int, Int, Double) {
      let size = abs(change.relative ?? 0)
      return (
        Kind.allCases.firstIndex(of: change.kind) ?? 0,
        Category.allCases.firstIndex(of: change.category) ?? 0,
        // Coarsely, so that the last bits of equal changes do not order them.
        -(size * 1e9).rounded()
      )
    }
    let (first, second) = (rank(left), rank(right))
    return first == second ? left.id < right.id : first < second
  }
}
