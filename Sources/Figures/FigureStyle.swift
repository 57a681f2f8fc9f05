import Evidence
import Plotting

/// What the three figures have in common: sizes, and how each architecture looks. Every
/// architecture has a colour, a marker and a dash of its own, so that none is told by colour alone.
enum FigureStyle {
  /// Two columns of a journal page, points.
  static let pageWidth = 504.0
  static let pageMargin = 5.0
  static let labelFont = Font(size: 7.5)
  static let footerFont = Font(size: 7)
  static let footerColor = Color.gray(0.25)
  static let markerRadius = 3.6

  static func color(_ architecture: Anchor.Architecture) -> Color {
    switch architecture {
    case .disaggregated: OkabeIto.blue
    case .chunked: OkabeIto.vermillion
    case .continuous: OkabeIto.bluishGreen
    case .serialised: OkabeIto.black
    }
  }

  static func name(_ architecture: Anchor.Architecture) -> String {
    switch architecture {
    case .disaggregated: "prefill/decode disaggregation"
    case .chunked: "chunked prefill, colocated"
    case .continuous: "continuous batching, colocated"
    case .serialised: "one request at a time"
    }
  }

  /// A name short enough for a label inside a plot.
  static func shortName(_ architecture: Anchor.Architecture) -> String {
    switch architecture {
    case .disaggregated: "P/D"
    case .chunked: "chunked prefill"
    case .continuous: "continuous batching"
    case .serialised: "serialised"
    }
  }

  /// A name for a label in a small panel.
  static func terseName(_ architecture: Anchor.Architecture) -> String {
    architecture == .disaggregated ? "P/D" : architecture.rawValue
  }

  /// Rows of the envelope are filled, reference rows hollow.
  static func marker(_ architecture: Anchor.Architecture, role: Anchor.Role) -> MarkerStyle {
    let color = color(architecture)
    return switch role {
    case .envelope: .filled(shape(architecture), color, radius: markerRadius)
    case .reference: .hollow(shape(architecture), color, radius: markerRadius, width: 1.1)
    }
  }

  static func frontierLine(_ architecture: Anchor.Architecture) -> Stroke {
    Stroke(color(architecture), width: 2, dash: dash(architecture))
  }

  private static func shape(_ architecture: Anchor.Architecture) -> MarkerStyle.Shape {
    switch architecture {
    case .disaggregated: .circle
    case .chunked: .triangleUp
    case .continuous: .square
    case .serialised: .diamond
    }
  }

  private static func dash(_ architecture: Anchor.Architecture) -> [Double] {
    switch architecture {
    case .disaggregated: []
    case .chunked: [7, 2.5]
    case .continuous: [2, 2]
    case .serialised: [7, 2, 2, 2]
    }
  }
}

extension String {
  /// This text with its end cut off where it is longer than `count` characters.
  func shortened(to count: Int) -> String {
    self.count > count ? prefix(count - 1) + "…" : self
  }
}
