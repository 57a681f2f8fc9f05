import CostModel
import Evidence
import Frontier
import Plotting
import Tables

/// The data file and the words of Figure S1.
enum ReadingsTable {
  private static let header = [
    "contract", "choice", "reading", "holds", "outcome", "combinations", "of", "share",
  ]

  /// figure-s1.csv: every segment of every bar, by contract and bar; without a choice the bar of all
  /// combinations. `holds` is `yes` for the edition's own reading.
  static func table(of result: ReadingsResult) -> DataTable {
    var data = DataTable(header)
    for (index, contract) in result.contracts.enumerated() {
      for bar in [result.all] + result.choices.joined() {
        for outcome in ReadingsResult.Outcome.allCases {
          let share = bar.tallies[index].share(of: outcome)
          data.append([
            contract.name, bar.reading?.choice ?? "", bar.reading?.name ?? "",
            bar.reading == nil ? "" : bar.isOwn ? "yes" : "no", word(outcome),
            String(share.holds), String(share.cases), DataText.text(share.fraction),
          ])
        }
      }
    }
    return data
  }

  private static var bandEnds: (low: String, high: String) {
    let band = ReadingsResult.paperBand
    return (
      NumberFormat.fixed(band.lowerBound, decimals: 2),
      NumberFormat.fixed(band.upperBound, decimals: 2)
    )
  }

  private static func word(_ outcome: ReadingsResult.Outcome) -> String {
    switch outcome {
    case .disaggregation: "disaggregation"
    case .below: "below-\(bandEnds.low)"
    case .within: "\(bandEnds.low)-to-\(bandEnds.high)"
    case .above: "above-\(bandEnds.high)"
    case .colocation: "colocation"
    case .infeasible: "infeasible"
    }
  }

  /// What a segment means, as the legend has it.
  static func name(_ outcome: ReadingsResult.Outcome) -> String {
    switch outcome {
    case .disaggregation: "disaggregation cheaper everywhere"
    case .below: "α* below \(bandEnds.low)"
    case .within: "α* \(bandEnds.low)–\(bandEnds.high), the paper's band"
    case .above: "α* above \(bandEnds.high)"
    case .colocation: "chunked prefill cheaper everywhere"
    case .infeasible: "neither meets the contract"
    }
  }

  /// What a bar says under the contract of that index.
  static func markName(
    _ bar: ReadingsResult.Bar, _ index: Int, under contract: BreakEvenSurface.Contract
  ) -> MarkName {
    MarkName(
      id: contract.idPrefix + (bar.reading?.markID ?? "all"),
      title: "\(bar.reading?.description ?? "all combinations"), \(contract.title): "
        + shares(bar, index))
  }

  private static func shares(_ bar: ReadingsResult.Bar, _ index: Int) -> String {
    ReadingsResult.Outcome.allCases.compactMap { outcome in
      let share = bar.tallies[index].share(of: outcome)
      return share.holds == 0 ? nil : "\(phrase(outcome)) in \(share.percent) %"
    }.joined(separator: ", ")
  }

  /// What all combinations say, contract by contract; then what the figure is.
  static func description(_ result: ReadingsResult) -> String {
    let panels = result.contracts.enumerated().map { index, contract in
      "Under \(contract.title), of all \(result.combinations) combinations: "
        + "\(shares(result.all, index))."
    }
    return panels.joined(separator: " ")
      + " Stacked bars, one for each reading of each choice: the share of combinations of readings "
      + "by what they say of the break-even prefill share over NVLink."
  }

  private static func phrase(_ outcome: ReadingsResult.Outcome) -> String {
    switch outcome {
    case .disaggregation: "disaggregation cheaper everywhere"
    case .below: "break-even below \(bandEnds.low)"
    case .within: "break-even from \(bandEnds.low) to \(bandEnds.high)"
    case .above: "break-even above \(bandEnds.high)"
    case .colocation: "chunked prefill cheaper everywhere"
    case .infeasible: "neither meeting the contract"
    }
  }
}
