import Evidence
import Figures
import Foundation
import Plotting
import Rendering
import TestSupport
import Testing

/// Every text of a drawing with the box it takes.
func texts(in operations: [DrawingOperation], _ measurer: any TextMeasurer) -> [(
  text: String, font: Font, box: Rect
)] {
  operations.flatMap { operation -> [(String, Font, Rect)] in
    switch operation {
    case .clip(_, let inner), .group(_, let inner):
      return texts(in: inner, measurer).map { ($0.text, $0.font, $0.box) }
    case .text(let text, let origin, let font, _, let angle):
      let corners = rotated(
        measurer.width(of: text, font: font), font.capHeight, by: angle)
      return [(text, font, Rect(around: corners.map { origin.offset($0.x, $0.y) }))]
    default: return []
    }
  }
}

/// `operations` as they are drawn, whatever they are called.
func ungrouped(_ operations: [DrawingOperation]) -> [DrawingOperation] {
  operations.flatMap { operation -> [DrawingOperation] in
    switch operation {
    case .group(_, let inner): return ungrouped(inner)
    case .clip(let path, let inner): return [.clip(path, ungrouped(inner))]
    default: return [operation]
    }
  }
}

private func rotated(_ width: Double, _ ascent: Double, by degrees: Double) -> [Point] {
  let radians = degrees * .pi / 180
  let (cosine, sine) = (cos(radians), sin(radians))
  return [Point(0, 0), Point(width, 0), Point(0, -ascent), Point(width, -ascent)].map {
    Point($0.x * cosine - $0.y * sine, $0.x * sine + $0.y * cosine)
  }
}

/// Layout as it is printed, in the font that it is printed in.
@Suite struct LayoutTests {
  let measurer: FontSet

  init() throws { measurer = try FontSet() }

  private func layout(_ figure: Figure, _ edition: Edition) throws -> FigureLayout {
    try figure.compute(edition).layout(on: Sheet(measurer: measurer))
  }

  @Test(arguments: Figure.all.map(\.id)) func everyTextIsLegibleAndOnThePage(_ id: String) throws {
    let figure = try #require(Figure.all.first { $0.id == id })
    let content = try layout(figure, Repository.edition())
    let page = Rect(
      x: 0, y: 0, width: content.drawing.size.width, height: content.drawing.size.height)
    let texts = texts(in: content.drawing.operations, measurer)
    #expect(texts.count > 20)
    for text in texts {
      #expect(text.font.size >= 7, "\(text.text) is \(text.font.size) pt")
      #expect(page.contains(text.box), "\(text.text) leaves the page: \(text.box)")
    }
  }

