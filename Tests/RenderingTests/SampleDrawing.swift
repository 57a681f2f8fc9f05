import Glibc
import Plotting

@testable import Rendering

/// A page with as much on it as one of the figures has: 1200 characters, filled bands, contours,
/// markers, dashes and clips.
func sampleDrawing() -> Drawing {
  let canvas = RecordingCanvas()
  let panel = Rect(x: 40, y: 20, width: 440, height: 280)
  canvas.clip(to: .rect(panel)) {
    for band in 0..<12 {
      let points = (0...150).map { step in
        let x = panel.minX + panel.width * Double(step) / 150
        return Point(x, panel.midY + 10 * Double(band) * sin(Double(step) / 17 + Double(band)))
      }
      let corners = [Point(panel.maxX, panel.maxY), Point(panel.minX, panel.maxY)]
      let shade = Color(red: 0.3 + 0.05 * Double(band), green: 0.9, blue: 0.8, alpha: 0.3)
      canvas.fill(.polyline(points + corners, closed: true), with: shade)
      canvas.stroke(
        .polyline(points), with: Stroke(.black, width: 0.6, dash: [3, 1.5], cap: .round))
    }
  }
  for marker in 0..<60 {
    let center = Point(50 + 7 * Double(marker), 60 + 3 * Double(marker))
    canvas.fill(.circle(center: center, radius: 2.5), with: Color(0xE69F00))
    canvas.stroke(.circle(center: center, radius: 2.5), with: Stroke(.white, width: 0.5))
  }
  let words = "Prefill share α, CPM ≤ 0.25 $/MTok, η = −0.3 at 600 GB/s by H100 SXM5"
  for line in 0..<18 {
    canvas.draw(
      words, at: Point(45.3, 24 + 17.7 * Double(line)),
      font: Font(size: 7 + Double(line % 3), weight: line % 4 == 0 ? .bold : .regular),
      color: .black, angle: line == 5 ? -90 : 0)
  }
  return Drawing(size: Size(width: 504, height: 360), operations: canvas.operations)
}

let sampleMetadata = Metadata(
  title: "A & B", description: "Cost <per token> with η ≥ 0.3",
  entries: [.init(key: "Pin", value: "2025-06"), .init(key: "Range", value: "η ∈ [0.3, 0.8]")])
