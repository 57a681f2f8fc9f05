import Evidence
import Frontier
import Normalization
import Plotting
import Tables

extension Figure {
  /// Figure S6: how many sequences are resident by how much each holds.
  static let capacity = Figure(
    id: "figure-s6", name: "capacity", title: "Resident sequences by context length",
    compute: Capacity.init, draw: { CapacityLayout($0, sheet: $1).draw() },
    table: CapacityTable.table, caption: ModelCaptions.capacity,
    description: CapacityTable.description)
}

extension Capacity: FigureResult {
  public func publications(in edition: Edition) -> [String] {
    let shown = Set(lines.flatMap(\.accelerators) + workloads.map(\.id) + [assumptions.frame.model])
    return edition.calibration.publications { shown.contains($0.id) }
  }

  /// Memory has no price.
  public var pricedAccelerators: [String] { [] }
}

/// One plot: a line for each memory and precision, and the workloads beside them.
private struct CapacityLayout {
  let result: Capacity
  let sheet: Sheet
  private let sequences: LogScale

  init(_ result: Capacity, sheet: Sheet) {
    (self.result, self.sheet) = (result, sheet)
    let most = result.lines.map { $0.memoryTokens / Capacity.tokenRange.lowerBound }.max() ?? 0
    sequences = LogScale(1...max(10, most) * 1.5)
  }

  func draw() -> FigureLayout {
    let panel = AxedPanel(
      title: nil, bottom: Self.bottom,
      left: Axis(
        .left, scale: sequences, title: "resident sequences of an instance",
        ticks: .log(sequences.domain, atMost: 6)), right: right, height: 225,
      draw: draw)
    let table = PanelTable(rows: [[panel]], legend: legend, footer: footer, sheet: sheet)
    return FigureLayout(drawing: table.drawing())
  }

  /// Names where the lines reach the right edge.
  private var right: NamedAxis {
    NamedAxis(
      .right, scale: sequences,
      names: result.lines.map {
        Tick($0.memoryTokens / Capacity.tokenRange.upperBound, RichText(plain: Self.name($0)))
      }, style: AxisStyle(tickFont: Self.font))
  }

  private func draw(on canvas: any Canvas, plot: Rect) {
    let x = Side.bottom.scale(Self.bottom.scale, in: plot)
    let y = Side.left.scale(sequences, in: plot)
    let lines = result.lines.map { line -> [Point] in
      guard line.memoryTokens >= Capacity.tokenRange.lowerBound else { return [] }
      // Down to one sequence, wherever that is.
      let last = min(Capacity.tokenRange.upperBound, line.memoryTokens)
      return [Capacity.tokenRange.lowerBound, last].map {
        Point(x.position(of: $0), y.position(of: line.memoryTokens / $0))
      }
    }
    let workloads = result.workloads.filter { x.domain.contains($0.tokens) }
    for workload in workloads {
      canvas.group(
        MarkName(
          id: "workload-\(workload.id)",
          title: "\(Self.name(workload)): a request holds "
            + "\(NumberFormat.rounded(workload.tokens, digits: 4)) tokens")
      ) {
        Rule.vertical(x: x.position(of: workload.tokens), in: plot, stroke: Self.guide).draw(
          on: canvas)
      }
    }
    for (line, points) in zip(result.lines, lines) {
      canvas.group(MarkName(id: "line-\(Self.key(line))", title: Self.name(line))) {
        Polyline(points, stroke: style(line), halo: 0.8).draw(on: canvas)
      }
    }
    var taken: [Rect] = []
    let places = Spread.apart(
      workloads.map { x.position(of: $0.tokens) + 5.5 },
      sizes: workloads.map { _ in Self.nameHeight }, within: plot.minX...plot.maxX)
    for (workload, place) in zip(workloads, places) {
      taken.append(drawName(workload, at: place, below: lines, on: canvas, plot: plot))
    }
    drawCounts(x, y, lines: lines, taken: &taken, on: canvas, plot: plot)
    // Those that end before the right edge have their name on them.
    for (line, points) in zip(result.lines, lines)
    where (points.last?.x ?? plot.maxX) < plot.maxX - 1 {
      guard
        let label = InlineLabel.along(
          points, text: RichText(plain: Self.name(line)), font: Self.font, measurer: sheet,
          bounds: plot.inset(by: 1), avoiding: taken)
      else { continue }
      label.draw(on: canvas)
      taken.append(label.ground.bounds)
    }
  }

