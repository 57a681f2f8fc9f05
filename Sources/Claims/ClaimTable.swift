import Tables

/// The columns of claims.csv and the checks between them.
public enum ClaimTable {
  static let id = Column("id", .key(expected: "a small-letter key", allowingCapitals: false))
  static let sentence = Column(
    "sentence", .key(expected: "a small-letter key", allowingCapitals: false))
  static let section = Column("section", sectionFormat)
  static let statement = Column("statement", .text(expected: "the statement in a few words"))
  static let kind = Column<Claim.Kind>("kind", .word())
  static let scope = Column<Claim.Scope>("scope", .word())
  static let quantity = Column(
    "quantity", .text(expected: "an expression, 'source' or 'none'"))
  static let printed = Column(
    "printed", .text(expected: "what the document prints, like 1.31, >0.95, 50..60 or true"))
  static let unit = Column("unit", .text(expected: "the unit ('1' for none)"))
  static let tolerance = Column("tolerance", .number(.positive), isRequired: false)
  static let toleranceBasis = Column<Claim.ToleranceBasis>("tolerance_basis", .word())
  static let expectedVerdict = Column<Claim.Verdict>("expected_verdict", .word())
  static let note = Column("note", .text(expected: "a remark"), isRequired: false)

  static let schema = Schema([
    id.rule, sentence.rule, section.rule, statement.rule, kind.rule, scope.rule, quantity.rule,
    printed.rule, unit.rule, tolerance.rule, toleranceBasis.rule, expectedVerdict.rule, note.rule,
  ])

  /// Reads claims.csv.
  ///
  /// - Parameter complaints: gains all that is wrong within the file; what a quantity names is for
  ///   the one who computes it to check.
  /// - Returns: the rows without a fault, in file order.
  public static func read(
    _ bytes: [UInt8], file: String, complaints: inout [Complaint]
  ) -> [Claim] {
    let table = schema.read(bytes, file: file)
    let rows = table.rows.filter(\.isWhole)
    complaints += table.complaints + rows.repeats(of: id)
    // What the schema has complained of already is thrown again.
    let known = Set(complaints)
    var sections: [String: (text: String, line: Int)] = [:]
    return rows.compactMap { row in
      complaints += strayed(row, sections: &sections)
      do throws(Complaint) {
        let quantity = try quantity(of: row)
        if let complaint = contradiction(in: row, quantity: quantity) { throw complaint }
        let claim = try Claim(row, quantity: quantity)
        if let complaint = misjudged(claim, row) { throw complaint }
        return claim
      } catch {
        if !known.contains(error) { complaints.append(error) }
        return nil
      }
    }
  }

  /// A sentence stands in one place.
  private static func strayed(
    _ row: Row, sections: inout [String: (text: String, line: Int)]
  ) -> [Complaint] {
    guard let sentence = row[sentence], row[section] != nil,
      let text = row.cell(section.name)?.text
    else { return [] }
    guard let known = sections[sentence] else {
      sections[sentence] = (text, row.line)
      return []
    }
    guard known.text != text else { return [] }
    return [
      row.complaint(
        section.name,
        "the sentence \(quoted(sentence)) stands in \(quoted(known.text)) by line \(known.line)")
    ]
  }

  // MARK: Cells

  private static let sectionFormat = CellFormat<(Claim.Document, String)>(
    expected: "a document and a section, like 'paper 4.3'"
  ) { text throws(CellFault) in
    let parts = text.split(separator: " ", maxSplits: 1)
    let document = try CellFormat<Claim.Document>.word().parse(parts.first.map(String.init) ?? "")
    guard parts.count == 2 else {
      throw CellFault("\(quoted(text)) names no section; write it like 'paper 4.3'")
    }
    return (document, String(parts[1]))
  }

  private static func quantity(of row: Row) throws(Complaint) -> Claim.Quantity {
    let text = try row.require(quantity)
    switch text {
    case "source": return .source
    case "none": return .none
    default: break
    }
    do throws(ExpressionFault) {
      return .expression(try Expression(parsing: text, names: .path))
    } catch {
      throw row.textPosition(quantity.name).complaint(offset: error.offset, error.message)
    }
  }

  /// Which cell of a row contradicts the others; nil when none does.
  private static func contradiction(in row: Row, quantity: Claim.Quantity) -> Complaint? {
    guard let kind = row[kind], let basis = row[toleranceBasis], let text = row[printed] else {
      return nil
    }
    if quantity == .source, kind != .source {
      return row.complaint(
        self.quantity.name,
        "only a row of kind source takes its verdict from the row; write an expression or 'none'")
    }
    let printed = PrintedValue(text)
    if let complaint = basisComplaint(row, kind, quantity, basis, printed) { return complaint }
    guard basis.admits(printed, of: kind) else {
      return row.complaint(
        self.printed.name,
        "\(quoted(text)) is not \(basis.expected)")
    }
    return toleranceComplaint(row, basis, printed: printed)
  }

