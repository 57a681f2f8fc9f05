import Evidence
import Frontier
import Plotting

/// A figure: how it is called, what it is computed to, and how that is drawn and tabulated.
public struct Figure: Sendable {
  /// The stem of its file names: `figure-1`, `figure-s1`.
  public let id: String
  /// What a supplementary figure goes by: `readings`; nil for a figure of the paper.
  public let name: String?
  /// What it shows, in a few words.
  public let title: String
  private let computed: @Sendable (Figure, Edition, FrontierSpread?) throws -> ComputedFigure

  /// Those of the paper, in its order.
  public static let paper = [figure1, figure2, figure3]

  /// Those that say how sure the paper's are, and what they are made of, by number.
  public static let supplementary = [
    readings, support, validation, transfer, batch, capacity, prices, contracts,
  ]

  /// Every figure there is, in order. A new one is a file in this room and an entry in one of the
  /// two lists.
  public static let all = paper + supplementary

  /// Whether it shows what measurements.csv holds, so that an edition needs to have read it.
  public var usesMeasurements: Bool { id == Figure.validation.id }

  /// Whether it shows several accelerators beside each other, which may be chosen; see `figure3(on:)`.
  public var comparesAccelerators: Bool { id == Figure.figure3.id }

  /// Computes every figure of the paper, for those who want to know what is looked up on the way.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public static func computeAll(_ edition: Edition) throws {
    for figure in paper { _ = try figure.compute(edition) }
  }

  /// The id without the word that all share: `1`, `s1`.
  public var number: String { String(id.dropFirst("figure-".count)) }

  /// - Parameters:
  ///   - id: `figure-` and its number.
  ///   - name: of a supplementary figure.
  ///   - compute: everything that the figure needs of the edition.
  ///   - draw: lays the result out on a sheet; looks nothing up and computes no cost.
  ///   - table: the numbers behind the drawing.
  ///   - caption: what it shows and what its marks mean, in sentences; what it was computed under
  ///     goes without saying.
  ///   - description: what one sees, for someone who cannot: the conclusion first.
  public init<Result: FigureResult>(
    id: String, name: String? = nil, title: String,
    compute: @escaping @Sendable (Edition) throws -> Result,
    draw: @escaping @Sendable (Result, Sheet) -> FigureLayout,
    table: @escaping @Sendable (Result) -> DataTable,
    caption: @escaping @Sendable (Result) -> [String] = { _ in [] },
    description: @escaping @Sendable (Result) -> String
  ) {
    self.init(
      id: id, name: name, title: title, compute: { edition, _ in try compute(edition) }, draw: draw,
      table: { result, _ in table(result) }, caption: caption, description: description)
  }

  /// A figure of the anchors, whose data file says what of it has a label.
  /// - Parameters:
  ///   - statements: what its metadata says of its making besides what it was computed under.
  ///   - compute: is given the spread that several figures share, if any.
  ///   - table: the numbers behind the drawing as it was laid out.
  init<Result: FigureResult>(
    id: String, name: String? = nil, title: String,
    statements: [(key: String, value: String)] = [],
    compute: @escaping @Sendable (Edition, FrontierSpread?) throws -> Result,
    draw: @escaping @Sendable (Result, Sheet) -> FigureLayout,
    table: @escaping @Sendable (Result, LeftOutLabels) -> DataTable,
    caption: @escaping @Sendable (Result) -> [String] = { _ in [] },
    description: @escaping @Sendable (Result) -> String
  ) {
    self.id = id
    self.name = name
    self.title = title
    computed = { figure, edition, spread in
      let result = try compute(edition, spread)
      let idle = try Self.idleSettings(edition, table(result, LeftOutLabels())) {
        try table(compute($0, nil), LeftOutLabels())
      }
      return ComputedFigure(
        id: figure.id, title: figure.title, assumptions: result.assumptions,
        statements: result.assumptions.statements + statements,
        pricedAccelerators: result.pricedAccelerators,
        text: try FigureText(
          title: figure.title, sentences: caption(result), alternative: description(result),
          of: result, edition),
        draw: { draw(result, $0).saying(idle, on: $0) }, table: { table(result, $0) })
    }
  }

  /// The constants set for the run without which the numbers are the same.
  private static func idleSettings(
    _ edition: Edition, _ data: @autoclosure () -> DataTable,
    without: (Edition) throws -> DataTable
  ) throws -> [String] {
    let calibration = edition.calibration
    guard !calibration.overrides.isEmpty else { return [] }
    let data = data()
    return try calibration.overrides.filter { override in
      try without(edition.with(calibration.without(override))).isLike(data)
    }.map { "\($0.name) = \($0.text)" }
  }

  /// - Parameter spread: what `sharedSpread` gives of the edition.
  /// - Throws: the lookup's error when a constant or a price is missing.
  public func compute(_ edition: Edition, sharing spread: FrontierSpread? = nil) throws
    -> ComputedFigure
  {
    try computed(self, edition, spread)
  }

  /// The draws that Figures 1 and 3 both show, made once and on all processors; nil where not both
  /// are asked for, or where so many rows have none.
  /// - Throws: the lookup's error when a constant is missing.
  public static func sharedSpread(of figures: [Figure], _ edition: Edition) throws
    -> FrontierSpread?
  {
    guard [figure1.id, figure3.id].allSatisfy(figures.map(\.id).contains) else { return nil }
    return try DrawPlan.drawn(rows: edition.anchors.count).map {
      try FrontierSpread(edition, on: FrontierResult.priced(in: edition), plan: $0)
    }
  }
}