  /// A workload's name upwards along its guide, at the foot where the lines leave room, else at the
  /// top.
  private func drawName(
    _ workload: Capacity.Workload, at place: Double, below lines: [[Point]],
    on canvas: any Canvas, plot: Rect
  ) -> Rect {
    let text = TextBlock(
      RichText(plain: Self.name(workload)), font: Self.font, measurer: sheet)
    let lowest = lines.compactMap { Self.height(of: $0, at: place) }.max() ?? plot.minY
    let isAtFoot = plot.maxY - lowest > text.size.width + 12
    let at = Point(place, isAtFoot ? plot.maxY - 4 : plot.minY + 4 + text.size.width)
    let box = text.bounds(at: at, align: TextAlignment(.start, .middle), angle: -90)
    canvas.fill(.rect(box.inset(by: -0.8)), with: .white)
    text.draw(on: canvas, at: at, align: TextAlignment(.start, .middle), angle: -90)
    return box
  }

  private static func height(of line: [Point], at x: Double) -> Double? {
    guard let first = line.first, let last = line.last, first.x <= x, x <= last.x,
      last.x > first.x
    else { return nil }
    return first.y + (last.y - first.y) * (x - first.x) / (last.x - first.x)
  }

  /// At the reference workload.
  private func drawCounts(
    _ x: any Scale, _ y: any Scale, lines: [[Point]], taken: inout [Rect], on canvas: any Canvas,
    plot: Rect
  ) {
    guard let workload = result.workloads.first(where: { $0.id == ReferenceWorkload.workload })
    else { return }
    let places = result.lines.compactMap { line in
      line.sequences(tokens: workload.tokens).map { count in
        (
          line: line, count: count,
          point: Point(x.position(of: workload.tokens), y.position(of: count))
        )
      }
    }
    for place in places {
      let count = NumberFormat.fixed(place.count.rounded(.down), decimals: 0)
      canvas.group(
        MarkName(
          id: "count-\(Self.key(place.line))", title: "\(Self.name(place.line)): \(count) sequences"
        )
      ) {
        Marker(.filled(.circle, style(place.line).color, radius: 2.4), at: place.point)
          .draw(on: canvas)
      }
    }
    let guides = result.workloads.map { workload in
      [plot.minY, plot.maxY].map { Point(x.position(of: workload.tokens), $0) }
    }
    let layout = LabelPlacer(
      font: Self.font, measurer: sheet, bounds: plot.inset(by: 2), obstacles: taken,
      lines: lines + guides
    ).place(
      places.map { place in
        LabelRequest(
          at: place.point, radius: 2.4,
          RichText(plain: NumberFormat.fixed(place.count.rounded(.down), decimals: 0)),
          // The smallest memory's below, so that close lines have their numbers apart.
          preferred: place.line.accelerators == result.lines.first?.accelerators
            ? [.belowLeft, .left] : [.aboveRight, .right])
      })
    layout.draw(on: canvas)
    taken += layout.boxes
  }

  // MARK: Sizes and words

  private static let bottom = Axis(
    .bottom, scale: LogScale(Capacity.tokenRange), title: "tokens that a sequence holds",
    ticks: Ticks(plainlyLabelled: [128, 512, 2048, 8192, 32_768], minor: Capacity.tokens))
  private static let font = Font(size: 7)
  /// From the middle of a turned name to the next.
  private static let nameHeight = 9.0
  private static let guide = Stroke(.gray(0.45), width: 0.6, dash: [1, 1.5])

