import Evidence
import Plotting

/// The numbers that stand for the rows of anchors.csv in panels too small for their names.
struct AnchorKey {
  /// By id.
  let numbers: [String: String]
  let legend: Legend

  /// The key's columns are as many as the page is wide enough for.
  init(_ anchors: [Anchor], measurer: any TextMeasurer) {
    numbers = anchors.enumerated().reduce(into: [:]) { $0[$1.element.id] = "\($1.offset + 1)" }
    var legend = Legend(
      anchors.enumerated().map { index, row in
        LegendEntry(
          RichText(plain: "\(index + 1)  \(row.label.shortened(to: 34))"),
          marker: FigureStyle.marker(row.architecture, role: row.role))
      }, columns: 4, font: Font(size: 7), isFramed: false)
    legend.sampleSize.width = 9
    let room = FigureStyle.pageWidth - 2 * FigureStyle.pageMargin
    while legend.columns > 1, legend.size(measurer: measurer).width > room { legend.columns -= 1 }
    self.legend = legend
  }
}