/// A figure with its numbers, ready to be drawn and tabulated, in any order and on any thread.
public struct ComputedFigure: Sendable {
  public let id: String
  public let title: String
  public let assumptions: Assumptions
  /// What the metadata of its pictures says of their making, by key, in ASCII.
  public let statements: [(key: String, value: String)]
  /// Those whose prices are used.
  public let pricedAccelerators: [String]
  public let text: FigureText
  fileprivate let draw: @Sendable (Sheet) -> FigureLayout
  fileprivate let table: @Sendable (LeftOutLabels) -> DataTable

  public func layout(on sheet: Sheet) -> FigureLayout { draw(sheet) }

  /// Laid out for a size, with letters that suit it.
  public func layout(
    for size: SheetSize, measurer: any TextMeasurer & Sendable
  ) -> FigureLayout {
    size.fitted { draw(Sheet(width: $0, measurer: measurer)) }
  }

  /// The numbers behind the figure, as if every label had its place.
  public var data: DataTable { table(LeftOutLabels()) }

  /// What the figure says in words as it was laid out.
  public func text(of layout: FigureLayout) -> FigureText { text.adding(layout.remarks) }

  /// The numbers behind the figure as it was laid out.
  public func data(of layout: FigureLayout) -> DataTable { table(layout.leftOut) }
}

/// A figure, laid out.
public struct FigureLayout: Equatable, Sendable {
  public let drawing: Drawing
  /// What a reader of the figure should know that its marks do not show: labels without a free
  /// place, rows that are infeasible or contradict themselves.
  public let warnings: [String]
  /// The data file names them.
  public let leftOut: LeftOutLabels
  /// What a caption has to say of this layout and not of others, in sentences.
  public let remarks: [String]

  public init(
    drawing: Drawing, warnings: [String] = [], leftOut: LeftOutLabels = LeftOutLabels(),
    remarks: [String] = []
  ) {
    self.drawing = drawing
    self.warnings = warnings
    self.leftOut = leftOut
    self.remarks = remarks
  }
}

extension FigureLayout {
  /// Says below the footer which of the constants that are set for the run have no effect.
  fileprivate func saying(_ idle: [String], on sheet: Sheet) -> FigureLayout {
    guard !idle.isEmpty else { return self }
    let note = "without effect in this figure: \(idle.joined(separator: ", "))"
    let block = TextBlock(
      RichText(plain: note), font: FigureStyle.footerFont, measurer: sheet, maxWidth: sheet.room)
    let canvas = RecordingCanvas()
    block.draw(
      on: canvas, at: Point(FigureStyle.pageMargin, drawing.size.height),
      align: TextAlignment(.start, .top), color: FigureStyle.footerColor)
    let height = drawing.size.height + block.size.height + FigureStyle.pageMargin
    return FigureLayout(
      drawing: Drawing(
        size: Size(width: drawing.size.width, height: height.rounded(.up)),
        operations: drawing.operations + canvas.operations),
      warnings: warnings + [note], leftOut: leftOut, remarks: remarks)
  }
}
