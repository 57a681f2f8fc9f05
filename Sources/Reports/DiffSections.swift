import Claims
import Frontier
import Normalization
import Plotting
import Tables

/// What changed as tables for reading: conclusions, inputs, then the costs of single points. Rows
/// that say the same are one; every row is in CSV and JSON.
struct DiffSections {
  let difference: FrontierDifference
  let claims: ComparedClaims

  private static let order: [Change.Kind] = [
    .envelope, .flip, .leader, .breakEven, .claim, .price, .rate, .reading, .constant, .anchor,
    .point, .latency,
  ]

  /// How many inputs or verdicts of a kind are listed.
  private static let limit = 12

  var all: [(title: String, table: ReportTable, rest: String)] {
    Self.order.compactMap { kind in
      let rows = difference.changes(of: kind).filter { $0.category != .unchanged }
      guard !rows.isEmpty else { return nil }
      let isCapped = kind.isInput || kind == .claim
      let shown = isCapped ? Array(rows.prefix(Self.limit)) : rows
      let rest = rows.count - shown.count
      return (
        kind.title, kind == .claim ? claimTable(shown) : table(kind, shown),
        rest == 0 ? "" : "and \(rest) more; --format csv has all"
      )
    }
  }

  private func table(_ kind: Change.Kind, _ changes: [Change]) -> ReportTable {
    let causes = kind == .point ? Cause.allCases : []
    return ReportTable(
      [.left(kind.noun), .left("what")]
        + (["from", "to", "change", "relative"] + causes.map(\.rawValue)).map { .right($0) },
      rows: groups(kind, changes).flatMap { group in
        rows(of: group).map { $0 + Array(repeating: "", count: 6 + causes.count - $0.count) }
      })
  }

  // MARK: Groups

  /// Points and α* of one accelerator or contract in one direction, in order; others one by one.
  private func groups(_ kind: Change.Kind, _ changes: [Change]) -> [[Change]] {
    guard [.point, .latency, .breakEven].contains(kind) else { return changes.map { [$0] } }
    let groups = Dictionary(grouping: changes) { change in
      kind == .breakEven
        ? [change.panel, change.category.rawValue, change.direction]
        : [change.panel, change.category.rawValue]
    }
    return groups.sorted { left, right in
      let (first, second) = (left.key[0], right.key[0])
      return first == second
        ? left.key.lexicographicallyPrecedes(right.key)
        : Change.isPanel(first, before: second)
    }.map(\.value)
  }

  private func rows(of group: [Change]) -> [[String]] {
    guard let first = group.first, group.count > 1, isOneRow(group) else {
      return group.map(Self.cells)
    }
    let count = difference.changes(of: first.kind).count { $0.panel == first.panel }
    let number = count == group.count ? "all \(count)" : "\(group.count) of \(count)"
    let isCost = first.kind == .point
    func range(_ values: [Double?], _ text: (Double) -> String) -> String {
      let numbers = values.compactMap { $0 }
      guard numbers.count == group.count, let low = numbers.min(), let high = numbers.max() else {
        return ""
      }
      return text(low) == text(high) ? text(low) : "\(text(low)) … \(text(high))"
    }
    func side(_ values: [Change.Value?]) -> String {
      let texts = Set(values.map { Self.text($0, isCost: isCost) })
      if let only = texts.first, texts.count == 1 { return only }
      return range(values.map { $0?.number }) { Self.text(.number($0), isCost: isCost) }
    }
    return [
      [
        "\(first.panel)/ \(number)", first.category.rawValue, side(group.map(\.from)),
        side(group.map(\.to)), range(group.map(\.absolute), isCost ? Self.signedCost : Self.signed),
        range(group.map(\.relative), DiffVerdict.percent),
      ]
        + (isCost ? Cause.allCases : []).map { cause in
          range(group.map { $0.part(of: cause) }) { $0 == 0 ? "0" : DiffVerdict.percent($0) }
        }
    ]
  }

  /// Points of the reference accelerator are told one by one unless all did the same.
  private func isOneRow(_ group: [Change]) -> Bool {
    guard let first = group.first, first.kind != .breakEven,
      first.panel == ReferenceFrame.referenceAccelerator
    else { return true }
    return first.category != .moved || DiffVerdict.common(group) != nil
  }

  // MARK: Cells

  private static func cells(_ change: Change) -> [String] {
    let isCost = change.kind == .point
    let unit =
      change.kind == .constant && !["", "1", "word"].contains(change.unit) ? change.unit : ""
    func withUnit(_ text: String, _ value: Change.Value?) -> String {
      value?.number == nil || unit.isEmpty ? text : "\(text) \(unit)"
    }
    return [
      change.id, change.category.rawValue,
      withUnit(text(change.from, isCost: isCost), change.from),
      withUnit(text(change.to, isCost: isCost), change.to),
      change.absolute.map(isCost ? signedCost : signed) ?? "",
      change.relative.map(DiffVerdict.percent) ?? "",
    ] + (isCost ? Cause.allCases.map { change.causes?[$0].map(signedCost) ?? "" } : [])
  }

  private func claimTable(_ changes: [Change]) -> ReportTable {
    func side(_ value: Change.Value?, _ entry: ClaimBook.Entry?) -> String {
      guard case .word(let verdict) = value else { return "none" }
      return entry?.computed == nil ? verdict : "\(verdict) (\(entry?.computedWithUnit ?? ""))"
    }
    return ReportTable(
      [.left("claim"), .left("from"), .left("to"), .left("statement")],
      rows: changes.map { change in
        let (old, new) = (claims.from[change.id], claims.to[change.id])
        let statement = (new ?? old)?.claim.statement ?? ""
        return [
          change.id, side(change.from, old), side(change.to, new),
          statement.count <= 70 ? statement : statement.prefix(69) + "…",
        ]
      })
  }

  // MARK: Numbers

  private static func text(_ value: Change.Value?, isCost: Bool) -> String {
    switch value {
    case nil: "none"
    case .word(let word): word
    case .number(let number): isCost ? cost(number) : digits(number)
    }
  }

  private static func digits(_ number: Double) -> String {
    NumberFormat.compact(number, digits: 5)
  }

  /// Costs with as many decimals in every row, so that parts and wholes can be added up by eye.
  private static func cost(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 5) }

  private static func signedCost(_ number: Double) -> String {
    number == 0 ? "0" : (number > 0 ? "+" : "") + cost(number)
  }

  private static func signed(_ number: Double) -> String {
    number == 0 ? "0" : (number > 0 ? "+" : "") + digits(number)
  }
}

extension Change {
  /// What tells changes of one accelerator or contract apart: to what, or up or down.
  fileprivate var direction: String {
    if let absolute { return absolute < 0 ? "down" : "up" }
    return [from, to].map { value in
      if case .word(let word)? = value { word } else { value == nil ? "none" : "number" }
    }.joined(separator: ">")
  }

  /// What a cause adds, over `from`.
  fileprivate func part(of cause: Cause) -> Double? {
    guard let part = causes?[cause], let from = from?.number, from != 0 else { return nil }
    return part / from
  }
}
