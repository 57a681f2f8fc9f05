import CostModel
import Evidence
import Plotting

/// What the three figures have in common: sizes, and how each architecture looks. Every
/// architecture has a colour, a marker and a dash of its own, so that none is told by colour alone.
enum FigureStyle {
  static let pageMargin = 5.0
  static let labelFont = Font(size: 7.5)
  static let footerFont = Font(size: 7)
  static let footerColor = Color.gray(0.25)
  static let markerRadius = 3.6
  static let frontierWidth = 2.0

  static func color(_ architecture: Architecture) -> Color {
    switch architecture {
    case .disaggregated: OkabeIto.blue
    case .colocated(.chunked): OkabeIto.vermillion
    case .colocated(.continuous): OkabeIto.bluishGreen
    case .colocated(.serialised): OkabeIto.black
    }
  }

  static func name(_ architecture: Architecture) -> String {
    switch architecture {
    case .disaggregated: "prefill/decode disaggregation"
    case .colocated(.chunked): "chunked prefill, colocated"
    case .colocated(.continuous): "continuous batching, colocated"
    case .colocated(.serialised): "one request at a time"
    }
  }

  /// A name short enough for a label inside a plot.
  static func shortName(_ architecture: Architecture) -> String {
    switch architecture {
    case .disaggregated: "P/D"
    case .colocated(.chunked): "chunked prefill"
    case .colocated(.continuous): "continuous batching"
    case .colocated(.serialised): "serialised"
    }
  }

  /// A name for a label in a small panel.
  static func terseName(_ architecture: Architecture) -> String {
    architecture == .disaggregated ? "P/D" : architecture.rawValue
  }

  /// Rows published under a contract are filled, others hollow.
  static func marker(_ architecture: Architecture, isOnContract: Bool) -> MarkerStyle {
    let (shape, color) = (shape(architecture), color(architecture))
    return isOnContract
      ? .filled(shape, color, radius: markerRadius)
      : .hollow(shape, color, radius: markerRadius, width: 1.1)
  }

  static func marker(_ anchor: Anchor) -> MarkerStyle {
    marker(anchor.architecture, isOnContract: anchor.isOnContract)
  }

  /// Names of the systems that the paper's section 5.1 lists are bold.
  static func name(_ anchor: Anchor, _ text: String) -> RichText {
    let text = RichText(plain: text.shortened(to: 34))
    return anchor.section == RowsRule.namedSection ? text.bold : text
  }

  static func frontierLine(_ architecture: Architecture) -> Stroke {
    Stroke(color(architecture), width: frontierWidth, dash: dash(architecture))
  }

  private static func shape(_ architecture: Architecture) -> MarkerStyle.Shape {
    switch architecture {
    case .disaggregated: .circle
    case .colocated(.chunked): .triangleUp
    case .colocated(.continuous): .square
    case .colocated(.serialised): .diamond
    }
  }

  private static func dash(_ architecture: Architecture) -> [Double] {
    switch architecture {
    case .disaggregated: []
    case .colocated(.chunked): [7, 2.5]
    case .colocated(.continuous): [2, 2]
    case .colocated(.serialised): [7, 2, 2, 2]
    }
  }
}

extension String {
  /// This text with its end cut off where it is longer than `count` characters.
  func shortened(to count: Int) -> String {
    self.count > count ? prefix(count - 1) + "…" : self
  }
}
