import Disk
import Evidence
import Figures
import Frontier
import Plotting
import Rendering
import Tables

/// Finished files, and what their reader should know.
public struct Published: Sendable {
  public let files: [OutputFile]
  public let warnings: [String]
  /// The accelerators whose prices are used.
  public let pricedAccelerators: [String]
}

/// Figures in their formats, as files.
public struct Publication: Sendable {
  private let figures: [Figure]
  private let formats: [PictureFormat]
  private let dpi: Double
  private let size: SheetSize
  private let background: PictureBackground

  public init(
    figures: [Figure], formats: [PictureFormat], dpi: Double, size: SheetSize = .page,
    background: PictureBackground = .white
  ) {
    (self.figures, self.formats, self.dpi) = (figures, formats, dpi)
    (self.size, self.background) = (size, background)
  }

  /// Computes and lays out every figure, each on a thread of its own, then writes every format of
  /// every figure beside each other.
  /// - Throws: the lookup's error when a constant or a price is missing; a `RenderingError`.
  public func files(for edition: Edition) throws -> Published {
    let fonts = try FontSet()
    try NameCheck(fonts: fonts).check(edition)
    let spread = try Figure.sharedSpread(of: figures, edition)
    let figures = try Parallel.map(figures) { figure in
      let computed = try figure.compute(edition, sharing: spread)
      return (computed, computed.layout(for: size, measurer: fonts))
    }
    var tasks: [@Sendable () throws -> OutputFile] = []
    for format in formats {
      for (figure, layout) in figures {
        let picture = picture(of: figure, layout.drawing)
        tasks.append {
          OutputFile(
            path: "\(figure.id).\(format.rawValue)",
            bytes: try picture.bytes(as: format, fonts: fonts))
        }
      }
    }
    for (figure, layout) in figures {
      let data = "data/\(figure.id).csv"
      tasks.append {
        OutputFile(path: data, bytes: Array(figure.data(of: layout).csv.utf8))
      }
      tasks.append {
        OutputFile(
          path: "\(figure.id).txt", bytes: Array(figure.text(of: layout).file(data: data).utf8))
      }
    }
    let files = try Parallel.map(tasks) { try $0() }
    return Published(
      files: files,
      warnings: figures.flatMap { figure, layout in
        layout.warnings.map { "\(figure.id): \($0)" }
      }, pricedAccelerators: figures.flatMap(\.0.pricedAccelerators).withoutRepeats())
  }

  private func picture(of figure: ComputedFigure, _ drawing: Drawing) -> PictureRendering {
    PictureRendering(
      drawing: drawing, id: figure.id, dpi: dpi, background: background,
      metadata: Metadata(
        title: figure.title, description: figure.text.alternative,
        entries: (figure.statements + [(FigureFiles.widthKey, size.text)])
          .map { Metadata.Entry(key: $0.key, value: $0.value) }
      ))
  }
}

/// A drawing on its way into files.
public struct PictureRendering: Sendable {
  private let drawing: Drawing
  /// The stem of its file names; starts the ids in its SVG.
  let id: String
  private let dpi: Double
  private let background: PictureBackground
  private let metadata: Metadata

  public init(
    drawing: Drawing, id: String, dpi: Double, background: PictureBackground = .white,
    metadata: Metadata
  ) {
    (self.drawing, self.id, self.dpi) = (drawing, id, dpi)
    (self.background, self.metadata) = (background, metadata)
  }

  /// - Throws: a `RenderingError`.
  public func bytes(as format: PictureFormat, fonts: FontSet) throws -> [UInt8] {
    let background = background.color
    return switch format {
    case .png:
      try renderPNG(
        drawing, dotsPerInch: dpi, background: background, metadata: metadata, fonts: fonts)
    case .svg:
      try renderSVG(
        drawing, background: background, metadata: metadata, idPrefix: "\(id)-", fonts: fonts)
    case .pdf:
      try renderPDF(drawing, background: background, metadata: metadata, fonts: fonts)
    }
  }
}
