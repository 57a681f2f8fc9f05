import Benchmark
import CostModel
import Evidence
import Foundation
import Frontier
import Plotting
import Rendering

// Every name ends with how much one run of it works on, of what `scripts/bench` knows.

// `scripts/bench` sets both.
let environment = ProcessInfo.processInfo.environment
guard let repository = environment["REPOSITORY"], let rows = environment["ROWS"] else {
  print("run scripts/bench, or set REPOSITORY and, as the folder of the files with many rows, ROWS")
  exit(2)
}
let scene = try Scene(repository: repository, folder: rows)

benchmark("ingest-anchors/1300") {
  _ = try Dataset.load(anchors: scene.manyAnchors, calibration: scene.calibration)
}

benchmark("ingest-calibration/13000") {
  _ = try Dataset.load(anchors: scene.anchors, calibration: scene.manyConstants)
}

// Chunked prefill and disaggregation at each place of Figure 2's grid, one contract.
let surface = try BreakEvenSurface(scene.edition, contract: "standard")
let places = BreakEvenSurface.shares.count * BreakEvenSurface.bandwidths.count

benchmark("model/\(2 * places)") {
  var sum = 0.0
  for share in BreakEvenSurface.shares {
    for bandwidth in BreakEvenSurface.bandwidths {
      sum += surface.cell(prefillShare: share, bandwidth: bandwidth).difference ?? 0
    }
  }
  precondition(sum.isFinite)
}

// Figure 2's contours: three contracts, three overlaps each.
let surfaces = try ["tight", "standard", "relaxed"].map {
  try BreakEvenSurface(scene.edition, contract: $0)
}
let overlapRange = try scene.edition.calibration.number(.transfer, "overlap_low")
let overlaps = [
  overlapRange, surface.transfer.overlap,
  try scene.edition.calibration.number(.transfer, "overlap_high"),
]

benchmark("contours/9") {
  for surface in surfaces {
    for overlap in overlaps {
      let contour = surface.contour(
        overlap: overlap, shares: BreakEvenSurface.shares, bandwidths: BreakEvenSurface.bandwidths)
      precondition(contour.overlap == overlap)
    }
  }
}

for count in [10_000, 100_000, 1_000_000] {
  for (name, isStaircase) in [("envelope", false), ("staircase", true)] {
    let points = Scene.points(count, isStaircase: isStaircase)
    benchmark("\(name)/\(count)") { precondition(!ParetoEnvelope(points).vertices.isEmpty) }
  }
}

for count in [100, 1_000] {
  let labels = Scene.labels(count)
  let placer = LabelPlacer(
    font: Font(size: 7), measurer: scene.fonts,
    bounds: Rect(x: 0, y: 0, width: 480, height: 640))
  benchmark("labels/\(count)") { precondition(!placer.place(labels).labels.isEmpty) }
}

let metadata = Metadata(
  title: "Figure 1", description: "Figure 1 for a benchmark", entries: [])

benchmark("svg/1") {
  _ = try renderSVG(
    scene.drawing, background: .white, metadata: metadata, idPrefix: "a-", fonts: scene.fonts)
}
benchmark("png/1") {
  _ = try renderPNG(scene.drawing, dotsPerInch: 300, metadata: metadata, fonts: scene.fonts)
}
benchmark("pdf/1") {
  _ = try renderPDF(scene.drawing, background: .white, metadata: metadata, fonts: scene.fonts)
}

// Every row's cost and the envelope's order on one accelerator.
benchmark("draws/\(DrawPlan.standardCount)") {
  _ = try FrontierSpread(scene.edition, on: ["H100"])
}

Benchmark.main()
