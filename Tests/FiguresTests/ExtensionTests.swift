import Evidence
import Figures
import Frontier
import Plotting
import Publishing
import TestSupport
import Testing

/// What a new accelerator and a new figure take: rows of a CSV, and a line of a registry.
@Suite struct ExtensionTests {
  private static let rows = """
    accelerator/X900,peak_bf16_flops,2000,TFLOP/s,,,,,,Ours,none,assumed,
    accelerator/X900,hbm_bytes_per_s,8,TB/s,,,,,,Ours,none,assumed,
    accelerator/X900,hbm_bytes,192,GB,,,,,,Ours,none,assumed,
    accelerator/X900,prefill_mfu,0.4,1,,,,,,Ours,none,assumed,
    accelerator/X900,decode_mbu,0.5,1,,,,,,Ours,none,assumed,
    rate/CoreWeave/X900,usd_per_hour,8,USD/h,2026-01-01,,,,,Ours,none,list-price,

    """

  @Test func anAcceleratorIsRowsAndNoCode() throws {
    let edition = try Repository.edition(
      calibration: Repository.text("calibration.csv") + Self.rows)
    let result = try FrontierResult(edition, on: ["H100", "X900"])
    #expect(result.panels.map(\.usdPerHour) == [6.155, 8])
    let costs = try result.panels.map { try #require($0.frontier?.anchors.first?.cpm) }
    #expect(costs[0] != costs[1])
    // Every result for which the accelerator plays no part stays what it was.
    #expect(
      try result.panels[0] == FrontierResult(Repository.edition(), on: ["H100"]).panels[0])
  }

  /// One value of `Figure` is all that the program needs to write, tabulate and describe it.
  @Test func aFigureIsOneLineOfTheRegistry() throws {
    let figure = Figure(
      id: "figure-x", title: "Anchors counted",
      compute: { try FrontierResult($0, on: ["A100"]) },
      draw: { result, measurer in
        let canvas = RecordingCanvas()
        TextBlock(
          RichText(plain: "\(result.anchors.count) anchors"), font: Font(size: 9),
          measurer: measurer
        ).draw(on: canvas, at: Point(50, 50), align: .centred)
        return FigureLayout(
          drawing: Drawing(size: Size(width: 100, height: 100), operations: canvas.operations),
          warnings: ["made up"])
      },
      table: { result in
        var table = DataTable(["id"])
        for anchor in result.anchors { table.append([anchor.id]) }
        return table
      },
      description: { "\($0.anchors.count) anchors" })
    let published = try Publication(figures: [figure], formats: [.png, .svg], dpi: 72)
      .files(for: Repository.edition())
    #expect(
      published.files.map(\.path) == [
        "figure-x.png", "figure-x.svg", "data/figure-x.csv", "figure-x.txt",
      ])
    #expect(published.warnings == ["figure-x: made up"])
    let svg = String(decoding: published.files[1].bytes, as: UTF8.self)
    #expect(svg.contains("Anchors counted") && svg.contains("CoreWeave@2026-05-01"))
  }
}
