import Disk
import Figures
import Plotting
import Publishing
import Rendering

/// A picture that an option asks for: one file, in the format of its extension.
struct PictureFile {
  let path: String
  private let format: PictureFormat

  /// - Throws: a `FileError` naming the extensions there are.
  init(_ path: String, option: String) throws {
    self.path = path
    format = try PictureFormat(of: path, option: option)
  }

  /// Draws and writes it.
  /// - Parameters:
  ///   - id: what the names inside an SVG begin with.
  ///   - description: the picture in plain ASCII words.
  ///   - answer: what is printed with it, before anything is replaced.
  func write(
    id: String, title: String, description: String, answer: String,
    _ draw: (Sheet) throws -> Drawing
  ) throws {
    let fonts = try FontSet()
    let rendering = PictureRendering(
      drawing: try draw(Sheet(measurer: fonts)), id: id, dpi: 300,
      metadata: Metadata(title: title, description: description))
    let bytes = try rendering.bytes(as: format, fonts: fonts)
    try FileSet.write(bytes, to: path) { try Console.print(answer) }
  }
}