  @Test(arguments: Figure.all.map(\.id)) func noTextLiesOnAnother(_ id: String) throws {
    let figure = try #require(Figure.all.first { $0.id == id })
    let texts = texts(
      in: try layout(figure, Repository.edition()).drawing.operations, measurer)
    for (index, first) in texts.enumerated() {
      // Boxes of turned texts are larger than the texts; one line's runs touch by design.
      for second in texts[(index + 1)...] {
        let area = first.box.overlap(second.box)
        #expect(
          area < 0.15
            * min(first.box.width * first.box.height, second.box.width * second.box.height),
          "\(first.text) and \(second.text)")
      }
    }
  }

  @Test(arguments: ["CoreWeave@2026-05-01", "Lambda@2026-09-20", "AWS@2026-09-19"])
  func labelsStayClear(_ pin: String) throws {
    for figure in Figure.all {
      let content = try layout(figure, Repository.edition(pin: pin))
      #expect(content.warnings.isEmpty, "\(figure.id): \(content.warnings)")
    }
  }

  /// A row whose hidden transfer would cost more than the row itself.
  @Test func bandThatReachesNothingStaysInThePlot() throws {
    let text = try Repository.text("anchors.csv")
    let edition = try Repository.edition(
      anchors: text.replacing("7.64,7.60,7.68,req/s", with: "764,,,req/s").replacing(
        "p90-slo,300,0.5,0.10", with: "p90-slo,3,0.5,"))
    let content = try layout(#require(Figure.all.first), edition)
    #expect(content.warnings.contains { $0.hasPrefix("distserve-chat would cost nothing") })
    let page = Rect(
      x: 0, y: 0, width: content.drawing.size.width, height: content.drawing.size.height)
    var fills = 0
    for case .clip(let path, let inner) in ungrouped(content.drawing.operations) {
      #expect(page.contains(path.bounds))
      for case .fill(let area, _) in inner {
        fills += 1
        #expect(area.bounds.height.isFinite && area.bounds.width.isFinite)
      }
    }
    #expect(fills > 0)
  }

  @Test func widthIsTwoColumns() throws {
    for figure in Figure.all {
      #expect(try layout(figure, Repository.edition()).drawing.size.width == 504)
    }
  }

  private func words(_ layout: FigureLayout) -> String {
    texts(in: layout.drawing.operations, measurer).map(\.text).joined(separator: " ")
      .replacing("\u{A0}", with: " ")
  }

  @Test func footerSaysWhatIsAssumed() throws {
    let edition = try Repository.edition(
      settings: ["transfer.overlap=0.2", "transfer.regime=amortized"]
    ).with(readings: [Reading(parsing: "decode=memory-bound")])
    for figure in Figure.all {
      let computed = try figure.compute(edition)
      let all = words(computed.layout(on: Sheet(measurer: measurer)))
      // Figures 1 and 3 draw every row at the η that its source has.
      let isPublished = ["figure-1", "figure-3"].contains(figure.id)
      let overlap = isPublished ? "η as published: 0.5, Mooncake 0.7" : "η = 0.2"
      // Runs are compared at equal prices, and no anchor takes part; times and memory have no
      // price, and price sheets no pin.
      let ofPin = ["CoreWeave@2026-05-01", "H100 $6.155/h"]
      let ofTransfers = [overlap, "amortized"]
      let own: [String: [String]] = [
        "figure-s3": [], "figure-s4": [], "figure-s5": ofPin, "figure-s6": [],
        "figure-s7": ofTransfers,
      ]
      for part in (own[figure.id] ?? ofPin + ofTransfers) + [
        "transfer.overlap = 0.2", "readings: decode=memory-bound",
      ] {
        #expect(all.contains(part), "\(figure.id) lacks \(part)")
      }
      let statements = computed.assumptions.statements
      #expect(statements.contains { $0 == ("Readings", "decode=memory-bound") })
      #expect(statements.contains { $0.value.hasPrefix("bbbbbbbb") }, "\(figure.id)")
      // Rows have the overlap that their sources have, runs are compared without any.
      #expect(
        all.contains("without effect in this figure: transfer.overlap = 0.2")
          == Self.overlapIsIdle.contains(figure.id), "\(figure.id)")
    }
    let plain = try Figure.all[0].compute(Repository.edition()).assumptions.statements
    #expect(plain.contains { $0 == ("Readings", "default") })
  }

  /// The figures that do not depend on `transfer.overlap`.
  private static let overlapIsIdle: Set = [
    "figure-1", "figure-3", "figure-s1", "figure-s3", "figure-s4", "figure-s5", "figure-s6",
  ]

  /// A share of readings is told as one, and what stands for the default by its name.
  @Test func supplementaryFiguresSayWhatTheyCount() throws {
    for name in ["readings", "support", "contracts"] {
      let figure = try #require(Figure.all.first { $0.name == name })
      let plain = words(try layout(figure, Repository.edition()))
      #expect(plain.contains("share of readings, not a probability"), "\(figure.id)")
      #expect(plain.contains("default reading"))
      let asked = words(
        try layout(figure, Repository.edition(readings: ["kv=reserved", "memory=label"])))
      #expect(!asked.contains("default readings"), "\(figure.id)")
      #expect(asked.contains("asked for") && asked.contains("memory=label"))
    }
    let map = words(
      try layout(#require(Figure.all.first { $0.id == "figure-s2" }), Repository.edition()))
    #expect(map.contains("% of 64 combinations with pass=sum (Eq. 7)"))
    #expect(map.contains("with pass=fused disaggregation is cheaper nowhere"))
  }

  /// A dataset with another set of choices is drawn as well.
  @Test func anotherChoiceMoreFits() throws {
    let rows = """
      choice/mood,default,calm,word,,,,,,Ours,none,assumed,
      choice/mood,drawn,1,1,,,,,,Ours,none,assumed,
      choice/mood,reading,calm,word,,mood,calm,,,Ours,none,assumed,
      choice/mood,reading,wild,word,,mood,wild,,,Ours,none,assumed,

      """
    let edition = try Repository.edition(
      calibration: Repository.text("calibration.csv") + rows)
    let figure = try #require(Figure.all.first { $0.name == "readings" })
    let content = try layout(figure, edition)
    let page = Rect(
      x: 0, y: 0, width: content.drawing.size.width, height: content.drawing.size.height)
    let drawn = texts(in: content.drawing.operations, measurer)
    #expect(drawn.contains { $0.text == "mood" } && drawn.contains { $0.text == "wild" })
    #expect(drawn.allSatisfy { page.contains($0.box) })
  }

  @Test(arguments: ["figure-1", "figure-3"]) func marksSayWhatTheyMean(_ id: String) throws {
    let figure = try #require(Figure.all.first { $0.id == id })
    let all = words(try layout(figure, Repository.edition()))
    for part in [
      "TTFT limit of the published contract (ms)", "hollow: no TTFT limit published",
      "named in §5.1", "to the TTFT measured", "envelope: rows published under a contract",
    ] {
      #expect(all.contains(part), "\(id) lacks \(part)")
    }
    let measured = words(
      try layout(
        figure,
        Repository.edition().with(
          readings: ["ttft=measured", "rows=section-5.1"].map(Reading.init))))
    #expect(measured.contains("TTFT as measured") && measured.contains("rows that §5.1 names"))
    #expect(!measured.contains("to the TTFT measured"), "no limit is left to draw an arrow from")
  }

  @Test func namesOfSection51AreBold() throws {
    let drawn = texts(
      in: try layout(Figure.all[0], Repository.edition()).drawing.operations, measurer)
    for anchor in try Repository.edition().anchors {
      let label = try #require(drawn.first { $0.text == anchor.label })
      #expect((label.font.weight == .bold) == (anchor.section == "5.1"), "\(anchor.id)")
    }
  }

  /// The inset's frame holds its percentages and no other text, and no mark.
  @Test func insetIsClearOfMarksAndLabels() throws {
    let operations = ungrouped(
      try layout(Figure.all[0], Repository.edition()).drawing.operations)
    let drawn = texts(in: operations, measurer)
    let title = try #require(drawn.first { $0.text.hasPrefix("P/D envelope magnified") })
    let frames = operations.compactMap { operation -> Rect? in
      guard case .fill(let path, .white) = operation, path.bounds.contains(title.box) else {
        return nil
      }
      return path.bounds
    }
    let frame = try #require(frames.first)
    let inside = drawn.filter { $0.box.overlap(frame) > 0 }
    #expect(inside.allSatisfy { frame.contains($0.box) })
    #expect(inside.contains { $0.text == "+0.9" } && inside.contains { $0.text == "−1.3" })
    for anchor in try Repository.edition().anchors {
      #expect(!inside.contains { $0.text == anchor.label })
    }
    var marks = 0
    for case .fill(let path, let color) in operations
    where [OkabeIto.blue, OkabeIto.vermillion, OkabeIto.bluishGreen].contains(color) {
      marks += 1
      #expect(path.bounds.overlap(frame) == 0)
    }
    #expect(marks > 10)
  }

  @Test func drawingTwiceIsTheSame() throws {
    for figure in Figure.all {
      #expect(
        try layout(figure, Repository.edition())
          == layout(figure, Repository.edition()))
    }
  }
}
