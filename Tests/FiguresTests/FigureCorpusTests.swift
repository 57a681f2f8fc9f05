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

  /// Texts keep off each other, off marks and on the page at both widths of a journal, and legends
  /// show what is drawn: every line of the envelope has its sample and the other way round.
  @Test(arguments: CorpusCase.all) func thePapersFiguresStand(_ dataset: CorpusCase) throws {
    let edition = try dataset.edition()
    for figure in Figure.paper where figure.id != "figure-3" || dataset.hasPanels {
      let computed = try figure.compute(edition)
      for (width, size, leastText) in Self.sizes.prefix(2) {
        let name = "\(figure.id) of \(dataset.name), \(width)"
        let drawing = computed.layout(for: size, measurer: measurer).drawing
        try expectReadable(drawing, leastText: leastText, name)
        if figure.id != "figure-2" { expectSamples(drawing, name) }
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

  /// Were nothing recognised, nothing could lie wrong.
  @Test func whatIsLookedForIsFound() throws {
    let drawing = try Figure.all[0].compute(Repository.edition())
      .layout(for: .page, measurer: measurer).drawing
    let content = PageContent(drawing, measurer)
    let envelope = content.strokes.filter(\.isEnvelope)
    #expect(envelope.contains(where: \.isClipped) && !envelope.allSatisfy(\.isClipped))
    #expect(content.marks.count >= 12)
    #expect(content.labelCounts.count >= 2)
  }

  private func expectSamples(_ drawing: Drawing, _ name: String) {
    let drawn = PageContent(drawing, measurer).strokes.filter(\.isEnvelope)
    let envelope = drawn.filter(\.isClipped).map { Style($0.stroke) }
    let samples = drawn.filter { !$0.isClipped }.map { Style($0.stroke) }
    #expect(Set(envelope) == Set(samples), "\(name)")
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
    #expect(content.texts.count > 10, "\(name)", sourceLocation: sourceLocation)
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
