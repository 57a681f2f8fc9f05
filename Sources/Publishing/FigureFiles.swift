import Figures
import Glibc
import Rendering

/// A directory of figures as it is on disk.
public struct FigureFiles {
  /// By path below the directory.
  let files: [String: [UInt8]]
  /// What is neither a file nor a directory: pipes, sockets, devices, links to nowhere.
  let irregular: [String]
  /// What each PNG that can be read says of itself, by path.
  private let pictures: [Picture]

  /// A PNG without its pixels.
  private struct Picture {
    let dotsPerInch: Double?
    let text: [Metadata.Entry]
    let hasAlpha: Bool
  }

  static let sums = "SHA256SUMS"

  /// - Throws: a `FileError` when there is no such directory.
  public init(_ path: String) throws {
    var files: [String: [UInt8]] = [:]
    var irregular: [String] = []
    for name in try Self.names(in: path, below: "") {
      // Reading from a pipe that nobody writes to would never end.
      if Self.type(of: "\(path)/\(name)", through: true) == S_IFREG {
        files[name] = try Files.read("\(path)/\(name)")
      } else {
        irregular.append(name)
      }
    }
    self.files = files
    self.irregular = irregular
    pictures = files.filter { $0.key.hasSuffix(".png") }.sorted { $0.key < $1.key }
      .compactMap { try? decodePNG($0.value) }
      .map { Picture(dotsPerInch: $0.dotsPerInch, text: $0.text, hasAlpha: $0.hasAlpha) }
  }

  /// Every file below the directory, however deep.
  private static func names(in path: String, below prefix: String) throws -> [String] {
    guard let directory = opendir("\(path)/\(prefix)") else {
      throw FileError(
        "cannot read \(path)/\(prefix): \(String(cString: strerror(errno)))"
          + (errno == ENOENT ? "; name a directory that `frontier figures` wrote" : ""))
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      if type(of: "\(path)/\(prefix)\(name)", through: false) == S_IFDIR {
        names += try Self.names(in: path, below: "\(prefix)\(name)/")
      } else {
        names.append(prefix + name)
      }
    }
    return names.sorted()
  }

  /// - Parameter through: whether a link is what it leads to.
  /// - Returns: nil for what is not there.
  private static func type(of path: String, through: Bool) -> mode_t? {
    var status = stat()
    let found = through ? stat(path, &status) : lstat(path, &status)
    return found == 0 ? status.st_mode & S_IFMT : nil
  }

  /// The lines of SHA256SUMS; nil when there is none.
  private var sumLines: [String]? {
    files[Self.sums].map {
      String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  /// The figures of which files are listed in SHA256SUMS or there; nil when there are none.
  public var figures: [Figure]? {
    let stems = Set(
      ((sumLines ?? []) + files.keys).map { line in
        let name = line.split { $0 == " " || $0 == "/" || $0 == "*" }.last ?? ""
        return String(name.prefix { $0 != "." })
      })
    let found = Figure.all.filter { stems.contains($0.id) }
    return found.isEmpty ? nil : found
  }

  /// The formats that should be there: of the pictures in SHA256SUMS, else of those found; nil when
  /// there are no pictures.
  public var formats: [PictureFormat]? {
    [sumLines ?? [], Array(files.keys)].lazy.map { names in
      PictureFormat.allCases.filter { format in
        names.contains { $0.hasSuffix(".\(format.rawValue)") }
      }
    }.first { !$0.isEmpty }
  }

  /// Of the first PNG that says so. PNG counts whole pixels to the metre, 0.0254 dots per inch: the
  /// roundest resolution that could have been meant.
  public var dotsPerInch: Double? {
    pictures.lazy.compactMap(\.dotsPerInch).first.map { written in
      [1.0, 10].map { (written * $0).rounded() / $0 }.first { abs($0 - written) < 0.018 } ?? written
    }
  }

  /// The statement of a picture's metadata that says how wide it was asked for.
  static let widthKey = "Width"

  /// How wide the first picture that says so was asked for, PNG before SVG; nil where none does.
  /// - Throws: a `FileError` when it says something that is no width.
  public func size() throws -> SheetSize? {
    let inPNG = pictures.lazy.flatMap(\.text).first { $0.key == Self.widthKey }?.value
    let text = inPNG ?? svgStatement(Self.widthKey)
    return try text.map { try SheetSize(parsing: $0, option: "the width that the files tell") }
  }

  /// A statement in the metadata near the start of the first SVG.
  private func svgStatement(_ key: String) -> String? {
    let first = files.filter { $0.key.hasSuffix(".svg") }.min { $0.key < $1.key }
    let head = String(decoding: (first?.value ?? []).prefix(16384), as: UTF8.self)
    return head.split(separator: "\n").lazy
      .first { $0.hasPrefix("\(key): ") }
      .map { $0.dropFirst(key.count + 2).prefix { $0 != "<" } }.map(String.init)
  }

  /// What the pictures lie on: nothing where a PNG is transparent or an SVG has no background's
  /// rectangle, the only one that it can have.
  public var background: PictureBackground {
    let hasNone =
      pictures.first?.hasAlpha
      ?? files.first { $0.key.hasSuffix(".svg") }.map {
        !String(decoding: $0.value, as: UTF8.self).contains("<rect ")
      } ?? false
    return hasNone ? .none : .white
  }

  /// What the PNG files say of their making where that is not what is asked for.
  public func statements(unlike asked: [(key: String, value: String)]) -> [String] {
    guard let found = pictures.first?.text else { return [] }
    return asked.compactMap { key, value in
      guard let made = found.first(where: { $0.key == key })?.value, made != value else {
        return nil
      }
      let option =
        switch key {
        case "Pin": "; give --pin \(made) to compare with that"
        case "Readings": "; give --reading as they were"
        case "Settings": "; give --set as they were"
        default: ""
        }
      return "the files were made with \(key) \(made), not \(value)\(option)"
    }
  }
}
