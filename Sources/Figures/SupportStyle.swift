import Evidence
import Frontier
import Plotting

/// The bands, isolines and keys that maps of support share.
enum SupportStyle {
  /// Shares of combinations.
  static let bands = ColorBands(
    edges: [0.1, 0.25, 0.5, 0.75, 0.9], colors: DivergingPalette.brownTeal)
  static let isoline = Stroke(.gray(0.2), width: 0.5)
  /// Where colocation is the cheaper one, in most readings or in margin.
  static let hatch = Stroke(Color(0x543005, alpha: 0.6), width: 0.4)

  static func percent(_ share: Double) -> String { NumberFormat.fixed(100 * share, decimals: 0) }

  /// A map of `grid`, in columns; hatched white where half of the combinations or more have no
  /// winner.
  static func map(
    _ grid: [[WinnerTally]], x: [Double], y: [Double], plot: Rect, measurer: any TextMeasurer
  ) -> LabelledBands {
    LabelledBands(
      BandedHeatMap(
        field(of: grid, x: x, y: y), bands: bands, plot: plot,
        lowSide: BandedHeatMap.LowSide(below: 0.5, hatch: hatch)),
      measurer: measurer, stroke: { _ in isoline }, text: { "\(percent($0)) %" })
  }

  /// The shares of `grid`, in columns; none where half of the combinations or more have no winner.
  static func field(of grid: [[WinnerTally]], x: [Double], y: [Double]) -> SampledField {
    SampledField(x: x, y: y) { column, row in
      let tally = grid[column][row]
      return isMostlyInfeasible(tally) ? .nan : tally.support.fraction
    }
  }

  /// Whether half of the combinations or more have no winner.
  static func isMostlyInfeasible(_ tally: WinnerTally) -> Bool {
    2 * tally.infeasible >= tally.cases
  }

  /// A legend's line on the hatch of the low side.
  static func hatched(_ meaning: RichText) -> LegendEntry {
    LegendEntry(meaning, swatch: bands.colors[1], hatch: hatch)
  }

  /// A legend's line on the hatch of what has no value.
  static func missing(_ meaning: RichText) -> LegendEntry {
    LegendEntry(
      meaning, swatchOutline: Stroke(.gray(0.4), width: 0.5), hatch: Stroke(.gray(0.55), width: 0.5)
    )
  }

  static func colorBar(_ title: RichText) -> ColorBar {
    ColorBar(
      bands, direction: .horizontal, title: title, style: AxisStyle(tickFont: Font(size: 7.5)),
      label: percent, ends: 0...1,
      lowSide: BandedHeatMap.LowSide(below: 0.5, hatch: hatch))
  }

  /// `pass=sum (Eq. 7)`, or that all are counted.
  static func held(_ reading: Reading?) -> String {
    guard let reading else { return "all readings" }
    return "\(reading)" + (reading == Combination.equation7 ? " (Eq. 7)" : "")
  }
}
