import CostModel
import Frontier
import Normalization
import Plotting
import Workloads

/// The words of a workload's picture.
struct LocateWords {
  private let map: WorkloadMap

  init(_ map: WorkloadMap) { self.map = map }

  private var answer: WorkloadAnswer { map.answer }

  var title: String { "Which architecture serves a workload for the least" }

  /// The report's first line, the answer itself bold.
  var headline: RichText {
    RichText(plain: answer.verdictText).bold
      + RichText(plain: map.support.map { "; \($0.text)" } ?? "")
  }

  /// What the headline does not say.
  var caveats: [String] { [map.support?.sideText, map.shortage].compactMap { $0 } }

  var subject: String { answer.subjectText + "." }

  /// What the workload's mark is labelled with.
  var name: String { "this workload" + (answer.costs.winner == nil ? ", infeasible" : "") }

  /// In how many combinations disaggregation is cheaper for the workload itself.
  var supportHere: String {
    "\(map.combinations.own.support.percent) % here"
      + (map.underSum.map { " (\($0.own.support.percent) % with Eq. 7)" } ?? "")
  }

  // MARK: What would change it

  /// A direction in which the cheaper side changes, or does not.
  private struct Change {
    let name: String
    /// `α* = 0.874 (here 0.909)`; nil for none.
    let text: String?
  }

  private var directions: [Change] {
    let (crossings, deployment) = (answer.crossings, answer.deployment)
    let limits = WorkloadCrossings.tpotRangeMs
    let shares = crossings.prefillShares.crossings
    let axis = BreakEvenSurface.shares
    return [
      Change(
        name: "prefill share (\(axis[0]) to \(axis[axis.count - 1]))",
        text: shares.isEmpty
          ? nil
          : "α* = \(Self.list(shares)) (here \(AnswerNumber.share(answer.workload.mix.prefillShare)))"
      ),
      Change(
        name: "bandwidth",
        text: crossings.bandwidth.value.map {
          "B* = \(AnswerNumber.gigabytes($0)) "
            + "(here \(AnswerNumber.gigabytes(deployment.transfer.bandwidth)))"
        }),
      Change(
        name: "TPOT limit (\(Int(limits.lowerBound)) to \(Int(limits.upperBound)) ms)",
        text: crossings.tpotMs.map {
          "a TPOT limit of \(AnswerNumber.ms($0)) "
            + "(here \(AnswerNumber.ms(deployment.limits.tpotMs)))"
        }),
      Change(
        name: "overlap",
        text: crossings.overlap.map {
          "η = \(NumberFormat.fixed($0, decimals: 3)) "
            + "(here \(NumberFormat.plain(deployment.transfer.overlap)))"
        }),
      Change(
        name: "price ratio",
        text: crossings.priceRatio.map {
          "accelerators of the pools at \(NumberFormat.significant($0, digits: 3)) × "
            + "the price of a colocated one (here 1 ×)"
        }),
    ]
  }

  /// The first few of them.
  private static func list(_ shares: [Double]) -> String {
    let few = 4
    return shares.prefix(few).map(AnswerNumber.share).joined(separator: ", ")
      + (shares.count > few ? " and \(shares.count - few) more" : "")
  }

  var changes: RichText {
    let found = directions.compactMap(\.text)
    let none = directions.filter { $0.text == nil }.map(\.name)
    let words =
      [
        found.isEmpty ? nil : found.joined(separator: "; "),
        none.isEmpty ? nil : "unchanged along: \(none.joined(separator: ", "))",
      ].compactMap { $0 }.joined(separator: "; ")
    return RichText("*{What would change the cheaper side, all else held:} ")
      + RichText(plain: words.replacing(" = ", with: "\u{A0}=\u{A0}") + ".")
  }

  // MARK: Footer and description

  var footer: Footer {
    let (assumptions, plan) = (map.assumptions, answer.deployment.plan)
    let price = Footer.Price(
      accelerator: plan.accelerator, usdPerHour: answer.deployment.model.usdPerAcceleratorHour)
    let isGiven = plan.usdPerHour != nil
    let given = "\(price.accelerator) at \(Footer.text(price: price.usdPerHour)) $/h as given"
    return Footer(
      assumptions, overlap: .ofSurface, prices: isGiven ? [] : [price],
      notes: [
        "P/D: disaggregation",
        "the colocated side is the cheaper of continuous batching and chunked prefill",
        "P + D = \(NumberFormat.plain(answer.workload.mix.tokens)) tokens everywhere",
        "(b) combinations of the drawn choices that the costs depend on, all alike: a share of "
          + "readings, not a probability",
      ] + (isGiven ? [given] : []))
  }

  var description: String {
    let axis = map.panel.bandwidthRange
    return Self.ascii(
      (["\(headline.plain)."] + caveats + [
        subject,
        "Left, a map over prefill share 0.2 to 0.97 and bandwidth "
          + "\(NumberFormat.rounded(axis.lowerBound / 1e9, digits: 3)) to "
          + "\(AnswerNumber.gigabytes(axis.upperBound)), logarithmic: colocated minus "
          + "disaggregated cost, with the workload and the way to its break-even.",
        "Right, over the same axes: in how many of \(map.combinations.own.cases) combinations of "
          + "readings disaggregation is cheaper; for the workload \(supportHere).",
        changes.plain,
      ]).joined(separator: " "))
  }

  private static func ascii(_ text: String) -> String {
    let letters: [(String, String)] = [
      ("α", "alpha"), ("η", "eta"), ("≤", "<="), ("×", "x"), ("−", "-"), ("\u{A0}", " "),
    ]
    let spelled = letters.reduce(text) { $0.replacing($1.0, with: $1.1) }
    return String(spelled.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
  }
}
