import CostModel
import Evidence
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
    RichText(plain: Self.tied(answer.verdictText)).bold
      + RichText(plain: Self.tied(map.support.map { "; \($0.text)" } ?? ""))
  }

  /// What the headline does not say.
  var caveats: [String] {
    [map.support?.sideText, late, shortage].compactMap { $0 }.map(Self.tied)
  }

  var subject: String { Self.tied(answer.subjectText + ".") }

  /// Where the cheapest does not meet the TTFT half of the contract: which does.
  private var late: String? {
    guard let cheapest = answer.costs.cheapest, let part = answer[cheapest], !part.meetsContract,
      let first = part.firstTokenMs
    else { return nil }
    let other = answer.cheapestMeeting.flatMap { other in
      other.cost.map {
        "the cheapest that meets both limits is \(other.architecture.label) at "
          + "$\(AnswerNumber.cost($0))/MTok"
      }
    }
    return "It is late for the first token: \(AnswerNumber.ms(first)) without any queue, for a "
      + "limit of \(AnswerNumber.ms(answer.deployment.limits.ttftMs)) (the costs are for the TPOT "
      + "limit alone); \(other ?? "no architecture meets both limits")."
  }

  /// Why memory holds no request, without the report's advice of what to set.
  private var shortage: String? {
    guard map.fit.sequences(answer.workload.mix) < 1 else { return nil }
    let plan = answer.deployment.plan
    let place = "\(NumberFormat.plain(map.fit.accelerators)) × \(plan.accelerator)"
    let weights = "the weights of \(ModelName.text(plan.model))"
    return map.fit.kvTokens > 0
      ? "Memory: the KV of one request does not fit beside \(weights) into \(place)."
      : "Memory: \(weights) do not fit into \(place)."
  }

  /// Lines do not break inside `η = 0.5`, `Eq. 7`, `86 %` or `20 ms`.
  private static func tied(_ text: String) -> String {
    [" = ", " ≤ ", " × ", " %", " ms", " GB/s", " draws", "Eq. ", "Equation "].reduce(text) {
      $0.replacing($1, with: $1.replacing(" ", with: "\u{A0}"))
    }
  }

  /// What the workload's mark is labelled with.
  var name: String { "this workload" + (answer.costs.winner == nil ? ", infeasible" : "") }

  /// In how many combinations disaggregation is cheaper for the workload itself.
  var supportHere: String { Self.text(map.combinations.own) + " here" }

  private static func text(_ tally: WinnerTally) -> String {
    "\(tally.support.percent) % of \(tally.cases) combinations"
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
        name: "prefill share (\(axis[0])\u{A0}to\u{A0}\(axis[axis.count - 1]))",
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
        name:
          "TPOT limit (\(Int(limits.lowerBound))\u{A0}to\u{A0}\(Int(limits.upperBound)) ms)",
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
      + RichText(plain: Self.tied(words + "."))
  }

  // MARK: Footer and description

  var footer: Footer {
    let (assumptions, plan) = (map.assumptions, answer.deployment.plan)
    let price = Footer.Price(
      accelerator: plan.accelerator, usdPerHour: answer.deployment.model.usdPerAcceleratorHour,
      isGiven: plan.usdPerHour != nil)
    let sum = map.underSum.map { "(b) with pass=sum (Eq. 7) \(Self.text($0.own)) here" }
    return Footer(
      assumptions, overlap: .ofSurface, prices: [price],
      notes: [
        "P/D: disaggregation",
        "colocation: the cheaper of continuous batching and chunked prefill",
        "(a) 1 − cheaper/dearer cost: level within 5 %",
        "P + D = \(NumberFormat.plain(answer.workload.mix.tokens)) tokens everywhere",
        "(b) combinations of the drawn choices that the costs depend on, all alike",
        "a share of readings, not a probability",
      ] + [sum].compactMap { $0 })
  }

  var description: String {
    let axis = map.panel.bandwidthRange
    return Self.ascii(
      (["\(headline.plain)."] + caveats + [
        subject,
        "Left, a map over prefill share 0.2 to 0.97 and bandwidth "
          + "\(NumberFormat.rounded(axis.lowerBound / 1e9, digits: 3)) to "
          + "\(AnswerNumber.gigabytes(axis.upperBound)), logarithmic: by what share of "
          + "the dearer cost either side is cheaper, with the workload and the way to its break-even.",
        "Right, over the same axes: in how many of \(map.combinations.own.cases) combinations of "
          + "readings disaggregation is cheaper; for the workload in "
          + "\(Self.text(map.combinations.own)).",
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
