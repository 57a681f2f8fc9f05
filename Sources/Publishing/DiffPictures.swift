import Figures
import Rendering

/// The pictures of a difference, as files.
struct DiffPictures: Sendable {
  let sides: DiffSides
  let formats: [PictureFormat]
  let dpi: Double

  /// `difference-figure-N` in every format, and with PNG `strip-figure-N.png`: before, what
  /// differs, after.
  /// - Throws: a `Failure` saying what is missing.
  func files() throws -> [OutputFile] {
    try Parallel.results(FigureDifference.ids, files(of:)).flatMap { $0 }
  }

  private func files(of id: String) throws -> [OutputFile] {
    let fonts = try FontSet()
    let picture = try FigureDifference(
      from: FigureDifference.Side(name: sides.from.name, context: sides.from.context),
      to: FigureDifference.Side(name: sides.to.name, context: sides.to.context)
    ).picture(id, measurer: fonts)
    let metadata = Metadata(
      title: picture.title, description: picture.description,
      entries: [
        Metadata.Entry(key: "From", value: sides.from.name),
        Metadata.Entry(key: "To", value: sides.to.name),
      ])
    let rendering = PictureRendering(
      drawing: picture.overlay, id: "difference-\(id)", dpi: dpi, metadata: metadata)
    var files = try formats.map { format in
      OutputFile(
        path: "\(rendering.id).\(format.rawValue)",
        bytes: try rendering.bytes(as: format, fonts: fonts))
    }
    if formats.contains(.png) {
      let strip = try comparisonStrip(
        renderPixels(picture.before, dotsPerInch: dpi, fonts: fonts),
        renderPixels(picture.after, dotsPerInch: dpi, fonts: fonts))
      files.append(
        OutputFile(
          path: "strip-\(id).png",
          bytes: try encodePNG(strip, dotsPerInch: dpi, metadata: metadata)))
    }
    return files
  }
}
