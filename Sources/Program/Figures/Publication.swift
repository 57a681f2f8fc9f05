import Evidence
import Figures
import Plotting
import Rendering

/// A file to be written, by its path below the output directory.
struct OutputFile: Equatable, Sendable {
  let path: String
  let bytes: [UInt8]
}

/// Finished files, and what their reader should know.
struct Published: Sendable {
  let files: [OutputFile]
  let warnings: [String]
}

/// Figures in their formats, as files.
struct Publication: Sendable {
  let figures: [Figure]
  let formats: [PictureFormat]
  let dpi: Double

  /// Computes and draws every figure, each on a thread of its own.
  /// - Throws: a `Failure` saying what is missing.
  func files(for context: FigureContext) throws -> Published {
    let published = try Parallel.results(figures) { try files(of: $0, context) }
    return Published(
      files: published.flatMap(\.files), warnings: published.flatMap(\.warnings))
  }

  private func files(of figure: Figure, _ context: FigureContext) throws -> Published {
    let fonts = try FontSet()
    let content = try figure.make(context, measurer: fonts)
    let metadata = Metadata(
      title: figure.title, description: content.description,
      entries: try context.statements.map { Metadata.Entry(key: $0.key, value: $0.value) })
    let rendering = PictureRendering(
      drawing: content.drawing, id: figure.id, dpi: dpi, metadata: metadata)
    let pictures = try Parallel.results(formats) { format in
      OutputFile(
        path: "\(figure.id).\(format.rawValue)",
        bytes: try rendering.bytes(as: format, fonts: fonts))
    }
    let data = OutputFile(path: "data/\(figure.id).csv", bytes: Array(content.data.csv.utf8))
    return Published(
      files: pictures + [data], warnings: content.warnings.map { "\(figure.id): \($0)" })
  }
}

/// A drawing on its way into files.
struct PictureRendering: Sendable {
  let drawing: Drawing
  /// The stem of its file names; starts the ids in its SVG.
  let id: String
  let dpi: Double
  let metadata: Metadata

  /// - Throws: a `RenderingError`.
  func bytes(as format: PictureFormat, fonts: FontSet) throws -> [UInt8] {
    switch format {
    case .png: try renderPNG(drawing, dotsPerInch: dpi, metadata: metadata, fonts: fonts)
    case .svg: try renderSVG(drawing, metadata: metadata, idPrefix: "\(id)-", fonts: fonts)
    case .pdf: try renderPDF(drawing, metadata: metadata, fonts: fonts)
    }
  }
}

extension Parallel {
  /// What `make` gives for each item, in order; each item has a thread of its own.
  /// - Throws: a `Failure` saying what is missing.
  static func results<Item: Sendable, Made: Sendable>(
    _ items: [Item], _ make: @Sendable (Item) throws -> Made
  ) throws -> [Made] {
    let results = map(items) { item in Result { try make(item) } }
    do {
      return try results.map { try $0.get() }
    } catch let error as EvidenceError {
      throw Failure(error.description)
    } catch let error as RenderingError {
      throw Failure(error.description)
    }
  }
}