  /// Whether a basis is named where something is compared, and nowhere else.
  private static func basisComplaint(
    _ row: Row, _ kind: Claim.Kind, _ quantity: Claim.Quantity, _ basis: Claim.ToleranceBasis,
    _ printed: PrintedValue
  ) -> Complaint? {
    guard case .expression = quantity else {
      return basis == .none
        ? nil : row.complaint(toleranceBasis.name, "nothing is compared in this row; write none")
    }
    // What a source says may be shown beside a word that it cannot be compared with.
    if case .word = printed, kind == .source { return nil }
    guard basis == .none else { return nil }
    return row.complaint(
      toleranceBasis.name,
      "a computed row needs a basis; write rounding, approximate, stated, exact, bound or range")
  }

  private static func toleranceComplaint(
    _ row: Row, _ basis: Claim.ToleranceBasis, printed: PrintedValue
  ) -> Complaint? {
    guard basis.hasTolerance else {
      return row[tolerance] == nil
        ? nil
        : row.complaint(tolerance.name, "the basis \(basis.rawValue) has none; empty the cell")
    }
    guard let value = row[tolerance] else {
      return row.complaint(tolerance.name, "the cell is empty; write \(tolerance.format.expected)")
    }
    guard case .number(let number, let digits) = printed else { return nil }
    if basis == .rounding, digits.halfUnit != value {
      return row.complaint(
        tolerance.name, "half a unit of the last printed digit is \(digits.halfUnit), not \(value)"
      )
    }
    let tenth = abs(number) / 10
    // A tenth of a decimal number is often not one in binary.
    if basis == .approximate, value > tenth * (1 + 1e-9) {
      return row.complaint(
        tolerance.name, "an approximate number is within a tenth of it, \(tenth), not \(value)")
    }
    return nil
  }

  /// A source row whose number needs nothing of the evidence, and whose verdict is another.
  private static func misjudged(_ claim: Claim, _ row: Row) -> Complaint? {
    guard claim.kind == .source, claim.toleranceBasis != .none,
      case .expression(let expression) = claim.quantity, !expression.needsNames,
      let number = try? expression.value({ _ in nil })
    else { return nil }
    let verdict = claim.verdict(of: .number(number))
    guard verdict != claim.expectedVerdict else { return nil }
    return row.complaint(
      expectedVerdict.name,
      "\(quoted(claim.quantityText)) beside \(quoted(claim.printedText)) is "
        + "\(verdict.rawValue), not \(claim.expectedVerdict.rawValue)")
  }
}

extension Expression {
  /// Whether a number of it is to be looked up or computed elsewhere.
  fileprivate var needsNames: Bool {
    switch node {
    case .number: false
    case .name, .call: true
    case .function(_, let operands): operands.contains(where: \.needsNames)
    case .negation(let operand): operand.needsNames
    case .operation(_, let left, let right): left.needsNames || right.needsNames
    }
  }
}

extension Claim.ToleranceBasis {
  /// Whether a number says how far the value may be off.
  fileprivate var hasTolerance: Bool {
    self == .rounding || self == .approximate || self == .stated
  }

  /// What a printed value should be, to follow "is not".
  fileprivate var expected: String {
    switch self {
    case .rounding, .stated: "a number, which the basis \(rawValue) is for"
    case .approximate:
      "a number of a model, shape or source row, which the basis approximate is for"
    case .exact: "a whole number, a truth or a word, which the basis exact is for"
    case .bound: "a bound like >0.95 or <=5"
    case .range: "a range like 50..60"
    case .none: "a printed value"
    }
  }

  fileprivate func admits(_ printed: PrintedValue, of kind: Claim.Kind) -> Bool {
    switch (self, printed) {
    case (.exact, .number(let number, _)): number == number.rounded()
    case (.approximate, .number): kind != .arithmetic
    case (.rounding, .number), (.stated, .number), (.exact, .truth), (.exact, .word),
      (.bound, .bound), (.range, .range), (.none, _):
      true
    default: false
    }
  }
}

extension Claim {
  fileprivate init(_ row: Row, quantity: Quantity) throws(Complaint) {
    id = try row.require(ClaimTable.id)
    sentence = try row.require(ClaimTable.sentence)
    (document, section) = try row.require(ClaimTable.section)
    statement = try row.require(ClaimTable.statement)
    kind = try row.require(ClaimTable.kind)
    scope = try row.require(ClaimTable.scope)
    self.quantity = quantity
    quantityText = try row.require(ClaimTable.quantity)
    printedText = try row.require(ClaimTable.printed)
    toleranceText = row.cell(ClaimTable.tolerance.name)?.text ?? ""
    printed = PrintedValue(printedText)
    unit = try row.require(ClaimTable.unit)
    tolerance = row[ClaimTable.tolerance]
    toleranceBasis = try row.require(ClaimTable.toleranceBasis)
    expectedVerdict = try row.require(ClaimTable.expectedVerdict)
    (quotation, reason) = Self.divided(row[ClaimTable.note] ?? "")
    quantityPosition = row.textPosition(ClaimTable.quantity.name)
    printedPosition = row.textPosition(ClaimTable.printed.name)
  }

  /// A note begins with the document's words, in “ ”, where it quotes them.
  private static func divided(_ note: String) -> (quotation: String?, reason: String) {
    guard note.hasPrefix("“"), let end = note.firstIndex(of: "”") else { return (nil, note) }
    let rest = note[note.index(after: end)...].drop { $0 == " " }
    return (String(note.dropFirst().prefix(upTo: end)), String(rest))
  }
}
