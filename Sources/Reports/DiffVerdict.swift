import Frontier
import Normalization
import Plotting
import Tables

/// A difference in one line: `A → B: H100 +33.4 %; every CPM +33.4 %; no flip`.
struct DiffVerdict {
  let difference: FrontierDifference
  let tolerance: Double

  init(_ difference: FrontierDifference, tolerance: Double) {
    self.difference = difference
    self.tolerance = tolerance
  }

  func line(from: String, to: String) -> String {
    let findings =
      difference.isEmpty
      ? [nothing] : [prices, readings, inputs, costs, conclusions].filter { !$0.isEmpty }
    // A revision ends in a colon itself.
    let end = to.hasSuffix(":") ? "" : ":"
    return "\(from) → \(to)\(end) \(findings.joined(separator: "; "))"
  }

  private var nothing: String {
    difference.changes.allSatisfy { $0.from == $0.to } || tolerance <= Self.rounding
      ? "no difference" : "no difference beyond a relative \(DataText.text(tolerance))"
  }

  /// The default tolerance: what the last digits of a computation may be off.
  static let rounding = 1e-9

  /// A relative change as `+33.4 %`.
  static func percent(_ relative: Double) -> String {
    let text = NumberFormat.significant(relative * 100, digits: 3)
    return "\(relative > 0 ? "+" : "")\(text) %"
  }

  private func changed(_ kind: Change.Kind) -> [Change] {
    difference.changes(of: kind).filter { $0.category != .unchanged }
  }

  private var prices: String {
    let sorted = changed(.price).sorted { Change.isPanel($0.panel, before: $1.panel) }
    return sorted.map { price in
      switch price.category {
      case .added: "\(price.id) now priced"
      case .removed: "\(price.id) no longer priced"
      default: "\(price.id) \(price.relative.map(Self.percent) ?? "")"
      }
    }.joined(separator: ", ")
  }

  /// `decode roofline → memory-bound`
  private var readings: String {
    changed(.reading).map { change in
      func word(_ value: Change.Value?) -> String {
        if case .word(let word)? = value { word } else { "none" }
      }
      return "\(change.choice) \(word(change.from)) → \(word(change.to))"
    }.joined(separator: ", ")
  }

  private var inputs: String {
    let words: [(Change.Kind, String, String)] = [
      (.rate, "price row", "price rows"), (.constant, "constant", "constants"),
      (.anchor, "anchor cell or row", "anchor cells or rows"),
    ]
    let counts = words.compactMap { kind, one, many -> String? in
      let count = changed(kind).count
      return count == 0 ? nil : "\(count) \(count == 1 ? one : many)"
    }
    return counts.isEmpty ? "" : counts.joined(separator: ", ") + " changed"
  }

  private var costs: String {
    let moved = changed(.point).filter { $0.relative != nil }
    let all = difference.changes(of: .point).filter { $0.relative != nil }
    var parts: [String] = []
    if moved.isEmpty {
      parts.append("no CPM moved")
    } else if let share = Self.common(all) {
      parts.append("every CPM \(Self.percent(share))")
    } else if let panels = commonByPanel(all) {
      parts.append("every CPM \(panels)")
    } else {
      let shares = moved.compactMap(\.relative)
      let (low, high) = (shares.min() ?? 0, shares.max() ?? 0)
      let range = low == high ? Self.percent(low) : "\(Self.percent(low)) to \(Self.percent(high))"
      parts.append("\(moved.count) of \(all.count) CPM \(range)")
    }
    let counts = difference.counts(of: .point)
    if let count = counts[.added] { parts.append("\(Self.points(count)) more") }
    if let count = counts[.removed] { parts.append("\(Self.points(count)) fewer") }
    return (parts + latencies).joined(separator: ", ")
  }

  private static func points(_ count: Int) -> String { count == 1 ? "1 point" : "\(count) points" }

  /// TTFT that moved, and of points that came or went without a cost.
  private var latencies: [String] {
    let points = Set(
      changed(.point).filter { $0.category == .added || $0.category == .removed }.map(\.id))
    let latencies = changed(.latency).filter { !points.contains($0.id) }
    let words: [(Change.Category, String)] = [
      (.moved, "moved"), (.added, "more"), (.removed, "fewer"),
    ]
    return words.compactMap { category, word in
      let count = latencies.count { $0.category == category }
      return count == 0 ? nil : "\(count) TTFT \(word)"
    }
  }

  /// The relative change that all of `points` have in common, if they do.
  static func common(_ points: [Change]) -> Double? {
    let shares = points.compactMap(\.counted)
    guard shares.count == points.count, let first = shares.first,
      shares.allSatisfy({ abs($0 - first) <= 1e-9 })
    else { return nil }
    return first
  }

  private func commonByPanel(_ points: [Change]) -> String? {
    let panels = Dictionary(grouping: points, by: \.panel).sorted {
      Change.isPanel($0.key, before: $1.key)
    }
    let parts = panels.map { panel, points in
      Self.common(points).map { "\($0 == 0 ? "unchanged" : Self.percent($0)) on \(panel)" }
    }
    let known = parts.compactMap { $0 }
    return known.count == parts.count ? known.joined(separator: ", ") : nil
  }

  private var conclusions: String {
    let words: [(Change.Kind, Change.Category, String, String)] = [
      (.envelope, .added, "1 joined the envelope", "joined the envelope"),
      (.envelope, .removed, "1 left the envelope", "left the envelope"),
      (.flip, .moved, "1 flip moved", "flips moved"),
      (.flip, .added, "1 flip appeared", "flips appeared"),
      (.flip, .removed, "1 flip vanished", "flips vanished"),
      (
        .leader, .flipped, "1 contract has another cheapest architecture",
        "contracts have another cheapest architecture"
      ),
      (
        .leader, .added, "1 contract gained a cheapest architecture",
        "contracts gained a cheapest architecture"
      ),
      (
        .leader, .removed, "1 contract lost its cheapest architecture",
        "contracts lost their cheapest architecture"
      ),
      (.breakEven, .moved, "1 α* moved", "α* moved"),
      (.breakEven, .flipped, "1 α* turned", "α* turned"),
      (.breakEven, .added, "1 α* appeared", "α* appeared"),
      (.breakEven, .removed, "1 α* vanished", "α* vanished"),
      (.claim, .flipped, "1 verdict changed", "verdicts changed"),
      (.claim, .added, "1 verdict more", "verdicts more"),
      (.claim, .removed, "1 verdict fewer", "verdicts fewer"),
    ]
    let found = words.compactMap { kind, category, one, many -> String? in
      difference.counts(of: kind)[category].map { $0 == 1 ? one : "\($0) \(many)" }
    }
    return found.isEmpty ? "no flip" : found.joined(separator: ", ")
  }
}

extension Change {
  /// The choice that a reading answers.
  fileprivate var choice: String {
    subject.name.hasPrefix("choice/") ? String(subject.name.dropFirst("choice/".count)) : id
  }

  /// The accelerator or contract that it belongs to; for a price the accelerator itself.
  var panel: String { subject.panel ?? subject.name }

  /// Orders accelerators by name, the reference first.
  static func isPanel(_ left: String, before right: String) -> Bool {
    let reference = ReferenceFrame.referenceAccelerator
    return (left == reference ? "" : left) < (right == reference ? "" : right)
  }

  /// The relative change as it counts: 0 within the tolerance.
  fileprivate var counted: Double? { category == .unchanged ? relative.map { _ in 0 } : relative }
}
