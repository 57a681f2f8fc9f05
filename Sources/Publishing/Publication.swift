import Evidence
import Figures
import Frontier
import Plotting
import Rendering
import Tables

/// A file to be written, by its path below the output directory.
public struct OutputFile: Equatable, Sendable {
  public let path: String
  public let bytes: [UInt8]
}

/// Finished files, and what their reader should know.
public struct Published: Sendable {
  public let files: [OutputFile]
  public let warnings: [String]
}

/// Figures in their formats, as files.
public struct Publication: Sendable {
  private let figures: [Figure]
  private let formats: [PictureFormat]
  private let dpi: Double
  private let size: SheetSize

  public init(
    figures: [Figure], formats: [PictureFormat], dpi: Double, size: SheetSize = .page
  ) {
    (self.figures, self.formats, self.dpi, self.size) = (figures, formats, dpi, size)
  }

  /// Computes and lays out every figure, each on a thread of its own, then writes every format of
  /// every figure beside each other.
  /// - Throws: the lookup's error when a constant or a price is missing; a `RenderingError`.
  public func files(for edition: Edition) throws -> Published {
    let fonts = try FontSet()
    try NameCheck(fonts: fonts).check(edition)
    let figures = try Parallel.map(figures) { figure in
      let computed = try figure.compute(edition)
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
      tasks.append {
        OutputFile(path: "data/\(figure.id).csv", bytes: Array(figure.data(of: layout).csv.utf8))
      }
    }
    let files = try Parallel.map(tasks) { try $0() }
    return Published(
      files: files,
      warnings: figures.flatMap { figure, layout in
        layout.warnings.map { "\(figure.id): \($0)" }
      })
  }

  private func picture(of figure: ComputedFigure, _ drawing: Drawing) -> PictureRendering {
    PictureRendering(
      drawing: drawing, id: figure.id, dpi: dpi,
      metadata: Metadata(
        title: figure.title, description: figure.description,
        entries: (figure.assumptions.statements + [(FigureFiles.widthKey, size.text)])
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
  private let metadata: Metadata

  public init(drawing: Drawing, id: String, dpi: Double, metadata: Metadata) {
    (self.drawing, self.id, self.dpi, self.metadata) = (drawing, id, dpi, metadata)
  }

  /// - Throws: a `RenderingError`.
  public func bytes(as format: PictureFormat, fonts: FontSet) throws -> [UInt8] {
    switch format {
    case .png: try renderPNG(drawing, dotsPerInch: dpi, metadata: metadata, fonts: fonts)
    case .svg: try renderSVG(drawing, metadata: metadata, idPrefix: "\(id)-", fonts: fonts)
    case .pdf: try renderPDF(drawing, metadata: metadata, fonts: fonts)
    }
  }
}

/// A file format for pictures.
public enum PictureFormat: String, CaseIterable, Sendable {
  case png, svg, pdf

  /// - Throws: a `FileError` naming the nearest format for an unknown one.
  public static func list(_ text: String, option: String = "--format") throws -> [PictureFormat] {
    let formats = try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let format = PictureFormat(rawValue: String(word)) else {
        let known = allCases.map(\.rawValue)
        throw FileError(
          "\(option): '\(word)' is not one of \(known.joined(separator: ", "))"
            + Spelling.suggestion(for: String(word), among: known))
      }
      return format
    }
    return allCases.filter(formats.contains)
  }

  /// - Throws: a `FileError` for a resolution that no PNG should have.
  public static func check(dpi: Double) throws {
    guard dpi.isFinite, (36...2400).contains(dpi) else {
      throw FileError("--dpi: \(dpi) is not between 36 and 2400")
    }
  }
}

extension PictureFormat {
  /// The format that a file's extension asks for.
  /// - Throws: a `FileError` naming the extensions there are.
  public init(of path: String, option: String) throws {
    let known = Self.allCases.map(\.rawValue)
    let ending = path.split(separator: "/").last?.split(separator: ".").last.map(String.init)
    guard let format = ending.flatMap({ PictureFormat(rawValue: $0.lowercased()) }) else {
      throw FileError("\(option): \(path) must end in .\(known.joined(separator: ", ."))")
    }
    self = format
  }
}
