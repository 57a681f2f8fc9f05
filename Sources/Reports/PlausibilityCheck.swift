import Evidence
import Normalization
import Plotting
import Tables

/// What in an edition is possible but not plausible, in words.
public struct PlausibilityCheck {
  /// A line for each doubt, rows and then prices, in file order.
  public private(set) var warnings: [String]
  private let names: FileNames

  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public init(_ edition: Edition) throws {
    names = edition.dataset.names
    warnings = []
    warnings = try Plausibility(edition).doubts.map(warning)
  }

  private func warning(of doubt: Plausibility.Doubt) -> String {
    switch doubt {
    case .use(let use, let anchor):
      let finding =
        use > Plausibility.plausibleUse.upperBound
        ? "more than the closed form thinks possible under these readings"
        : "less than any serving system should get"
      return "\(place(anchor)) achieved \(NumberFormat.significant(use * 100, digits: 3)) % of the "
        + "closed form on its own machine, \(finding)"
    case .earlyToken(let kind, let milliseconds, let pass, let anchor):
      let name = kind == .limit ? "TTFT limit" : "measured TTFT"
      return "\(place(anchor)) has a \(name) of \(DataText.text(milliseconds)) ms, below one "
        + "prefill pass of its mean prompt (\(NumberFormat.significant(pass, digits: 3)) ms)"
    case .everyRowIsInfeasible:
      return "every row of \(names.anchors) is infeasible"
    case .price(let constant, let accelerator, let median):
      let date = constant.asOf.map { " of \($0)" } ?? ""
      return "\(names.calibration):\(constant.line): \(constant.entity)\(date) is "
        + "\(constant.textWithUnit), more than \(DataText.text(Plausibility.priceFactor)) times off "
        + "the others of \(accelerator) within two years (median "
        + "\(NumberFormat.significant(median, digits: 3)) USD/h)"
    }
  }

  private func place(_ anchor: Anchor) -> String {
    "\(names.anchors):\(anchor.line): \(anchor.id)"
  }
}