  /// Memories by colour, precisions by dash.
  private func style(_ line: Capacity.Line) -> Stroke {
    let memories = result.lines.filter { $0.kv == line.kv }
    let index = memories.firstIndex(of: line) ?? 0
    let colors = [OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen]
    return Stroke(
      colors[index % colors.count], width: 1.7, dash: line.kv == .bf16 ? [] : [5, 2])
  }

  private static func key(_ line: Capacity.Line) -> String {
    (line.accelerators + [line.kv.rawValue]).joined(separator: "-")
  }

  private static func name(_ line: Capacity.Line) -> String {
    "\(line.accelerators.joined(separator: ", ")), \(line.kv.rawValue.uppercased()) KV"
  }

  /// `Azure conversation`
  private static func name(_ workload: Capacity.Workload) -> String {
    let words = workload.id.replacing("-", with: " ").replacing("sharegpt", with: "shareGPT")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private var legend: Legend {
    Legend(
      [
        LegendEntry("KV cache in BF16", line: Stroke(.black, width: 1.7)),
        LegendEntry(
          "KV cache in FP8, half the bytes", line: Stroke(.black, width: 1.7, dash: [5, 2])),
        LegendEntry(
          RichText(plain: "sequences of the reference workload"),
          marker: .filled(.circle, .black, radius: 2.4)),
        LegendEntry(
          RichText(
            plain: "tokens of a request "
              + (result.kv == .paged ? "held on average" : "reserved at its end")),
          line: Self.guide),
      ], columns: 4, font: FigureStyle.labelFont, isFramed: false)
  }

  private var footer: Footer {
    Footer(
      result.assumptions, overlap: .unused, prices: nil, notes: CapacityTable.notes(result))
  }
}

/// The data file and the words of Figure S6.
enum CapacityTable {
  private static let header = ["kind", "accelerators", "kv", "id", "tokens", "sequences"]

  /// figure-s6.csv: for each memory and precision `line` (by tokens that a sequence holds) and
  /// `workload` (at those of a workload's requests).
  static func table(of result: Capacity) -> DataTable {
    var data = DataTable(header)
    for line in result.lines {
      let places =
        Capacity.tokens.map { (kind: "line", id: "", tokens: $0) }
        + result.workloads.map { (kind: "workload", id: $0.id, tokens: $0.tokens) }
      for place in places {
        data.append([
          place.kind, line.accelerators.joined(separator: " "), line.kv.rawValue, place.id,
          DataText.text(place.tokens), DataText.text(line.sequences(tokens: place.tokens)),
        ])
      }
    }
    return data
  }

  static func notes(_ result: Capacity) -> [String] {
    [
      "\(result.assumptions.frame.modelName) in BF16 on "
        + "\(NumberFormat.plain(result.accelerators)) accelerators, "
        + "\(NumberFormat.plain(100 * result.usableMemory)) % of their memory for weights and KV",
      "beyond a line's end not one sequence fits",
    ]
  }

  /// The figure in plain ASCII words.
  static func description(_ result: Capacity) -> String {
    let lines = result.lines.map { line in
      let counts = [1024.0, 8192, 65_536].map { tokens in
        let count = line.sequences(tokens: tokens)?.rounded(.down) ?? 0
        return "\(NumberFormat.ascii(count, digits: 9)) of "
          + "\(NumberFormat.ascii(tokens, digits: 9)) tokens"
      }
      return
        "\(line.accelerators.joined(separator: " and ")) with \(line.kv.rawValue.uppercased()) "
        + "KV: \(counts.joined(separator: ", "))"
    }
    return
      "Resident sequences of an instance by the tokens that each holds, 128 to 131072, both axes "
      + "logarithmic; the lines fall in proportion. \(lines.joined(separator: "; "))."
  }
}
