import Evidence
import Frontier
import Normalization
import Plotting
import Tables

/// A frontier in plain ASCII words.
enum FrontierWords {
  static func description(of frontier: AnchorFrontier, on accelerator: String) -> String {
    let rows = frontier.anchors.sorted { ($0.ttft, $0.id) < ($1.ttft, $1.id) }
    let points = rows.map { row in
      "\(row.anchor.label) (\(row.anchor.architecture.rawValue), \(row.anchor.role.rawValue)): "
        + (row.cpm.map { "\(number($0)) dollars at \(number(row.ttft)) ms" }
          ?? DataText.infeasible)
    }
    let corners = frontier.envelope.vertices.map { vertex in
      "\(vertex.ids.joined(separator: " and ")) from \(number(vertex.ttft)) ms at "
        + "\(number(vertex.cpm)) dollars"
    }
    let flips = frontier.envelope.flips.map { flip in
      "at \(number(flip.ttft)) ms from \(flip.from.rawValue) to \(flip.to.rawValue)"
    }
    return "Dollars per million served tokens on \(accelerator) against time to first token in "
      + "milliseconds, both axes logarithmic. \(points.joined(separator: "; ")). "
      + "The Pareto envelope is a falling staircase: \(joined(corners)). "
      + "Its architecture changes \(joined(flips))."
  }

  /// At most four significant digits.
  static func number(_ value: Double) -> String {
    NumberFormat.ascii(value, digits: 4)
  }

  private static func joined(_ parts: [String]) -> String {
    parts.isEmpty ? "nowhere" : parts.joined(separator: "; then ")
  }
}
