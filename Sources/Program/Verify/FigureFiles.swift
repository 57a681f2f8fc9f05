import Glibc
import Rendering

/// A directory of figures as it is on disk.
struct FigureFiles {
  /// By path below the directory.
  let files: [String: [UInt8]]

  static let sums = "SHA256SUMS"

  /// - Throws: a `Failure` when there is no such directory.
  init(_ path: String) throws {
    var files: [String: [UInt8]] = [:]
    for name in try Self.names(in: path, below: "") {
      files[name] = try Files.read("\(path)/\(name)")
    }
    self.files = files
  }

  /// Every file below the directory, however deep.
  private static func names(in path: String, below prefix: String) throws -> [String] {
    guard let directory = opendir("\(path)/\(prefix)") else {
      throw Failure(
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
      if entry.pointee.d_type == UInt8(DT_DIR) {
        names += try Self.names(in: path, below: "\(prefix)\(name)/")
      } else {
        names.append(prefix + name)
      }
    }
    return names.sorted()
  }

  var hasPDF: Bool { files.keys.contains { $0.hasSuffix(".pdf") } }

  private var pictures: [DecodedPNG] {
    files.filter { $0.key.hasSuffix(".png") }.sorted { $0.key < $1.key }
      .compactMap { try? decodePNG($0.value) }
  }

  /// Of the first PNG that says so. PNG counts whole pixels to the metre, 0.0254 dots per inch: the
  /// roundest resolution that could have been meant.
  var dotsPerInch: Double? {
    pictures.lazy.compactMap(\.dotsPerInch).first.map { written in
      [1.0, 10].map { (written * $0).rounded() / $0 }.first { abs($0 - written) < 0.018 } ?? written
    }
  }

  /// What the PNG files say of their making where that is not what is asked for.
  func statements(unlike asked: [(key: String, value: String)]) -> [String] {
    guard let found = pictures.first?.text else { return [] }
    return asked.compactMap { key, value in
      guard let made = found.first(where: { $0.key == key })?.value, made != value else {
        return nil
      }
      let option =
        switch key {
        case "Pin": "; give --pin \(made) to compare with that"
        case "Settings": "; give --set as they were"
        default: ""
        }
      return "the files were made with \(key) \(made), not \(value)\(option)"
    }
  }
}
