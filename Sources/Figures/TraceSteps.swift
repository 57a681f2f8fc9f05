import CostModel
import Plotting
import Workloads

/// A number for each window of a trace, which holds from the window's start to its end.
struct TraceSteps {
  private let result: TraceResult
  private let value: (TraceResult.Window) -> Double?

  /// - Parameter value: nil interrupts the line.
  init(_ result: TraceResult, _ value: @escaping (TraceResult.Window) -> Double?) {
    (self.result, self.value) = (result, value)
  }

  /// Stretches of windows that follow one another and have a value.
  /// - Parameter x: seconds to points.
  func lines(x: (Double) -> Double, y: any Scale) -> [[Point]] {
    var lines: [[Point]] = []
    var end = -Double.infinity
    for window in result.windows {
      guard let value = value(window) else { continue }
      let start = window.requests.startSeconds
      let height = y.position(of: value)
      let points = [
        Point(x(start), height), Point(x(start + result.trace.windowLength.seconds), height),
      ]
      // Starts are whole multiples of the length, but for rounding.
      if abs(start - end) < 1e-6 * result.trace.windowLength.seconds {
        lines[lines.count - 1] += points
      } else {
        lines.append(points)
      }
      end = start + result.trace.windowLength.seconds
    }
    return lines
  }
}

/// A lane for each architecture: filled where it is the cheapest, hatched where it does not meet the
/// contract.
struct TraceLanes {
  private let result: TraceResult
  private let names: [(architecture: Architecture, text: TextBlock)]

  private static let laneHeight = 10.0
  private static let gap = 4.0
  private static let font = Font(size: 7)
  private static let hatch = Stroke(.gray(0.45), width: 0.5)

  private enum State { case cheapest, infeasible, neither }

  init(_ result: TraceResult, measurer: any TextMeasurer) {
    self.result = result
    names = ArchitectureCosts.architectures.reversed().map { architecture in
      let name = RichText(plain: FigureStyle.terseName(architecture))
      return (architecture, TextBlock(name, font: Self.font, measurer: measurer))
    }
  }

  var height: Double { Self.gap + Double(names.count) * Self.laneHeight }

  /// Left of the lanes.
  var nameWidth: Double { (names.map(\.text.size.width).max() ?? 0) + 6 }

  var legend: [LegendEntry] {
    var entries = [LegendEntry("cheapest in the window", swatch: .gray(0.35))]
    if result.windows.contains(where: { window in
      names.contains { window.costs[$0.architecture] == nil }
    }) {
      entries.append(
        LegendEntry(
          "contract not met, or no prefill or decode",
          swatchOutline: Stroke(.gray(0.6), width: 0.5), hatch: Self.hatch))
    }
    return entries
  }

  /// - Parameter x: seconds to points.
  func draw(
    on canvas: any Canvas, in strip: Rect, x: (Double) -> Double, measurer: any TextMeasurer
  ) {
    for (index, (architecture, name)) in names.enumerated() {
      let lane = Rect(
        x: strip.x, y: strip.minY + Self.gap + Double(index) * Self.laneHeight,
        width: strip.width, height: Self.laneHeight)
      let area = lane.inset(top: 1.5, bottom: 1.5)
      for (state, seconds) in stretches(of: architecture) {
        let piece = Rect(
          x: x(seconds.lowerBound), y: area.minY,
          width: x(seconds.upperBound) - x(seconds.lowerBound), height: area.height)
        if state == .cheapest {
          canvas.fill(.rect(piece), with: FigureStyle.color(architecture))
        } else {
          Hatch(.rect(piece), stroke: Self.hatch, spacing: 3).draw(on: canvas)
        }
      }
      canvas.stroke(.rect(area), with: Stroke(.gray(0.6), width: 0.5))
      name.draw(
        on: canvas, at: Point(strip.minX - 5, lane.midY), align: TextAlignment(.end, .middle))
    }
  }

  /// Neighbouring windows of one state as one; those of neither left out.
  private func stretches(of architecture: Architecture) -> [(State, ClosedRange<Double>)] {
    let length = result.trace.windowLength.seconds
    var stretches: [(state: State, seconds: ClosedRange<Double>)] = []
    for window in result.windows {
      let state = state(of: architecture, in: window)
      guard state != .neither else { continue }
      let start = window.requests.startSeconds
      if let last = stretches.last, last.state == state,
        abs(last.seconds.upperBound - start) < 1e-6 * length
      {
        stretches[stretches.count - 1].seconds = last.seconds.lowerBound...start + length
      } else {
        stretches.append((state, start...start + length))
      }
    }
    return stretches
  }

  private func state(of architecture: Architecture, in window: TraceResult.Window) -> State {
    if window.costs.cheapest == architecture { return .cheapest }
    return window.costs[architecture] == nil ? .infeasible : .neither
  }
}
