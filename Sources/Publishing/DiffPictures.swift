import Disk
import Figures
import Frontier
import Rendering

/// The pictures of a difference, as files.
public struct DiffPictures: Sendable {
  private let difference: FigureDifference
  private let formats: [PictureFormat]
  private let dpi: Double

  public init(difference: FigureDifference, formats: [PictureFormat], dpi: Double) {
    (self.difference, self.formats, self.dpi) = (difference, formats, dpi)
  }

  /// `difference-figure-N` in every format, and with PNG `strip-figure-N.png`: before, what
  /// differs, after.
  /// - Throws: the lookup's error when a constant or the reference price is missing; a
  ///   `RenderingError`.
  public func files() throws -> [OutputFile] {
    try Parallel.map(FigureDifference.ids, files(of:)).flatMap { $0 }
  }

  private func files(of id: String) throws -> [OutputFile] {
    let fonts = try FontSet()
    let picture = try difference.picture(id, on: Sheet(measurer: fonts))
    let metadata = Metadata(
      title: picture.title, description: picture.description,
      entries: [
        Metadata.Entry(key: "From", value: difference.from.name),
        Metadata.Entry(key: "To", value: difference.to.name),
      ])
    let rendering = PictureRendering(
      drawing: picture.overlay, id: "difference-\(id)", dpi: dpi, metadata: metadata)
    var files = try formats.map { format in
      OutputFile(
        path: "\(rendering.id).\(format.rawValue)",
        bytes: try rendering.bytes(as: format, fonts: fonts))
    }
    if formats.contains(.png) {
      let sides = try [picture.before, picture.after].map {
        try renderPixels($0, dotsPerInch: dpi, fonts: fonts)
      }
      let heading = difference.heading(
        of: picture.before.size.width, bar: Double(stripBar) * 72 / dpi,
        on: Sheet(measurer: fonts))
      let strip = stacked(
        try renderPixels(heading, dotsPerInch: dpi, fonts: fonts),
        over: try comparisonStrip(sides[0], sides[1]))
      files.append(
        OutputFile(
          path: "strip-\(id).png",
          bytes: try encodePNG(strip, dotsPerInch: dpi, metadata: metadata)))
    }
    return files
  }
}
