import Claims
import Evidence
import Frontier

/// Two editions held against each other: what is different, and what is to be said of it.
public struct Comparison {
  public let from: NamedEdition
  public let to: NamedEdition
  public let difference: FrontierDifference
  /// The largest change of a number, relative to `from`, that counts as none.
  let tolerance: Double
  /// What either side finds of the statements.
  let claims: ComparedClaims

  /// - Parameter claims: claims.csv by its name; nil compares no verdicts.
  /// - Throws: the lookup's error when a side lacks a constant or the price of the reference
  ///   accelerator; an `IngestError` when claims.csv itself is faulty.
  public init(
    from: NamedEdition, to: NamedEdition, tolerance: Double,
    claims: (name: String, bytes: [UInt8])?
  ) throws {
    self.from = from
    self.to = to
    self.tolerance = tolerance
    let books = try claims.map { file in
      (
        from: try ClaimBook(claims: file, edition: from.edition, allowingGaps: true),
        to: try ClaimBook(claims: file, edition: to.edition, allowingGaps: true)
      )
    }
    self.claims = books.map(ComparedClaims.init) ?? ComparedClaims()
    difference = try FrontierDifference(
      from: from.edition, to: to.edition, tolerance: tolerance,
      also: books.map { $0.from.changes(to: $0.to) } ?? [])
  }

  /// What a reader of the tables should know besides.
  var notes: [String] { basisNotes + gapNotes + DiffNotes(self).all }

  /// How many statements a side lacks the evidence for.
  private var gapNotes: [String] {
    [(from, claims.from), (to, claims.to)].compactMap { side, entries in
      let count = entries.values.count(where: \.lacksEvidence)
      guard count > 0 else { return nil }
      let statements = count == 1 ? "1 statement is" : "\(count) statements are"
      return "note: \(statements) about what \(side.name) lacks, and not checkable there"
    }
  }

  /// What keeps the two sides from being compared like with like.
  private var basisNotes: [String] {
    let pins = [from.edition.pin, to.edition.pin].sorted {
      $0.basis == .component && $1.basis == .bundled
    }
    guard let part = pins.first, let whole = pins.last, part.basis != whole.basis else { return [] }
    return [
      "note: \(part) has component prices (the accelerator alone, processors and memory billed "
        + "apart), \(whole) bundled ones: part of the change is in what is billed, not in its price"
    ]
  }
}

/// What either side finds of the statements, by id.
struct ComparedClaims {
  let from: [String: ClaimBook.Entry]
  let to: [String: ClaimBook.Entry]

  init() { (from, to) = ([:], [:]) }

  init(from: ClaimBook, to: ClaimBook) {
    func byID(_ book: ClaimBook) -> [String: ClaimBook.Entry] {
      book.entries.reduce(into: [:]) { $0[$1.claim.id] = $1 }
    }
    (self.from, self.to) = (byID(from), byID(to))
  }
}
