import CostModel
import Evidence
import Frontier
import Normalization
import Plotting

/// Two editions of the figures in one frame: the first grey and dashed under the second, an arrow
/// where a point moved visibly. Both sides are drawn from their data at once, on the same axes, so
/// that only what the data make different can differ.
public struct FigureDifference: Sendable {
  /// A figure's difference, and each of its sides alone in the same frame.
  public struct Picture: Sendable {
    /// `figure-1`
    public let id: String
    public let title: String
    public let description: String
    public let overlay: Drawing
    public let before: Drawing
    public let after: Drawing
  }

  /// What of the two sides a drawing shows.
  enum Shown { case both, before, after }

  public let from: NamedEdition
  public let to: NamedEdition

  public init(from: NamedEdition, to: NamedEdition) {
    self.from = from
    self.to = to
  }

  /// The figures whose difference can be drawn.
  public static var ids: [String] { layouts.keys.sorted() }

  private typealias Layout =
    @Sendable (FigureDifference, Sheet) throws -> (Shown) -> Drawing

  private static let layouts: [String: Layout] = [
    "figure-1": {
      try FrontierShiftLayout(
        $0, accelerators: [ReferenceFrame.referenceAccelerator], sheet: $1
      ).drawing
    },
    "figure-2": { try BreakEvenShiftLayout($0, sheet: $1).drawing },
    "figure-3": {
      try FrontierShiftLayout($0, accelerators: FrontierResult.accelerators, sheet: $1).drawing
    },
  ]

  /// - Parameter id: one of `ids`.
  /// - Throws: the lookup's error when a constant or the reference price is missing.
  public func picture(_ id: String, on sheet: Sheet) throws -> Picture {
    let title = Figure.all.first { $0.id == id }?.title ?? id
    guard let layout = Self.layouts[id] else {
      throw EvidenceError("there is no picture of a difference of \(id)")
    }
    let draw = try layout(self, sheet)
    return Picture(
      id: id, title: "\(title): \(from.title) to \(to.title)",
      description: "The figure for \(from.title), grey and dashed, under that for \(to.title), "
        + "on the same axes." + (comparesBases ? " Note: \(Self.basesNote)." : ""),
      overlay: draw(.both), before: draw(.before), after: draw(.after))
  }

  /// Whether one side's prices are of the accelerator alone.
  private var comparesBases: Bool { from.edition.pin.basis != to.edition.pin.basis }
  private static let basesNote = "component prices against bundled ones"

  /// What stands over a strip of both sides with what differs between them.
  /// - Parameters:
  ///   - width: of one of its three pages, points.
  ///   - bar: between two of them, points.
  public func heading(of width: Double, bar: Double, on sheet: Sheet) -> Drawing {
    let canvas = RecordingCanvas()
    let texts = [
      "before: \(from.title)", "what differs, in red on the page after", "after: \(to.title)",
    ]
    for (index, text) in texts.enumerated() {
      let block = TextBlock(
        RichText(plain: text).bold, font: Self.headingFont, measurer: sheet, maxWidth: width - 20)
      block.draw(
        on: canvas, at: Point((Double(index) + 0.5) * width + Double(index) * bar, 15),
        align: .centred)
    }
    return Drawing(
      size: Size(width: 3 * width + 2 * bar, height: 30), operations: canvas.operations)
  }

  private static let headingFont = Font(size: 10)

  /// What the two sides are; the same under every drawing, as their pages must be of one size.
  var footer: Footer {
    func statement(_ when: String, _ side: NamedEdition) -> String {
      "\(when): \(side.title)"
    }
    return Footer(
      [
        statement("before", from), statement("after", to),
        "both drawn on the same axes by one version of the program",
      ] + (comparesBases ? [Self.basesNote] : []))
  }
}

/// How the first side is drawn.
enum Ghost {
  static let color = Color.gray(0.55)
  static let line = Stroke(color, width: 1.4, dash: [4, 2.5])
  /// At a flip.
  static let rule = Stroke(color, width: 0.6, dash: [1, 3])
  static let arrow = Stroke(.gray(0.3), width: 0.8)
  /// Lines that moved less than this, in points of the page, get no arrow.
  static let visible = 2.5
  /// Between the marks of a point that moved less than this there is no room for an arrow; the
  /// grey mark beside the new one shows the move.
  static let room = 12.0

  static func marker(_ architecture: Architecture, isOnContract: Bool) -> MarkerStyle {
    var style = FigureStyle.marker(architecture, isOnContract: isOnContract)
    if style.fill != nil { style.fill = .white }
    style.outline = Stroke(color, width: 0.9)
    style.halo = 0
    return style
  }
}
