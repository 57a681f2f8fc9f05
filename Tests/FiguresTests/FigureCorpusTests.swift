import Evidence
import Figures
import Plotting
import Rendering
import TestSupport
import Testing

/// What a reader may ask of every figure, held on datasets that nobody planned for.
@Suite struct FigureCorpusTests {
  let measurer: FontSet

  init() throws { measurer = try FontSet() }

  private static let sizes: [(name: String, size: SheetSize, leastText: Double)] = [
    ("column", .column, 6), ("page", .page, 7), ("slide", .slide, 7),
  ]

  @Test(arguments: CorpusCase.all) func thePapersFiguresStand(_ dataset: CorpusCase) throws {
    let edition = try dataset.edition()
    for figure in Figure.paper {
      let computed = try figure.compute(edition)
      for (name, size, leastText) in Self.sizes {
        let layout = computed.layout(for: size, measurer: measurer)
        try expectReadable(
          layout.drawing, leastText: leastText, "\(figure.id) of \(dataset.name), \(name)")
      }
    }
  }

  /// Every figure there is, as shipped, at every preset; a slide fits the slide.
  @Test(arguments: Figure.all.map(\.id)) func everyFigureStandsAtEveryWidth(_ id: String) throws {
    let figure = try #require(Figure.all.first { $0.id == id })
    let computed = try figure.compute(
      figure.usesMeasurements ? Repository.measuredEdition() : Repository.edition())
    for (name, size, leastText) in Self.sizes {
      let drawing = computed.layout(for: size, measurer: measurer).drawing
      try expectReadable(drawing, leastText: leastText, "\(id), \(name)")
      #expect(drawing.size.width == size.width)
      if let height = size.height { #expect(drawing.size.height <= height, "\(id), \(name)") }
      // A page of a journal has no more.
      if size == .column { #expect(drawing.size.height <= 720, "\(id): \(drawing.size.height)") }
    }
  }

  /// Legends show what is drawn: every line of an envelope has its sample and the other way round.
  @Test(arguments: CorpusCase.all) func samplesLookLikeTheEnvelope(_ dataset: CorpusCase) throws {
    for figure in [Figure.all[0], Figure.all[2]] {
      let drawing = try figure.compute(dataset.edition()).layout(on: Sheet(measurer: measurer))
        .drawing
      let drawn = PageContent(drawing, measurer)
      let envelope = drawn.strokes.filter { $0.isClipped && $0.isEnvelope }
      let samples = drawn.strokes.filter { !$0.isClipped && $0.isEnvelope }
      #expect(
        Set(envelope.map { Style($0.stroke) }) == Set(samples.map { Style($0.stroke) }),
        "\(figure.id) of \(dataset.name)")
    }
  }

  private struct Style: Hashable {
    let color: Color
    let dash: [Double]

    init(_ stroke: Stroke) { (color, dash) = (stroke.color, stroke.dash) }
  }

  // MARK: What readable means

  private func expectReadable(
    _ drawing: Drawing, leastText: Double, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let content = PageContent(drawing, measurer)
    let page = Rect(x: 0, y: 0, width: drawing.size.width, height: drawing.size.height)
    for text in content.texts {
      #expect(
        page.contains(text.box), "\(name): “\(text.text)” leaves the page",
        sourceLocation: sourceLocation)
      #expect(
        text.size >= leastText - 1e-9, "\(name): “\(text.text)” is \(text.size) pt",
        sourceLocation: sourceLocation)
      #expect(
        text.contrast >= 4.5, "\(name): “\(text.text)” has a contrast of \(text.contrast)",
        sourceLocation: sourceLocation)
    }
    for (one, other) in content.overlappingTexts {
      Issue.record(
        "\(name): “\(one)” and “\(other)” lie on each other", sourceLocation: sourceLocation)
    }
    for (text, mark) in content.coveredMarks {
      Issue.record("\(name): “\(text)” lies on the mark at \(mark)", sourceLocation: sourceLocation)
    }
    for text in content.crossedTexts {
      Issue.record(
        "\(name): a leader runs through “\(text.text)”: \(text)", sourceLocation: sourceLocation)
    }
    for (side, frame, count) in content.labelCounts {
      #expect(
        count >= 2, "\(name): \(count) tick labels on the \(side) of \(frame)",
        sourceLocation: sourceLocation)
    }
  }
}
